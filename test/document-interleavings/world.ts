/** Where steps really happen: the pure core, or a host over a database. */
import type { Author, BlockState, Revision } from "../../src/documents/model.ts";
import type { Refusal } from "../../src/documents/refusal.ts";
import { BlockBoard } from "../fakes/block-board.ts";
import type { Action } from "./steps.ts";

export interface World {
  run(author: Author, action: Action): Promise<Refusal | null>;
  /** In order. */
  blocks(): Promise<readonly BlockState[]>;
  /** Of all blocks that ever were, those of one block oldest first. */
  revisions(blockIds: ReadonlySet<string>): Promise<readonly Revision[]>;
}

export function pureWorld(): World {
  const board = new BlockBoard();
  return {
    run: async (author, action) => {
      if (action.type !== "append") return board.run(author, action).refusal;
      board.write([action]);
      return null;
    },
    blocks: async () => board.blocks,
    revisions: async () => board.revisions,
  };
}
