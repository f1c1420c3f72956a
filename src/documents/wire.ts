/**
 * What goes over `/ws`: events in, chunks out (PROTOCOL 9), and the frames of the page, which only those get who have
 * asked for a snapshot.
 */
import * as z from "zod";
import type { BlockState, BlockType, Chat, Document } from "./model.ts";

/** Of a client's own making, or of ours: letters, digits, `-` and `_`. */
export const ID = z.string().regex(/^[\w-]{1,64}$/, { error: "an id has 1 to 64 letters, digits, - or _" });

export const LIMITS = {
  /** Characters of one message. */
  message: 200_000,
  /** Bytes of one frame. */
  frame: 1_000_000,
  /** Models that may talk in one answer. */
  models: 8,
  title: 200,
  /** Characters of one block. */
  block: 2_000_000,
} as const;

export const MODES = ["chat", "agent"] as const;
export type Mode = (typeof MODES)[number];

/** Who of several models writes: the first that was named, or all. */
export const PENS = ["first", "all"] as const;
export type PenHolders = (typeof PENS)[number];

const ids = { chat_id: ID.optional(), document_id: ID.optional(), user_id: z.string().optional() };

export const messageEvent = z.object({
  name: z.enum(["message", "chat_message"]),
  message: z.object({ role: z.literal("user").default("user"), content: z.string().min(1).max(LIMITS.message) }),
  /** One, or several, comma separated; absent: the server's. */
  model: z.string().min(1).max(2_000).optional(),
  mode: z.enum(MODES).default("chat"),
  /** Ours: of several models. */
  pen: z.enum(PENS).default("first"),
  block_id: ID.optional(),
  ...ids,
});
export const controlEvent = z.object({ name: z.enum(["pause", "stop"]), ...ids });
/** Ours: what a page shows. Answered by a snapshot; from then on the connection gets all that changes in them. */
export const openEvent = z.object({ name: z.literal("open"), ...ids });

export const clientEvent = z.discriminatedUnion("name", [messageEvent, controlEvent, openEvent]);
export type MessageEvent = z.output<typeof messageEvent>;
export type ControlEvent = z.output<typeof controlEvent>;
export type ClientEvent = z.output<typeof clientEvent>;

/** Absent means false or unchanged: the ids of a block's chat and document are told once to each connection. */
export interface Chunk {
  readonly type: BlockType | "error";
  /** Comma separated. */
  readonly block_ids: string;
  readonly document_id?: string;
  readonly chat_id?: string;
  readonly content: string;
  readonly end?: true;
  readonly new_doc?: true;
  /** Ours, in the first chunk of an edit: what comes is proposed beside this version of the block, from its beginning. */
  readonly base?: number;
}

/** `ended`: it has stopped listening (a stop, a timeout); the next message begins a new one. */
export type ProcessorActivity = "running" | "paused" | "idle" | "ended";

/** What happens other than by chunks. A page that has a snapshot follows by these; a chunk's text is the end of its block's streaming proposal. */
export type PageFrame =
  | {
      readonly type: "snapshot";
      readonly chat: ChatContent | null;
      readonly document: DocumentContent | null;
    }
  /** A block is as this says from here on: made, or changed otherwise than by text at its end. */
  | { readonly type: "block"; readonly block: BlockState }
  | { readonly type: "block_gone"; readonly block_id: string }
  | { readonly type: "chat"; readonly chat: Chat }
  | { readonly type: "chat_gone"; readonly chat_id: string }
  | { readonly type: "document"; readonly document: Document }
  | { readonly type: "document_gone"; readonly document_id: string }
  | { readonly type: "activity"; readonly chat_id: string; readonly activity: ProcessorActivity }
  /** Why nothing comes just now, in a sentence, while it runs; null: it goes on. */
  | { readonly type: "waiting"; readonly chat_id: string; readonly why: string | null };

/** Blocks in their order. */
export interface ChatContent {
  readonly chat: Chat;
  readonly blocks: readonly BlockState[];
  readonly activity: ProcessorActivity;
}

export interface DocumentContent {
  readonly document: Document;
  readonly blocks: readonly BlockState[];
}

export type ServerFrame = Chunk | PageFrame;
