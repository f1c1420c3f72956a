/** What a person does with what is proposed: accept it, all of it, or revert it. */
import type { Change } from "../change.ts";
import type { Block, BlockState, Proposal, TextProposal } from "../model.ts";
import type { Refusal } from "../refusal.ts";
import { applyChanges } from "./apply.ts";
import { isStale, textsOf, writer } from "./block-state.ts";
import { drop, keepCurrent, putCurrent, removal } from "./changes.ts";
import type { Command, Origin } from "./command.ts";
import { type Decision, done } from "./decision.ts";
import { move } from "./edit.ts";
import { beingWritten, nothingToSettle, stale } from "./refusals.ts";

type Of<T extends Command["type"]> = Extract<Command, { readonly type: T }>;

export function accept(
  blocks: readonly BlockState[],
  state: BlockState,
  command: Of<"accept">,
  origin: Origin,
): Decision {
  const { block } = state;
  const found = findProposal(state, command.proposal_id, "accept");
  if ("refusal" in found) return found;
  const { proposal } = found;
  if (isStale(block, proposal) && command.over !== block.version) {
    return stale(block, proposal.base, proposal.kind === "text" ? proposal.content : "", "accept");
  }
  switch (proposal.kind) {
    case "text":
      return done(...acceptText(block, proposal, origin));
    case "delete":
      return writer(state) ? beingWritten(state) : done(...removal(state, origin));
    case "move": {
      const moved = move(blocks, state, proposal.after);
      return "refusal" in moved ? moved : done(...moved.changes, drop(proposal));
    }
  }
}

/** Of each block the newest text or deletion that is neither stale nor being written, and the newest move of one that stays. */
export function acceptAll(blocks: readonly BlockState[], origin: Origin): Decision {
  const changes: Change[] = [];
  let applied = 0;
  let now = blocks;
  // Where a block goes depends on where those before it went, and on which are left.
  const blocksNow = () => {
    now = applyChanges(now, changes.slice(applied));
    applied = changes.length;
    return now;
  };
  for (const state of blocks) changes.push(...acceptNewest(blocksNow, state, origin));
  return { changes };
}

/** A block of which nothing was accepted goes with its last text: there is nothing left of it to delete or move. */
export function revert(state: BlockState, command: Of<"revert">): Decision {
  const { block } = state;
  const found = findProposal(state, command.proposal_id, "revert");
  if ("refusal" in found) return found;
  const { proposal } = found;
  const isLastText = proposal.kind === "text" && textsOf(state).length === 1;
  if (block.current === null && isLastText) return done({ type: "block_drop", block_id: block.id });
  return done(drop(proposal));
}

function acceptNewest(blocksNow: () => readonly BlockState[], state: BlockState, origin: Origin): readonly Change[] {
  const { block, proposals } = state;
  if (writer(state)) return [];
  const newest = proposals.findLast((each) => each.kind !== "move" && !isStale(block, each));
  if (newest?.kind === "delete") return removal(state, origin);
  const moved = acceptMoves(blocksNow, state);
  const [settled = state] = moved.length > 0 ? applyChanges([state], moved) : [];
  return newest?.kind === "text" ? [...moved, ...acceptText(settled.block, newest, origin)] : moved;
}

/** The newest one, and with it those before it have had their time. */
function acceptMoves(blocksNow: () => readonly BlockState[], state: BlockState): readonly Change[] {
  const moves = state.proposals.filter((each) => each.kind === "move");
  const newest = moves.at(-1);
  const moved = newest && move(blocksNow(), state, newest.after);
  return moved && "changes" in moved ? [...moved.changes, ...moves.map(drop)] : [];
}

function acceptText(block: Block, text: TextProposal, origin: Origin): readonly Change[] {
  return [...keepCurrent(block, "replaced", origin), putCurrent(block, text), drop(text)];
}

function findProposal(
  state: BlockState,
  id: string | undefined,
  verb: "accept" | "revert",
): { readonly proposal: Proposal } | { readonly refusal: Refusal } {
  const { block, proposals } = state;
  const proposal = id === undefined ? proposals.at(-1) : proposals.find((each) => each.id === id);
  if (!proposal) return nothingToSettle(block, id, verb);
  return proposal.kind === "text" && proposal.status === "streaming" ? beingWritten(state) : { proposal };
}
