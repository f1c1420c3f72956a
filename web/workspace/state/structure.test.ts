/** A document after a whole new structure was begun, also where nobody tells any more. */
import { describe, expect, it } from "vitest";
import { SAMPLE_DOCUMENT, sampleBlock, sampleDeletion } from "../../../test/fakes/block-samples.ts";
import type { BlockState } from "../../../src/documents/model.ts";
import { structureOf } from "./structure.ts";

const idsOf = (blocks: readonly BlockState[], earlier: readonly string[] = []) => {
  const structure = structureOf({ document: { document: SAMPLE_DOCUMENT, blocks }, earlier: new Set(earlier) });
  return [structure.blocks, structure.earlier].map((part) => part.map(({ block }) => block.id));
};
const old = (id: string) => sampleBlock(id, {}, sampleDeletion(id, 10));
const fresh = (id: string, created_at = 11) => sampleBlock(id, { created_at });

describe("the structure of a document", () => {
  it("[WORK-4] after a reload, what shall all go before what was made later is the earlier one", () => {
    expect(idsOf([old("b1"), old("b2"), fresh("b3"), fresh("b4")])).toEqual([
      ["b3", "b4"],
      ["b1", "b2"],
    ]);
    expect(idsOf([old("b1"), old("b2")])).toEqual([[], ["b1", "b2"]]);
  });

  it("[WORK-4] a block that shall go by itself stays where it is", () => {
    expect(idsOf([old("b1"), fresh("b2", 1), fresh("b3", 1)])).toEqual([["b1", "b2", "b3"], []]);
    expect(idsOf([fresh("b1", 1), old("b2"), fresh("b3")])).toEqual([["b1", "b2", "b3"], []]);
    expect(idsOf([old("b1")])).toEqual([["b1"], []]);
    expect(idsOf([])).toEqual([[], []]);
  });

  it("[WORK-4] while one looks, the server says which they are", () => {
    expect(idsOf([fresh("b1"), fresh("b2"), fresh("b3")], ["b1", "b3"])).toEqual([["b2"], ["b1", "b3"]]);
  });
});
