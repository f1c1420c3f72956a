/**
 * The `chat_message` frames of PROTOCOL 7 alone, as v3-like records: for servers that do not know `?records`. Such a
 * frame says less than a record (no seq, no call id, no outcome), so this is the best that can be made of it. Pure.
 */
import { fieldsOf } from "../../src/logging/fields.ts";
import { outcomeOf } from "../../src/logging/legacy-outcome.ts";
import type { LogRecord } from "../../src/logging/record.ts";

/** A frame, checked. */
export interface ForeignFrame {
  readonly timestamp: string;
  readonly kind: string;
  readonly user: string;
  readonly from: string | null;
  readonly content: string;
  readonly function: string;
  readonly arguments: unknown;
}

/** null: it names no user. */
export function foreignFrame(frame: Readonly<Record<string, unknown>>): ForeignFrame | null {
  const parsed = fieldsOf(frame.parsed_content);
  if (typeof parsed.user !== "string") return null;
  return {
    timestamp: typeof frame.timestamp === "string" ? frame.timestamp : "",
    kind: text(parsed.type),
    user: parsed.user,
    from: typeof parsed.from === "string" && parsed.from !== parsed.user ? parsed.from : null,
    content: text(parsed.content),
    function: text(parsed.function),
    arguments: argumentsOf(parsed.arguments),
  };
}

interface OpenCall {
  readonly call_id: string;
  readonly function: string;
  /** What an `append` was called with. */
  readonly asked: string;
}

/** Keeps what a frame alone does not say: the number of the next message, and which call is open. */
export class ForeignReader {
  #seq = 0;
  #calls = 0;
  /** Of each user, the calls without a response. */
  readonly #open = new Map<string, OpenCall[]>();

  read(frame: ForeignFrame): LogRecord | null {
    const { timestamp, user, content } = frame;
    const header = { format: "v3", timestamp, user, content } as const;
    switch (frame.kind) {
      case "thinking":
        return { ...header, type: "thinking" };
      case "chat":
        // Delivered to somebody: its sender's own line has told it, or will.
        if (frame.from !== null) return null;
        return { ...header, type: "chat", ...this.#message(user) };
      case "tool_call": {
        const call = { call_id: `call-${++this.#calls}`, function: frame.function };
        const { text: asked } = fieldsOf(frame.arguments);
        this.#callsOf(user).push({ ...call, asked: text(asked) });
        return { ...header, content: "", type: "tool_call", ...call, arguments: frame.arguments };
      }
      case "tool_response": {
        const open = this.#callsOf(user).shift();
        const { asked, ...call } = open ?? { call_id: `call-${++this.#calls}`, function: frame.function, asked: "" };
        return { ...header, type: "tool_response", ...call, ...outcomeOf(call.function, content, asked) };
      }
      case "system":
        return { ...header, user: frame.from ?? user, type: "system" };
      default:
        return content === "" ? null : { ...header, type: "text" };
    }
  }

  #message(user: string) {
    const seq = ++this.#seq;
    return { seq, message_id: `message-${seq}`, sender_id: user, push_id: "", expected_seq: null };
  }

  #callsOf(user: string): OpenCall[] {
    const calls = this.#open.get(user) ?? [];
    this.#open.set(user, calls);
    return calls;
  }
}

function argumentsOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null ? parsed : value;
  } catch {
    return value;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
