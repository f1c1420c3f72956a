import { expect, it } from "vitest";
import { IN_SAMPLE_DOCUMENT, SAMPLE_DOCUMENT, sampleBlock } from "../../../test/fakes/block-samples.ts";
import { selectedAfter } from "./selection.ts";
import { NOTHING_SHOWN } from "./shown.ts";

const shown = (...ids: readonly string[]) => ({
  ...NOTHING_SHOWN,
  document: { document: SAMPLE_DOCUMENT, blocks: ids.map((id) => sampleBlock(id, { owner: IN_SAMPLE_DOCUMENT })) },
});

it.each([
  ["b", ["a", "c"], "c"],
  ["c", ["a", "b"], "b"],
  ["b", [], null],
  ["b", ["b", "c"], "b"],
  [null, ["a"], null],
])("[WORK-20] of the chosen block %j there is left %j: %j is chosen", (selected, left, next) => {
  expect(selectedAfter(shown("a", "b", "c"), shown(...left), selected)).toBe(next);
});
