/**
 * What a log is about, in one look: a fold over its items that keeps no text, so that it takes the same memory for any
 * log. Browser-safe.
 */
import { isNoAgent, MOST_AGENTS } from "./agent-users.ts";
import { addUsage, NO_COUNTS } from "./agent-view.ts";
import { fieldsOf } from "./fields.ts";
import type { LogItem } from "./log-decoder.ts";
import type { LogRecord, RecordOf } from "./record.ts";
import { isRefusedPush } from "./refusal.ts";
import type { AgentCounts } from "./view-types.ts";

export interface LogSummary {
  /** ISO 8601, UTC: the first and the last readable time; null where there is none. */
  readonly started: string | null;
  readonly ended: string | null;
  /** "" where none is said; cut after 2,000 characters. */
  readonly topic: string;
  /** Who has a model, in order of appearance; the first 200. `model` "" is unknown. */
  readonly agents: readonly { readonly name: string; readonly model: string }[];
  readonly messages: number;
  /** Null: not all of the log was read. */
  readonly records: number | null;
  /** Lines that are no records; null: not all of the log was read. */
  readonly problems: number | null;
  /** What the log says of itself, else from the first to the last time; null where neither is known. */
  readonly duration_ms: number | null;
  /** Why the conversation ended, as `all_waiting`; null where the log does not say: it still runs, or was cut off. */
  readonly ending: string | null;
}

export interface LogCounts {
  readonly total: AgentCounts;
  /** Of those in `LogSummary.agents`. */
  readonly agents: ReadonlyMap<string, AgentCounts>;
}

/** A hostile log has them at any length. */
const LONGEST_TOPIC = 2_000;
const LONGEST_NAME = 200;

export class LogSummarizer {
  #started: string | null = null;
  #ended: string | null = null;
  #topic = "";
  readonly #models = new Map<string, string>();
  readonly #counts = new Map<string, AgentCounts>();
  #total: AgentCounts = NO_COUNTS;
  #records = 0;
  #problems = 0;
  #end: RecordOf<"session_end"> | null = null;

  read(item: LogItem): void {
    if ("problem" in item) this.#problems++;
    else this.#record(item.record);
  }

  /** Of all that was read, every figure counted. */
  summary(): LogSummary {
    const said = amountOf(this.#end?.metadata.duration_ms);
    return {
      started: this.#started,
      ended: this.#ended,
      topic: this.#topic,
      agents: [...this.#models].map(([name, model]) => ({ name, model })),
      messages: this.#total.messages,
      records: this.#records,
      problems: this.#problems,
      duration_ms: said ?? span(this.#started, this.#ended),
      ending: this.#end?.content ?? null,
    };
  }

  /**
   * Where only the first and the last record were read: `messages` is then what the end of the log says. Null where the
   * two do not say enough.
   */
  outline(): LogSummary | null {
    const messages = amountOf(this.#end?.metadata.messages);
    if (this.#started === null || messages === null) return null;
    return { ...this.summary(), messages, records: null, problems: null };
  }

  counts(): LogCounts {
    return { total: this.#total, agents: new Map(this.#counts) };
  }

  #record(record: LogRecord): void {
    this.#records++;
    this.#time(record.timestamp);
    const { user } = record;
    switch (record.type) {
      case "session_start":
        return this.#start(record);
      case "session_end":
        this.#end = record;
        return;
      case "chat":
        return this.#count(user, (counts) => ({ ...counts, messages: counts.messages + 1 }));
      case "thinking":
      case "text":
      case "tool_call":
        return this.#meet(user);
      case "tool_response":
        this.#meet(user);
        if (isRefusedPush(record)) this.#count(user, (counts) => ({ ...counts, refused: counts.refused + 1 }));
        return;
      case "usage":
        this.#meet(user, record.model);
        return this.#count(user, (counts) => addUsage(counts, record));
      case "system":
      case "error":
        return;
    }
  }

  #start({ metadata }: RecordOf<"session_start">): void {
    const { topic, agents } = metadata;
    if (typeof topic === "string" && this.#topic === "") this.#topic = topic.slice(0, LONGEST_TOPIC);
    for (const agent of Array.isArray(agents) ? (agents as unknown[]) : []) {
      const { name, model } = fieldsOf(agent);
      if (typeof name === "string") this.#meet(name, typeof model === "string" ? model : "");
    }
    // It goes on: the end before this was not the last.
    this.#end = null;
  }

  #time(timestamp: string): void {
    // Most records are of the same millisecond as the one before, or a proper ISO time as it is.
    if (timestamp === this.#ended) return;
    const at = Date.parse(timestamp);
    if (Number.isNaN(at)) return;
    this.#ended = new Date(at).toISOString();
    this.#started ??= this.#ended;
  }

  #meet(name: string, model = ""): void {
    const known = this.#models.get(name);
    if (known !== undefined) {
      if (known === "" && model !== "") this.#models.set(name, model.slice(0, LONGEST_NAME));
      return;
    }
    if (isNoAgent(name) || name.length > LONGEST_NAME || this.#models.size >= MOST_AGENTS) return;
    this.#models.set(name, model.slice(0, LONGEST_NAME));
    this.#counts.set(name, NO_COUNTS);
  }

  #count(name: string, change: (counts: AgentCounts) => AgentCounts): void {
    this.#total = change(this.#total);
    // A message may come before the first sign of a model: of a person, for all that is known by then.
    const counts = this.#counts.get(name);
    if (counts) this.#counts.set(name, change(counts));
  }
}

/** A count or a time that a log claims. */
function amountOf(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : null;
}

function span(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Math.max(0, Date.parse(to) - Date.parse(from));
}
