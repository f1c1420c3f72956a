/** What the chunks of one text say beside their content, and which of it is left out. */
import type { BlockType, Owner } from "../model.ts";
import type { Chunk } from "../wire.ts";

/** One object for each time that a text is opened: who has been told of it is kept by it. */
export interface ChunkHead {
  readonly type: BlockType;
  readonly block_id: string;
  readonly owner: Owner;
  /** The chat whose processor writes; null: nobody's. */
  readonly chat_id: string | null;
  /** Of an edit. */
  readonly base?: number;
  readonly newDoc?: boolean;
}

/**
 * `opening`: its text begins here. `first`: the first that this connection hears of it, somewhere in the middle.
 * `next`: everything is known but the content.
 */
export type ChunkForm = "opening" | "first" | "next";

export function chunkOf(head: ChunkHead, form: ChunkForm, content: string, end: boolean): Chunk {
  return {
    type: head.type,
    block_ids: head.block_id,
    ...(form !== "next" && idsOf(head)),
    content,
    ...(end && { end }),
    ...(form === "opening" && head.newDoc && { new_doc: true }),
    ...(form === "opening" && head.base !== undefined && { base: head.base }),
  };
}

/** Of what failed. `head` null: nothing was written. */
export function errorChunk(message: string, ids: { readonly block_id?: string; readonly chat_id?: string }): Chunk {
  const { block_id = "", chat_id } = ids;
  return { type: "error", block_ids: block_id, ...(chat_id !== undefined && { chat_id }), content: message };
}

/** A block of a document is put there, whichever chat it comes from; one of a chat names no document. */
function idsOf({ owner, chat_id }: ChunkHead): Partial<Chunk> {
  if (owner.type === "chat") return { chat_id: owner.chat_id };
  return { document_id: owner.document_id, ...(chat_id !== null && { chat_id }) };
}
