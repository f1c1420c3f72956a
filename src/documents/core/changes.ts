/** The changes that commands are made of. What a text is replaced by or goes with leaves a revision behind. */
import type { Change } from "../change.ts";
import type { Block, BlockState, Proposal, Revision, TextProposal } from "../model.ts";
import { textsOf } from "./block-state.ts";
import type { NewBlock, NewText, Origin } from "./command.ts";
import { positionAt } from "./positions.ts";

export function newBlock(blocks: readonly BlockState[], { id, type, meta, place }: NewBlock, origin: Origin): Block {
  const { owner, author, now } = origin;
  const position = positionAt(blocks, place);
  return { id, owner, type, meta, position, version: 0, current: null, author, created_at: now };
}

export function put(block: Block, fields: Partial<Block> = {}): Change {
  return { type: "block_put", block: { ...block, ...fields } };
}

/** Sets what the block says. */
export function putCurrent(block: Block, { content, author }: Pick<TextProposal, "content" | "author">): Change {
  return put(block, { current: content, version: block.version + 1, author });
}

export function addText(block: Block, base: number, { proposal_id, content, status }: NewText, origin: Origin): Change {
  const proposal: Proposal = { ...proposalBy(origin, block, base, proposal_id), kind: "text", content, status };
  return { type: "proposal_add", proposal };
}

export function addDeletion(block: Block, base: number, origin: Origin): Change {
  const proposal: Proposal = { ...proposalBy(origin, block, base), kind: "delete" };
  return { type: "proposal_add", proposal };
}

export function addMove(block: Block, base: number, after: string | null, origin: Origin): Change {
  const proposal: Proposal = { ...proposalBy(origin, block, base), kind: "move", after };
  return { type: "proposal_add", proposal };
}

function proposalBy({ author, now, newId }: Origin, block: Block, base: number, id = newId("proposal")) {
  return { id, block_id: block.id, base, author, created_at: now };
}

export function drop({ id }: Proposal): Change {
  return { type: "proposal_drop", proposal_id: id };
}

/** The block goes, and all it said and was to say stays behind. */
export function removal(state: BlockState, origin: Origin): readonly Change[] {
  const { block } = state;
  return [
    ...keepCurrent(block, "deleted", origin),
    ...textsOf(state).map((each) => keepText(block, each, "deleted", origin)),
    { type: "block_drop", block_id: block.id },
  ];
}

/** What the block says now, where it says anything. */
export function keepCurrent(block: Block, reason: Revision["reason"], origin: Origin): readonly Change[] {
  if (block.current === null) return [];
  const { version, current: content, author } = block;
  return [revision(block, { version, content, author, reason }, origin)];
}

export function keepText(
  block: Block,
  { content, author }: TextProposal,
  reason: Revision["reason"],
  origin: Origin,
): Change {
  return revision(block, { version: null, content, author, reason }, origin);
}

function revision(
  { id: block_id, owner }: Block,
  text: Pick<Revision, "version" | "content" | "author" | "reason">,
  { newId, now }: Origin,
): Change {
  return { type: "revision_add", revision: { id: newId("revision"), block_id, owner, ...text, created_at: now } };
}
