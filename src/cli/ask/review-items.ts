/** What of a document waits for a person, one change after the other in the order of the blocks. Pure. */
import { isStale, writer } from "../../documents/core/block-state.ts";
import type { BlockState, Proposal } from "../../documents/model.ts";

export interface ReviewItem {
  readonly state: BlockState;
  readonly proposal: Proposal;
  /** The block has changed since. */
  readonly stale: boolean;
}

/** Of each block the newest first: what is accepted makes the others stale. Not what is being written. */
export function reviewItems(blocks: readonly BlockState[]): readonly ReviewItem[] {
  return blocks.flatMap((state) => {
    const isWritten = writer(state) !== null;
    const open = state.proposals.filter((each) => each.kind !== "text" || each.status !== "streaming");
    return open
      .filter((each) => each.kind !== "delete" || !isWritten)
      .toReversed()
      .map((proposal) => ({ state, proposal, stale: isStale(state.block, proposal) }));
  });
}
