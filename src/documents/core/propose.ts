/** What waits for a person: texts, deletions and moves beside what a block says now. */
import type { Change } from "../change.ts";
import type { BlockState } from "../model.ts";
import { isSameAuthor, textsOf, writer } from "./block-state.ts";
import { addDeletion, addMove, addText, drop, keepText } from "./changes.ts";
import type { Command, Origin } from "./command.ts";
import { type Decision, done } from "./decision.ts";
import { move } from "./edit.ts";
import { beingWritten, unknownVersion } from "./refusals.ts";
import { refusal } from "../refusal.ts";

type Of<T extends Command["type"]> = Extract<Command, { readonly type: T }>;

/** An author's newer text takes the place of its own older one; that of somebody else stays beside it. */
export function proposeText(state: BlockState, { base, text }: Of<"propose_text">, origin: Origin): Decision {
  const { block } = state;
  if (base > block.version) return unknownVersion(block, base);
  if (writer(state)) return beingWritten(state);
  const own = textsOf(state).filter(({ author }) => isSameAuthor(author, origin.author));
  const superseded = own.flatMap((each) => [keepText(block, each, "superseded", origin), drop(each)]);
  return done(...superseded, addText(block, base, text, origin));
}

export function proposeDelete(state: BlockState, base: number, origin: Origin): Decision {
  if (base > state.block.version) return unknownVersion(state.block, base);
  return done(...deletion(state, base, origin));
}

/** One deletion is enough, whoever proposed it. */
export function deletion({ block, proposals }: BlockState, base: number, origin: Origin): readonly Change[] {
  const isThere = proposals.some((each) => each.kind === "delete" && each.base === base);
  return isThere ? [] : [addDeletion(block, base, origin)];
}

/** An author's newer move takes the place of its own older one. */
export function proposeMove(
  blocks: readonly BlockState[],
  state: BlockState,
  { base, after }: Of<"propose_move">,
  origin: Origin,
): Decision {
  const { block, proposals } = state;
  if (base > block.version) return unknownVersion(block, base);
  const moved = move(blocks, state, after);
  if ("refusal" in moved) return moved;
  const own = proposals.filter((each) => each.kind === "move" && isSameAuthor(each.author, origin.author));
  return done(...own.map(drop), addMove(block, base, after, origin));
}

/** Whoever writes on a text is its author from then on: a section that one has planned is written by another. */
export function writeOn(state: BlockState, proposalId: string, { author }: Origin): Decision {
  const text = textsOf(state).find(({ id }) => id === proposalId);
  if (!text) return gone(state);
  if (writer(state)) return beingWritten(state);
  if (text.status === "done") {
    return refusal("invalid", `${proposalId} of ${state.block.id} is done; propose a new text instead.`);
  }
  const other = isSameAuthor(text.author, author) ? {} : { author };
  return done({ type: "proposal_status", proposal_id: proposalId, status: "streaming", ...other });
}

/** What is done stays done; what was taken for cut by somebody else is done when its author says so. */
export function finish(state: BlockState, { proposal_id, status }: Of<"finish">): Decision {
  const text = textsOf(state).find(({ id }) => id === proposal_id);
  if (!text) return gone(state);
  const hasEnded = text.status === "done" || text.status === status;
  return hasEnded ? done() : done({ type: "proposal_status", proposal_id, status });
}

function gone({ block }: BlockState): Decision {
  return refusal("not_found", `What was written to ${block.id} is gone.`);
}
