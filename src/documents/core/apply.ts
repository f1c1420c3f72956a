/** The blocks of one owner after some changes: what the store does with them, as a value. */
import type { Change } from "../change.ts";
import type { BlockState, Proposal } from "../model.ts";
import { byPosition } from "./positions.ts";

/** In order of position. Changes of anything but blocks and proposals are none. */
export function applyChanges(blocks: readonly BlockState[], changes: readonly Change[]): readonly BlockState[] {
  const states = new Map(blocks.map((state) => [state.block.id, state]));
  const blockOf = new Map(blocks.flatMap(({ block, proposals }) => proposals.map(({ id }) => [id, block.id])));
  const mapProposals = (id: string, change: (proposal: Proposal) => readonly Proposal[]) => {
    const state = states.get(blockOf.get(id) ?? "");
    if (!state) return;
    const proposals = state.proposals.flatMap((each) => (each.id === id ? change(each) : [each]));
    states.set(state.block.id, { ...state, proposals });
  };
  for (const change of changes) {
    switch (change.type) {
      case "block_put": {
        const { block } = change;
        states.set(block.id, { block, proposals: states.get(block.id)?.proposals ?? [] });
        break;
      }
      case "block_drop":
        states.delete(change.block_id);
        break;
      case "proposal_add": {
        const { proposal } = change;
        const state = states.get(proposal.block_id);
        if (!state) break;
        states.set(state.block.id, { ...state, proposals: [...state.proposals, proposal] });
        blockOf.set(proposal.id, state.block.id);
        break;
      }
      case "append":
        mapProposals(change.proposal_id, (each) =>
          each.kind === "text" ? [{ ...each, content: each.content + change.text }] : [each],
        );
        break;
      case "proposal_status":
        mapProposals(change.proposal_id, (each) =>
          each.kind === "text" ? [{ ...each, status: change.status, author: change.author ?? each.author }] : [each],
        );
        break;
      case "proposal_drop":
        mapProposals(change.proposal_id, () => []);
        break;
      default:
        break;
    }
  }
  return [...states.values()].toSorted((one, other) => byPosition(one.block, other.block));
}
