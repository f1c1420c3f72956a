/** What is asked of a block and of what is proposed for it. */
import type { Author, Block, BlockState, Proposal, TextProposal } from "../model.ts";

/** The texts that are proposed, oldest first. */
export function textsOf({ proposals }: BlockState): readonly TextProposal[] {
  return proposals.filter((each) => each.kind === "text");
}

/** The text that is being written to a block; null: none. */
export function writer(state: BlockState): TextProposal | null {
  return textsOf(state).find(({ status }) => status === "streaming") ?? null;
}

/** What a block would say if its newest text were accepted. */
export function newestText(state: BlockState): string {
  return textsOf(state).at(-1)?.content ?? state.block.current ?? "";
}

/** Where a block goes does not depend on what it says: a move is never stale. */
export function isStale(block: Block, proposal: Proposal): boolean {
  return proposal.kind !== "move" && proposal.base !== block.version;
}

export function isSameAuthor(one: Author, other: Author): boolean {
  if (one.type === "user") return other.type === "user" && one.id === other.id;
  return other.type === "agent" && one.model === other.model && one.name === other.name;
}
