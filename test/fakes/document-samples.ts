/** Changes that make the things of a store: as small as may be, for tests that are about something else. */
import type { Change } from "../../src/documents/change.ts";
import type { Author, Owner } from "../../src/documents/model.ts";

type Of<T extends Change["type"]> = Extract<Change, { type: T }>;

const AGENT: Author = { type: "agent", model: "demo/ada" };

export const inDocument = (document_id: string): Owner => ({ type: "document", document_id });
export const inChat = (chat_id: string): Owner => ({ type: "chat", chat_id });

/** The name is the id. */
export function aUser(name: string, id = name): [Of<"user_put">] {
  return [{ type: "user_put", user: { id, name, created_at: 1 }, token_hash: null }];
}

export function aDocument(id: string, user_id: string, updated_at = 1): [Of<"document_put">] {
  return [{ type: "document_put", document: { id, user_id, title: id, created_at: 1, updated_at } }];
}

export function aChat(id: string, user_id: string, document_id: string | null, updated_at = 1): [Of<"chat_put">] {
  return [{ type: "chat_put", chat: { id, user_id, title: id, document_id, created_at: 1, updated_at } }];
}

export function aBlock(id: string, owner: Owner, position: string): Of<"block_put"> {
  const block = { id, owner, type: "md" as const, meta: {}, position, version: 0, current: null };
  return { type: "block_put", block: { ...block, author: AGENT, created_at: 1 } };
}

/** A text that streams, and begins with its id and a space. */
export function aText(id: string, block_id: string) {
  const common = { id, block_id, base: 0, author: AGENT, created_at: 1 };
  const proposal = { ...common, kind: "text" as const, content: `${id} `, status: "streaming" as const };
  return { type: "proposal_add" as const, proposal };
}

export function aMove(id: string, block_id: string, after: string | null): Of<"proposal_add"> {
  const proposal = { id, block_id, base: 0, author: AGENT, created_at: 1, kind: "move" as const, after };
  return { type: "proposal_add", proposal };
}

export function aRevision(id: string, block_id: string, owner: Owner): Of<"revision_add"> {
  const text = { version: 1, content: `was ${id}`, author: AGENT, reason: "replaced" as const };
  return { type: "revision_add", revision: { id, block_id, owner, ...text, created_at: 1 } };
}
