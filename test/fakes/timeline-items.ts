/** Timeline items in a line each, for tests of what shows them. */
import type { LiveSignal, RecordOf, TimelineItem } from "../../src/logging/record.ts";

const START = Date.UTC(2026, 0, 15, 10, 30, 0);

export class Items {
  #seq = 0;
  #calls = 0;
  /** ms since the start. */
  at = 0;

  session(topic: string, agents: readonly string[], floor: "open" | "stick" = "open"): TimelineItem {
    const metadata = { topic, room: "main", floor, agents: agents.map((name) => ({ name, model: `demo/${name}` })) };
    return { ...this.#header("system", topic), type: "session_start", metadata };
  }

  activity(user: string, activity: string): LiveSignal {
    return { type: "activity", timestamp: this.#timestamp(), user, activity };
  }

  thinks(user: string, text: string): LiveSignal {
    return { type: "delta", timestamp: this.#timestamp(), user, kind: "thinking", text };
  }

  thought(user: string, content: string): TimelineItem {
    return { ...this.#header(user, content), type: "thinking" };
  }

  /** Arguments of an `append` on their way. */
  writes(user: string, call_id: string, json: string): LiveSignal {
    const timestamp = this.#timestamp();
    return { type: "delta", timestamp, user, kind: "tool_arguments", text: json, call_id, function: "append" };
  }

  call(user: string, name: string, args: Record<string, unknown> = {}): RecordOf<"tool_call"> {
    const call_id = `call${++this.#calls}`;
    return { ...this.#header(user, ""), type: "tool_call", call_id, function: name, arguments: args };
  }

  answer(
    call: RecordOf<"tool_call">,
    more: Partial<Pick<RecordOf<"tool_response">, "status" | "reason" | "content" | "appended">> = {},
  ): TimelineItem {
    const { call_id, function: name, user } = call;
    const base = { ...this.#header(user, "[system] ok"), type: "tool_response" as const, call_id, function: name };
    return { ...base, status: 1, ...more };
  }

  /** An action and its answer. */
  acts(
    user: string,
    name: string,
    args: Record<string, unknown> = {},
    more: Parameters<Items["answer"]>[1] = {},
  ): TimelineItem[] {
    const call = this.call(user, name, args);
    return [call, this.answer(call, more)];
  }

  says(user: string, content: string, expected_seq: number | null = this.#seq): TimelineItem {
    const seq = ++this.#seq;
    const ids = { message_id: `m${seq}`, seq, sender_id: user, push_id: `p${seq}`, expected_seq };
    return { ...this.#header(user, content), type: "chat", ...ids };
  }

  notice(content: string, event?: Record<string, unknown>): TimelineItem {
    return { ...this.#header("Server", content), type: "system", seq: ++this.#seq, ...(event && { event }) };
  }

  error(user: string, content: string, kind: RecordOf<"error">["kind"] = "retry"): TimelineItem {
    return { ...this.#header(user, content), type: "error", kind, metadata: {} };
  }

  used(user: string, input: number, output: number, cost_usd: number | null): TimelineItem {
    const usage = { input, cached: 0, output, cost_usd };
    return {
      ...this.#header(user, ""),
      type: "usage",
      model: `demo/${user}`,
      finish: "tool_use",
      usage,
      duration_ms: 1,
    };
  }

  ended(reason: string): TimelineItem {
    return { ...this.#header("system", reason), type: "session_end", metadata: {} };
  }

  #header(user: string, content: string) {
    return { format: "v3" as const, timestamp: this.#timestamp(), user, content };
  }

  #timestamp(): string {
    return new Date(START + this.at).toISOString();
  }
}
