/** What a server tells (PROTOCOL 7 and its `?records` form), read from a frame that nobody has checked. Pure. */
import { fieldsOf } from "../../src/logging/fields.ts";
import { type LiveSignal, type LogRecord, logRecord } from "../../src/logging/record.ts";
import { type ForeignFrame, foreignFrame } from "./foreign-frames.ts";

export type ServerMessage =
  | {
      readonly type: "welcome";
      readonly mode: "live" | "replay";
      readonly room: string | null;
      readonly rooms: readonly string[];
      /** Where the log can be read by HTTP, in replay. */
      readonly log: string | null;
      /** The log begins anew after its end. */
      readonly loop: boolean;
      /** Records so far; null: a server that does not know `?records`. */
      readonly n: number | null;
    }
  | { readonly type: "record"; readonly n: number; readonly record: LogRecord }
  /** Its number counts all the same: what cannot be read is not asked for again and again. */
  | { readonly type: "bad_record"; readonly n: number }
  | { readonly type: "signal"; readonly signal: LiveSignal }
  | { readonly type: "foreign"; readonly frame: ForeignFrame }
  | { readonly type: "problem"; readonly line: number; readonly problem: string }
  | { readonly type: "dropped"; readonly count: number }
  | { readonly type: "rooms"; readonly rooms: readonly string[] }
  /** The conversation begins anew: records are counted from 1 again. */
  | { readonly type: "restart" }
  | { readonly type: "pong" }
  | { readonly type: "ignored"; readonly why: string };

const MOST_ROOMS = 1_000;

/** `now`: ISO 8601, for signals that carry no time. */
export function readServerMessage(frame: string, now: string): ServerMessage {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return { type: "ignored", why: "the server sent what is not JSON" };
  }
  const fields = fieldsOf(value);
  switch (fields.type) {
    case "welcome":
      return {
        type: "welcome",
        mode: fields.mode === "replay" ? "replay" : "live",
        room: stringOr(fields.room, null),
        rooms: namesOf(fields.rooms),
        log: stringOr(fields.log, null),
        loop: fields.loop !== false,
        n: numberOr(fields.n, null),
      };
    case "record":
      return readRecord(fields);
    case "delta":
    case "activity":
      return readSignal(fields, now);
    case "chat_message": {
      const frame = foreignFrame(fields);
      return frame === null ? { type: "ignored", why: "a message without a user" } : { type: "foreign", frame };
    }
    case "problem":
      return { type: "problem", line: numberOr(fields.line, 0), problem: stringOr(fields.problem, "unreadable") };
    case "dropped":
      return { type: "dropped", count: numberOr(fields.count, 0) };
    case "rooms":
      return { type: "rooms", rooms: namesOf(fields.rooms) };
    case "restart":
    case "pong":
      return { type: fields.type };
    default:
      return { type: "ignored", why: "a kind of message that is not known" };
  }
}

function readRecord({ n, record }: Readonly<Record<string, unknown>>): ServerMessage {
  const parsed = logRecord.safeParse(record);
  const number = numberOr(n, 0);
  return parsed.success ? { type: "record", n: number, record: parsed.data } : { type: "bad_record", n: number };
}

function readSignal(fields: Readonly<Record<string, unknown>>, now: string): ServerMessage {
  const { type, user, kind, text, call_id, activity } = fields;
  const timestamp = stringOr(fields.timestamp, now);
  if (typeof user !== "string") return { type: "ignored", why: "a signal without a user" };
  if (type === "activity") {
    if (typeof activity !== "string" || !ACTIVITIES.has(activity))
      return { type: "ignored", why: "an unknown activity" };
    return { type: "signal", signal: { type, timestamp, user, activity } };
  }
  if (typeof text !== "string" || (kind !== "thinking" && kind !== "text" && kind !== "tool_arguments"))
    return { type: "ignored", why: "a delta that cannot be read" };
  const call = typeof call_id === "string" ? { call_id } : {};
  const named = typeof fields.function === "string" ? { function: fields.function } : {};
  return { type: "signal", signal: { type: "delta", timestamp, user, kind, text, ...call, ...named } };
}

const ACTIVITIES: ReadonlySet<string> = new Set([
  ...["idle", "thinking", "writing", "waiting", "retrying", "cooling", "paused", "stopped"],
]);

function namesOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).filter((name) => typeof name === "string").slice(0, MOST_ROOMS);
}

function stringOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === "string" ? value : otherwise;
}

function numberOr<T>(value: unknown, otherwise: T): number | T {
  return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
}
