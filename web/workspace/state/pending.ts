/** What waits for a person, of a block and of a document. */
import { isStale, writer } from "../../../src/documents/core/block-state.ts";
import type { Block, BlockState, Proposal } from "../../../src/documents/model.ts";

/** How a proposal stands. `planned`: a heading, and nothing below it yet. */
export type Standing = "streaming" | "planned" | "cut" | "stale" | "ready";

const ONLY_HEADING = /^#{1,6} [^\n]*\n*$/;

export function standingOf(block: Block, proposal: Proposal): Standing {
  if (proposal.kind === "text" && proposal.status === "streaming") return "streaming";
  if (isStale(block, proposal)) return "stale";
  if (proposal.kind !== "text" || proposal.status !== "cut") return "ready";
  return ONLY_HEADING.test(proposal.content) ? "planned" : "cut";
}

/** How many blocks "accept all" would change: those that have something new that is neither stale nor being written. */
export function acceptableCount(blocks: readonly BlockState[]): number {
  return blocks.filter((state) => writer(state) === null && state.proposals.some((each) => !isStale(state.block, each)))
    .length;
}

export function pendingCount(blocks: readonly BlockState[]): number {
  return blocks.filter(({ proposals }) => proposals.length > 0).length;
}

/** The one that "accept" and "revert" mean where nobody chose another. */
export function newestProposal({ proposals }: BlockState): Proposal | undefined {
  return proposals.at(-1);
}
