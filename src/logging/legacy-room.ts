/**
 * What an old log leaves to be inferred: which call a response answers, how the action ended, what was said to the
 * room. An agent's message is the draft it pushed; a message of somebody the log holds no records of (a person)
 * shows only where it was delivered, once for each who heard it, and is taken over once. Browser-safe.
 */
import { SERVER_NAME } from "../chatroom/protocol.ts";
import { SYSTEM_NAME } from "./agent-record.ts";
import { fieldsOf } from "./fields.ts";
import type { LegacyPart } from "./legacy-part.ts";
import { type Outcome, outcomeOf } from "./legacy-outcome.ts";
import type { LogRecord } from "./record.ts";

interface Call {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

interface Seat {
  calls: Call[];
  draft: string[];
}

/** So that a hostile log cannot fill the memory. */
const MOST_SEATS = 1_000;
const MOST_OPEN_CALLS = 100;
const MOST_HEARD = 10_000;

export class LegacyRoom {
  readonly #seats = new Map<string, Seat>();
  /** How often each line of an outsider was taken over, and how often each participant heard it. */
  readonly #said = new Map<string, number>();
  readonly #heard = new Map<string, number>();
  #seq = 0;
  #calls = 0;

  read(user: string, timestamp: string, part: LegacyPart): readonly LogRecord[] {
    const header = { format: "v3", timestamp, user } as const;
    switch (part.kind) {
      case "thinking":
      case "text":
        this.#seat(user);
        return [{ ...header, type: part.kind, content: part.text }];
      case "instruction":
        return [{ ...header, type: "system", user: SYSTEM_NAME, content: part.text, to: user }];
      case "call": {
        const id = part.id ?? `call-${++this.#calls}`;
        const { calls } = this.#seat(user);
        const { text } = fieldsOf(part.arguments);
        calls.push({ id, name: part.name, text: typeof text === "string" ? text : "" });
        if (calls.length > MOST_OPEN_CALLS) calls.shift();
        return [
          { ...header, type: "tool_call", content: "", call_id: id, function: part.name, arguments: part.arguments },
        ];
      }
      case "response":
        return this.#answer(user, timestamp, part.id, part.text);
    }
  }

  #answer(user: string, timestamp: string, id: string | null, text: string): readonly LogRecord[] {
    const seat = this.#seat(user);
    const index = id === null ? 0 : seat.calls.findIndex((call) => call.id === id);
    const [call] = index < 0 ? [] : seat.calls.splice(index, 1);
    const outcome = call ? outcomeOf(call.name, text, call.text) : {};
    const response: LogRecord = {
      format: "v3",
      timestamp,
      type: "tool_response",
      user,
      content: text,
      call_id: call?.id ?? id ?? `call-${++this.#calls}`,
      function: call?.name ?? "unknown",
      ...outcome,
    };
    const pushed = call ? this.#act(seat, call.name, outcome, user, timestamp) : [];
    return [...pushed, ...this.#delivered(user, timestamp, text), response];
  }

  /** The message a push has sent, if it has. */
  #act(seat: Seat, name: string, outcome: Outcome, user: string, timestamp: string): readonly LogRecord[] {
    if (outcome.status === undefined || outcome.status === 0) return [];
    if (name === "append") seat.draft.push(outcome.appended ?? "");
    if (name === "undo") seat.draft.pop();
    if (name !== "push" && name !== "reset") return [];
    const content = seat.draft.join(" ");
    seat.draft = [];
    return name === "push" && content !== "" ? [this.#chat(user, timestamp, content)] : [];
  }

  #delivered(recipient: string, timestamp: string, text: string): readonly LogRecord[] {
    const records: LogRecord[] = [];
    for (const { sender, content } of linesOf(text)) {
      // Who has records of its own has been heard where it pushed.
      if (this.#seats.has(sender)) continue;
      const line = JSON.stringify([sender, content]);
      const heard = raise(this.#heard, JSON.stringify([recipient, line]));
      if (heard <= (this.#said.get(line) ?? 0)) continue;
      raise(this.#said, line);
      records.push(
        sender === SERVER_NAME
          ? { format: "v3", timestamp, type: "system", user: SERVER_NAME, content }
          : this.#chat(sender, timestamp, content),
      );
    }
    if (this.#heard.size > MOST_HEARD) {
      this.#heard.clear();
      this.#said.clear();
    }
    return records;
  }

  #chat(sender: string, timestamp: string, content: string): LogRecord {
    const seq = ++this.#seq;
    const id = `legacy-${seq}`;
    const ids = { message_id: id, seq, sender_id: sender, push_id: id, expected_seq: null };
    return { format: "v3", timestamp, type: "chat", user: sender, content, ...ids };
  }

  #seat(user: string): Seat {
    let seat = this.#seats.get(user);
    if (!seat) {
      const [oldest] = this.#seats.keys();
      if (this.#seats.size >= MOST_SEATS && oldest !== undefined) this.#seats.delete(oldest);
      seat = { calls: [], draft: [] };
      this.#seats.set(user, seat);
    }
    return seat;
  }
}

const DELIVERED = /^\[([^\]\n]{1,64})\]: ?(.*)$/;

/** The messages and notices of a response; a line without a sender goes on with the one before. */
export function linesOf(text: string): readonly { readonly sender: string; readonly content: string }[] {
  const lines: { sender: string; content: string }[] = [];
  let current: { sender: string; content: string } | null = null;
  for (const line of text.split("\n")) {
    const [, sender, content = ""] = DELIVERED.exec(line) ?? [];
    if (sender !== undefined) {
      current = { sender, content };
      lines.push(current);
    } else if (line.startsWith("[system]")) {
      current = null;
    } else if (current) {
      current.content += `\n${line}`;
    }
  }
  return lines;
}

function raise(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
