/**
 * A conversation back from its log: the room's events and every agent's history, as they were. What a log was cut
 * off from is filled in where a provider would refuse the history without it (a call without its result).
 */
import * as z from "zod";
import type { HistoryEntry, ToolCall } from "../agents/types.ts";
import type { RoomEvent } from "../chatroom/protocol.ts";
import { noticeOf } from "./notice.ts";
import type { LogRecord, RecordOf } from "./record.ts";

export interface Rebuilt {
  /** In the order of the log, which is that of their seq. */
  readonly events: readonly RoomEvent[];
  /** By agent. */
  readonly histories: ReadonlyMap<string, readonly HistoryEntry[]>;
}

/** Stands in for a result that the log does not hold. */
export const LOST_RESULT = "[system] This action's result was lost: the conversation ended here.";

const assistantMessage = z.object({
  role: z.literal("assistant"),
  text: z.string(),
  thinking: z.string(),
  tool_calls: z.array(z.object({ call_id: z.string(), name: z.string(), arguments: z.string() })),
  raw: z.object({ wire: z.enum(["responses", "chat-completions", "anthropic"]), body: z.unknown() }).optional(),
});

export function rebuild(records: Iterable<LogRecord>): Rebuilt {
  const events: RoomEvent[] = [];
  const histories = new Map<string, HistoryBuilder>();
  const historyOf = (agent: string) => {
    const history = histories.get(agent) ?? new HistoryBuilder();
    histories.set(agent, history);
    return history;
  };
  for (const record of records) {
    switch (record.type) {
      case "chat":
        events.push(messageEvent(record));
        break;
      case "system":
        if (record.to !== undefined) historyOf(record.to).instruction(record);
        else events.push(...noticeEvent(record));
        break;
      case "usage":
        historyOf(record.user).turn(record);
        break;
      case "tool_response":
        historyOf(record.user).response(record);
        break;
      case "thinking":
      case "text":
      case "tool_call":
      case "error":
      case "session_start":
      case "session_end":
        // All of it is in the turn's message, or part of no history.
        break;
    }
  }
  return { events, histories: new Map([...histories].map(([agent, builder]) => [agent, builder.end()])) };
}

function messageEvent(record: RecordOf<"chat">): RoomEvent {
  const { seq, timestamp, message_id, sender_id, user: sender, content, push_id, expected_seq } = record;
  return { seq, timestamp, type: "message", message_id, sender_id, sender, content, push_id, expected_seq };
}

function noticeEvent(record: RecordOf<"system">): readonly RoomEvent[] {
  const { seq, timestamp } = record;
  const body = noticeOf(record);
  return seq === undefined || body === null ? [] : [{ seq, timestamp, ...body }];
}

/**
 * A user message is made of the instructions, and of the responses to calls that the model did not make itself, since
 * its last turn, in order, joined by line ends; a turn's own calls are answered by one entry after it.
 */
class HistoryBuilder {
  #entries: HistoryEntry[] = [];
  /** The calls of the last turn, and the results they have so far; null when all is told. */
  #open: { readonly calls: readonly ToolCall[]; readonly results: (string | null)[] } | null = null;
  #told: string[] = [];

  instruction({ content, new_history }: RecordOf<"system">): void {
    if (new_history) {
      this.#entries = [];
      this.#open = null;
      this.#told = [];
    }
    this.#told.push(content);
  }

  turn(record: RecordOf<"usage">): void {
    const parsed = assistantMessage.safeParse(record.message);
    if (!parsed.success) return;
    this.#close();
    const { raw, ...message } = parsed.data;
    this.#entries.push({ ...message, ...(raw && { raw }) });
    if (message.tool_calls.length > 0) {
      this.#open = { calls: message.tool_calls, results: message.tool_calls.map(() => null) };
    }
  }

  response({ call_id, content }: RecordOf<"tool_response">): void {
    const { calls = [], results = [] } = this.#open ?? {};
    // Some servers give two calls one id: they are answered in their order.
    const index = calls.findIndex((call, at) => call.call_id === call_id && results[at] === null);
    if (index < 0) this.#told.push(content);
    else results[index] = content;
  }

  end(): readonly HistoryEntry[] {
    this.#close();
    return this.#entries;
  }

  /** What came since the last turn: first the answers to its calls. */
  #close(): void {
    if (this.#open) {
      const { calls, results } = this.#open;
      const answers = calls.map(({ call_id }, index) => ({ call_id, text: results[index] ?? LOST_RESULT }));
      this.#entries.push({ role: "tool", results: answers });
    }
    if (this.#told.length > 0) this.#entries.push({ role: "user", text: this.#told.join("\n") });
    this.#open = null;
    this.#told = [];
  }
}
