import { describe, expect, it } from "vitest";
import { BlockBoard, GRACE } from "../../../test/fakes/block-board.ts";
import type { BlockState } from "../model.ts";
import { applyChanges } from "./apply.ts";
import { positionAt } from "./positions.ts";

describe("positions", () => {
  it("[EDIT-29] are unique and in order after a thousand moves into one gap, and stay short", () => {
    const board = new BlockBoard().add("a", "").add("b", "").add("c", "").add("d", "");
    for (let round = 0; round < 500; round++) {
      board.run(GRACE, { type: "move", block_id: "c", after: "a" });
      board.run(GRACE, { type: "move", block_id: "b", after: "a" });
    }
    expect(board.order).toEqual(["a", "b", "c", "d"]);
    const positions = board.blocks.map(({ block }) => block.position);
    expect(new Set(positions).size).toBe(4);
    expect(Math.max(...positions.map((each) => each.length))).toBeLessThan(250);
  });

  it("[EDIT-29] two that are equal do not stop a block from going behind them", () => {
    const { block } = new BlockBoard().add("a", "").at("a");
    const at = (id: string, position: string): BlockState => ({ block: { ...block, id, position }, proposals: [] });
    const blocks = [at("a", "a1"), at("b", "a1"), at("c", "a2")];
    const position = positionAt(blocks, { after: "a" });
    expect(position > "a1" && position < "a2").toBe(true);
    expect(applyChanges(blocks.toReversed(), []).map((each) => each.block.id)).toEqual(["a", "b", "c"]);
  });
});
