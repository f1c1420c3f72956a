/**
 * A line of the conversation log, format v3 (PROTOCOL 8). Every record has `timestamp`, `user`, `content`;
 * the rest depends on `type`. `content` is what was really said: escaping is the reader's duty.
 */
import * as z from "zod";

const header = {
  format: z.literal("v3"),
  /** ISO 8601, UTC, with milliseconds. */
  timestamp: z.string(),
  /** The participant it is about; `Server` for notices, `system` for the session itself. */
  user: z.string(),
  content: z.string(),
};

const usage = z.object({
  input: z.number(),
  cached: z.number(),
  cache_write: z.number().optional(),
  output: z.number(),
  /** USD; null: price unknown. */
  cost_usd: z.number().nullable(),
});

const metadata = z.record(z.string(), z.unknown());

export const logRecord = z.discriminatedUnion("type", [
  z.object({
    ...header,
    type: z.literal("session_start"),
    /** topic, room, floor, append_limit, agents: [{name, model}], limits, seed, version. */
    metadata,
  }),
  z.object({ ...header, type: z.literal("thinking") }),
  z.object({ ...header, type: z.literal("text") }),
  z.object({
    ...header,
    type: z.literal("tool_call"),
    call_id: z.string(),
    function: z.string(),
    /** The parsed object; the raw text where the model wrote no JSON object. */
    arguments: z.unknown(),
  }),
  z.object({
    ...header,
    type: z.literal("tool_response"),
    call_id: z.string(),
    function: z.string(),
    /** 1 done, 2 cut, 0 refused; absent where no action ran. */
    status: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
    reason: z.string().optional(),
    /** append: the text that became a segment. */
    appended: z.string().optional(),
    /** The seq up to which the participant has now been shown the room. */
    seen: z.number().optional(),
  }),
  z.object({
    ...header,
    type: z.literal("chat"),
    message_id: z.string(),
    seq: z.number(),
    sender_id: z.string(),
    push_id: z.string(),
    /** The last seq its sender had been shown when it pushed: the proof that no message was crossed. */
    expected_seq: z.number().nullable(),
  }),
  z.object({
    ...header,
    type: z.literal("system"),
    /** The room's notice, where it is one: its seq and its event (PROTOCOL 1), without the header. */
    seq: z.number().optional(),
    event: metadata.optional(),
    /** Or a word to one agent (its first instruction, a reminder): part of that agent's history. */
    to: z.string().optional(),
    /** With `to`: that agent's history begins anew here. */
    new_history: z.literal(true).optional(),
  }),
  z.object({
    ...header,
    /** A model turn is over. */
    type: z.literal("usage"),
    model: z.string(),
    finish: z.string(),
    usage,
    duration_ms: z.number(),
    /** The assistant message, provider's own form included: what it takes to go on with this history. */
    message: metadata.optional(),
  }),
  z.object({
    ...header,
    type: z.literal("error"),
    /** `retry`: tried again after `wait_ms`; `interrupted`: a running turn was cut; `failed`: the agent ended. */
    kind: z.enum(["retry", "interrupted", "failed"]),
    metadata,
  }),
  z.object({
    ...header,
    type: z.literal("session_end"),
    /** reason, exit_code, messages, turns, usage, duration_ms. */
    metadata,
  }),
]);

export type LogRecord = z.infer<typeof logRecord>;
export type LogRecordType = LogRecord["type"];
export type RecordOf<T extends LogRecordType> = Extract<LogRecord, { type: T }>;

/** What only a live audience sees: gone once the record that completes it is written. */
export type LiveSignal =
  | {
      readonly type: "delta";
      readonly timestamp: string;
      readonly user: string;
      readonly kind: "thinking" | "text" | "tool_arguments";
      readonly text: string;
      readonly call_id?: string;
      /** With the first piece of a call. */
      readonly function?: string;
    }
  | {
      readonly type: "activity";
      readonly timestamp: string;
      readonly user: string;
      /** idle, thinking, writing, waiting, retrying, cooling, paused, stopped. */
      readonly activity: string;
    };

export type TimelineItem = LogRecord | LiveSignal;

export function isRecord(item: TimelineItem): item is LogRecord {
  return item.type !== "delta" && item.type !== "activity";
}
