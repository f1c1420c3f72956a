/** What the HTTP API of documents takes and answers: the server and the page agree on it here. */
import * as z from "zod";
import type { Author, BlockMeta, BlockType, Chat, Document, Proposal, Revision } from "./model.ts";
import type { Refusal, RefusalCode } from "./refusal.ts";
import { ID, LIMITS, type Mode, type ProcessorActivity } from "./wire.ts";

/** `error.code` of an answer that is no success, and its HTTP status. */
export const API_ERRORS = {
  invalid: 400,
  malformed_json: 400,
  unauthorized: 401,
  not_found: 404,
  method_not_allowed: 405,
  stale_base: 409,
  being_written: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal_error: 500,
  shutting_down: 503,
  /** The database fails. */
  unavailable: 503,
} as const satisfies Readonly<Record<RefusalCode, number>> & Readonly<Record<string, number>>;

export type ApiErrorCode = keyof typeof API_ERRORS;

export interface ApiFailure extends Pick<Refusal, "difference" | "version" | "current"> {
  readonly success: false;
  /** `message`: one sentence, with the fix. */
  readonly error: { readonly code: ApiErrorCode; readonly message: string };
}

const title = z.string().trim().min(1).max(LIMITS.title);
const content = z.string().max(LIMITS.block);
const version = z.int().min(0);
const place = ID.nullable();
const meta = z.strictObject({ title: z.string().max(LIMITS.title).optional() });
const type = z.enum(["md", "csv", "image/jpg", "image/png", "interactive_chart"]);

/** Bodies, by what is done. */
export const API_BODIES = {
  makeChat: z.object({ title: title.optional(), document_id: ID.optional() }),
  changeChat: z.object({ title: title.optional(), document_id: ID.nullable().optional() }),
  makeDocument: z.object({ title: title.optional() }),
  changeDocument: z.object({ title }),
  /** `after` null: first; absent: last. */
  addBlock: z.object({ type: type.default("md"), content, meta: meta.optional(), after: place.optional() }),
  editBlock: z.object({ content, base: version }),
  move: z.object({ after: place }),
  accept: z.object({ proposal_id: ID.optional(), over: version.optional() }),
  revert: z.object({ proposal_id: ID.optional() }),
  /** Neither `replace` nor `after`: last. */
  apply: z.object({ document_id: ID, replace: ID.optional(), after: place.optional() }),
} as const;

export type BlockStatus = "streaming" | "cut" | "new" | "current";

/** A block, flat. */
export interface BlockJson {
  readonly id: string;
  /** null: it is in a document. */
  readonly chat_id: string | null;
  readonly document_id: string | null;
  readonly type: BlockType;
  readonly metadata: BlockMeta;
  readonly position: string;
  readonly version: number;
  readonly current: string | null;
  /** Of the newest proposed text; null: none is. */
  readonly new: string | null;
  readonly author: Author;
  readonly status: BlockStatus;
  readonly proposals: readonly Proposal[];
  /** epoch ms */
  readonly created_at: number;
}

export interface ModelJson {
  readonly id: string;
  readonly note: string;
  readonly ready: boolean;
}

export interface MeAnswer {
  readonly success: true;
  readonly user: { readonly id: string; readonly name: string };
  readonly models: readonly ModelJson[];
  readonly usual_model: string;
  readonly modes: readonly Mode[];
  /** Where the discussions of several models can be watched; null: nowhere. */
  readonly viewer_url: string | null;
}

export interface ChatsAnswer {
  readonly success: true;
  readonly chats: readonly Chat[];
}

export interface ChatAnswer {
  readonly success: true;
  readonly chat: Chat;
}

export interface ChatContentAnswer extends ChatAnswer {
  readonly activity: ProcessorActivity;
  readonly blocks: readonly BlockJson[];
}

export interface DocumentsAnswer {
  readonly success: true;
  readonly documents: readonly Document[];
}

export interface DocumentAnswer {
  readonly success: true;
  readonly document: Document;
}

export interface DocumentContentAnswer extends DocumentAnswer {
  readonly blocks: readonly BlockJson[];
}

export interface BlockAnswer {
  readonly success: true;
  /** null: it is gone. */
  readonly block: BlockJson | null;
}

export interface AcceptAllAnswer {
  readonly success: true;
  /** Ids of blocks. */
  readonly accepted: readonly string[];
  /** Something is proposed for them still: it is stale, or being written. */
  readonly left: readonly string[];
}

export interface RevisionsAnswer {
  readonly success: true;
  readonly revisions: readonly Revision[];
}
