/** What documents are made of: chats and documents are sorted collections of blocks, and a block has a text and what is proposed for it. */

export type BlockType = "md" | "csv" | "image/jpg" | "image/png" | "interactive_chart";

export interface User {
  readonly id: string;
  /** Unique, whatever its case. */
  readonly name: string;
  /** epoch ms */
  readonly created_at: number;
}

export interface Chat {
  readonly id: string;
  readonly user_id: string;
  readonly title: string;
  /** The document it works on; null: none yet. */
  readonly document_id: string | null;
  /** epoch ms */
  readonly created_at: number;
  /** epoch ms, of the last message. */
  readonly updated_at: number;
}

export interface Document {
  readonly id: string;
  readonly user_id: string;
  readonly title: string;
  /** epoch ms */
  readonly created_at: number;
  readonly updated_at: number;
}

/** Where a block is. */
export type Owner =
  | { readonly type: "chat"; readonly chat_id: string }
  | { readonly type: "document"; readonly document_id: string };

export type Author =
  /** `id` of the user */
  | { readonly type: "user"; readonly id: string; readonly name: string }
  /** As shown to people: `anthropic/claude-opus-5-5`, with the agent's name where several talk. */
  | { readonly type: "agent"; readonly model: string; readonly name?: string };

export interface BlockMeta {
  /** Of a table or chart: what stands above it. */
  readonly title?: string;
  /** Of a chat's block. */
  readonly role?: "user" | "assistant";
  /** The document's block that a prompt was about. */
  readonly about?: string;
  /** Of an answer: what was done to the document meanwhile, in order. */
  readonly actions?: readonly { readonly tool: string; readonly block_id?: string; readonly label: string }[];
  /** Of an answer that failed: why, with the fix; undefined where it was written on. */
  readonly error?: string | undefined;
  /** Of an answer by several models: the room they talk in, as the live view calls it, and its log file. */
  readonly room?: string;
  readonly log?: string;
}

export interface Block {
  readonly id: string;
  readonly owner: Owner;
  readonly type: BlockType;
  readonly meta: BlockMeta;
  /** A fractional index: sorts by code units among the blocks of one owner. */
  readonly position: string;
  /** How often `current` has been set: 0 until something was accepted. */
  readonly version: number;
  /** null: nothing has been accepted, the block is only proposed. */
  readonly current: string | null;
  readonly author: Author;
  /** epoch ms */
  readonly created_at: number;
}

/**
 * A change that waits for a person. `text` replaces `current`; `delete` takes the block away; `move` puts it after
 * another (`after` null: first). `base` is the version of the block that its author had read: where the block has another
 * one now the proposal is stale, and stays.
 */
export type Proposal = {
  readonly id: string;
  readonly block_id: string;
  readonly base: number;
  readonly author: Author;
  /** epoch ms */
  readonly created_at: number;
} & (
  | { readonly kind: "text"; readonly content: string; readonly status: ProposalStatus }
  | { readonly kind: "delete" }
  | { readonly kind: "move"; readonly after: string | null }
);

/** `cut`: it ended before its author was done (a pause, a failure, a crash), and can be written on. */
export type ProposalStatus = "streaming" | "cut" | "done";

export type TextProposal = Extract<Proposal, { kind: "text" }>;

/** A text that was in a document and is no more: nothing that was written is lost by accepting something else. */
export interface Revision {
  readonly id: string;
  readonly block_id: string;
  readonly owner: Owner;
  /** The version it was; null: it was a proposal. */
  readonly version: number | null;
  readonly content: string;
  readonly author: Author;
  /** `replaced` by an accepted text or an edit; `superseded` by a newer proposal of the same author; `deleted` with its block. */
  readonly reason: "replaced" | "superseded" | "deleted";
  /** epoch ms */
  readonly created_at: number;
}

/** A block and what is proposed for it, oldest first. */
export interface BlockState {
  readonly block: Block;
  readonly proposals: readonly Proposal[];
}
