/** What a decision has been made by: nobody has changed its blocks since they were read. */
import type { Change } from "../change.ts";
import type { BlockState } from "../model.ts";

/** Of every block that `changes` touch, as it was in `before`. Text at the end of a proposal is no change of its block. */
export function expectations(before: readonly BlockState[], changes: readonly Change[]): readonly Change[] {
  const states = new Map(before.map((state) => [state.block.id, state]));
  const ofProposal = new Map(before.flatMap(({ block, proposals }) => proposals.map(({ id }) => [id, block.id])));
  const touched = new Set<string>();
  for (const change of changes) {
    const id = touchedBy(change, ofProposal);
    if (id !== undefined) touched.add(id);
  }
  return [...touched].map((block_id) => {
    const state = states.get(block_id);
    const proposals = state?.proposals.map(({ id }) => id) ?? [];
    return { type: "expect", block_id, version: state?.block.version ?? null, proposals };
  });
}

function touchedBy(change: Change, ofProposal: ReadonlyMap<string, string>): string | undefined {
  switch (change.type) {
    case "block_put":
      return change.block.id;
    case "block_drop":
      return change.block_id;
    case "proposal_add":
      return change.proposal.block_id;
    case "proposal_drop":
    case "proposal_status":
      return ofProposal.get(change.proposal_id);
    default:
      return undefined;
  }
}
