/** Blocks as the page gets them: short to write, complete to read. */
import type { Author, Block, BlockState, Owner, Proposal, TextProposal } from "../../src/documents/model.ts";

export const SAMPLE_MODEL: Author = { type: "agent", model: "demo/writer" };
export const IN_SAMPLE_DOCUMENT: Owner = { type: "document", document_id: "d1" };
export const IN_SAMPLE_CHAT: Owner = { type: "chat", chat_id: "c1" };

export const SAMPLE_DOCUMENT = { id: "d1", user_id: "u1", title: "Gold", created_at: 1, updated_at: 1 };
export const SAMPLE_CHAT = { ...SAMPLE_DOCUMENT, id: "c1", title: "About gold", document_id: "d1" };

/** Accepted, of version 1. */
export function sampleBlock(id: string, fields: Partial<Block> = {}, ...proposals: readonly Proposal[]): BlockState {
  const block: Block = {
    ...{
      id,
      owner: IN_SAMPLE_DOCUMENT,
      type: "md",
      meta: {},
      position: `a${id}`,
      version: 1,
      current: `text of ${id}`,
    },
    ...{ author: SAMPLE_MODEL, created_at: 1, ...fields },
  };
  return { block, proposals };
}

export function sampleText(block_id: string, content: string, fields: Partial<TextProposal> = {}): TextProposal {
  return {
    ...{ id: `p-${block_id}`, block_id, base: 1, author: SAMPLE_MODEL, created_at: 2 },
    ...{ kind: "text", content, status: "done", ...fields },
  };
}

export function sampleDeletion(block_id: string, created_at = 2): Proposal {
  return { id: `x-${block_id}`, block_id, base: 1, author: SAMPLE_MODEL, created_at, kind: "delete" };
}
