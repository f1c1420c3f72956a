/** What every screen shows: terminal, web page, replay and export read this and nothing else. */
import type { AgentActivity } from "../agents/types.ts";
import type { AppendList } from "./append-list.ts";
import type { PartialField } from "../agents/partial-json.ts";

export type EntryKind =
  | "instruction"
  | "thinking"
  | "text"
  | "tool_call"
  | "tool_response"
  | "delivered"
  | "notice"
  | "error";

/** One paragraph of an agent's column. Text is raw: the sink escapes it. */
export interface Entry {
  readonly key: number;
  readonly kind: EntryKind;
  /** epoch ms */
  readonly at: number;
  readonly text: string;
  readonly call_id?: string;
  readonly function?: string;
  /** tool_response: 0 refused, 1 done, 2 cut. */
  readonly status?: 0 | 1 | 2;
  readonly reason?: string;
}

export interface Segment {
  readonly text: string;
  readonly undone: boolean;
}

export interface Draft {
  /** Undone segments stay, struck through, until the draft is sent or dropped. */
  readonly segments: readonly Segment[];
  /** The segment being written now, as far as it has come. */
  readonly growing: string;
  /** How many of the last segments are being taken back: undos that are called and not yet answered. */
  readonly undoing: number;
  /** Refusals of a push since the last one that went through. */
  readonly refusals: number;
}

export interface AgentCounts {
  readonly messages: number;
  readonly refused: number;
  readonly calls: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** USD, of the calls whose price is known; null: of none of them. */
  readonly cost: number | null;
  /** Calls whose price is unknown: where there are any, `cost` is only a lower bound. */
  readonly unpriced?: number;
  /** Output tokens thrown away when a new message cut a generation (`--interrupt eager`). */
  readonly discarded?: number;
}

export interface AgentView {
  readonly name: string;
  readonly model: string;
  readonly activity: AgentActivity;
  /** epoch ms since when `activity` holds. */
  readonly since: number;
  readonly entries: AppendList<Entry>;
  /** What is being generated now, oldest first; not yet records. */
  readonly growing: readonly Entry[];
  readonly draft: Draft;
  readonly counts: AgentCounts;
  /** The last line of the system to this participant. */
  readonly lastSystem: string;
  /** Set when the agent has ended before the conversation. */
  readonly failure: string | null;
  readonly memory?: AgentMemory;
}

/** What the fold has to remember of an agent; not for screens. */
export interface AgentMemory {
  /** Its activity is told by live signals; else it is derived from the records. */
  readonly signalled: boolean;
  /** Calls without a response yet, oldest first. */
  readonly calls: readonly { readonly call_id: string; readonly function: string; readonly text: string }[];
  /** The arguments of `append` calls that are being written. */
  readonly appends: readonly { readonly call_id: string; readonly field: PartialField }[];
}

export interface ChatLine {
  readonly key: number;
  readonly kind: "message" | "notice";
  /** Of a notice: the type of its room event; absent for a word of the program itself. */
  readonly notice?: string;
  /** epoch ms */
  readonly at: number;
  readonly seq: number;
  readonly sender: string;
  readonly text: string;
  /** Pushed without its sender having been shown an earlier message of somebody else. Never true, or a bug. */
  readonly crossed: boolean;
}

export interface FloorView {
  readonly policy: "open" | "stick";
  readonly holder: string | null;
  readonly queue: readonly string[];
}

export interface ViewState {
  readonly topic: string;
  readonly room: string;
  /** epoch ms of the first record; null before it. */
  readonly startedAt: number | null;
  /** epoch ms of the last item. */
  readonly now: number;
  /** In order of appearance; people who only talk are not in it. */
  readonly agents: readonly AgentView[];
  readonly participants: readonly string[];
  /** Those of them who are writing and have no column to show it: people, and agents of elsewhere. Only live. */
  readonly composing: readonly string[];
  readonly conversation: AppendList<ChatLine>;
  readonly floor: FloorView;
  readonly counts: AgentCounts & { readonly crossed: number };
  /** Why it ended; null while it runs. */
  readonly ended: string | null;
  readonly memory?: ViewMemory;
}

/** What the fold has to remember of the room; not for screens. */
export interface ViewMemory {
  /** The latest message, and the latest one by somebody else than its sender. */
  readonly last: { readonly seq: number; readonly sender: string } | null;
  readonly lastByOther: { readonly seq: number } | null;
}
