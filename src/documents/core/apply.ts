/** The blocks of one owner after some changes: what the store does with them, as a value. */
import type { Change } from "../change.ts";
import type { BlockState, Proposal } from "../model.ts";

/** In order of position. Changes of anything but blocks and proposals are none. */
export function applyChanges(blocks: readonly BlockState[], changes: readonly Change[]): readonly BlockState[] {
  const states = new Map(blocks.map((state) => [state.block.id, state]));
  const mapProposals = (change: (proposals: readonly Proposal[]) => readonly Proposal[]) => {
    for (const [id, state] of states) {
      const proposals = change(state.proposals);
      if (proposals !== state.proposals) states.set(id, { ...state, proposals });
    }
  };
  for (const change of changes) {
    switch (change.type) {
      case "block_put":
        states.set(change.block.id, {
          block: change.block,
          proposals: states.get(change.block.id)?.proposals ?? [],
        });
        break;
      case "block_drop":
        states.delete(change.block_id);
        break;
      case "proposal_add": {
        const state = states.get(change.proposal.block_id);
        if (state) states.set(state.block.id, { ...state, proposals: [...state.proposals, change.proposal] });
        break;
      }
      case "append":
      case "proposal_status":
        mapProposals((all) => replaced(all, change.proposal_id, change));
        break;
      case "proposal_drop":
        mapProposals((all) =>
          all.some(({ id }) => id === change.proposal_id) ? all.filter(({ id }) => id !== change.proposal_id) : all,
        );
        break;
      default:
        break;
    }
  }
  return [...states.values()].toSorted(byPosition);
}

function replaced(
  all: readonly Proposal[],
  id: string,
  change: Extract<Change, { type: "append" | "proposal_status" }>,
): readonly Proposal[] {
  if (!all.some((each) => each.id === id)) return all;
  return all.map((each) => {
    if (each.id !== id || each.kind !== "text") return each;
    return change.type === "append"
      ? { ...each, content: each.content + change.text }
      : { ...each, status: change.status };
  });
}

/** By code units, whatever language the machine speaks. */
function byPosition(one: BlockState, other: BlockState): number {
  return one.block.position < other.block.position ? -1 : one.block.position > other.block.position ? 1 : 0;
}
