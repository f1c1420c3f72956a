/**
 * The figures of a log: who said how much, what it cost, how long they waited for each other. Constant memory, whatever
 * the log's length. Pure and browser-safe.
 */
import { fieldsOf } from "../fields.ts";
import { noticeOf } from "../notice.ts";
import type { LogRecord, RecordOf } from "../record.ts";
import { fairness } from "./fairness.ts";
import { countWords } from "./words.ts";
import { SpeakerMeter, type SpeakerStats } from "./speaker-meter.ts";

export interface LogStats {
  readonly topic: string;
  readonly room: string;
  readonly floor: "open" | "stick";
  /** ISO 8601; "" where the log does not say. */
  readonly started: string;
  /** From the first record to the last; as the program measured it, where the log has its end. */
  readonly durationMs: number;
  readonly messages: number;
  readonly words: number;
  /** null where it took no time. */
  readonly messagesPerMinute: number | null;
  /** Jain's index over the agents (over all who spoke, where no agent is known); null where nobody spoke. */
  readonly fairnessOfMessages: number | null;
  readonly fairnessOfWords: number | null;
  readonly crossed: number;
  readonly refused: number;
  /** Model calls, tokens and money of all agents, as of one. */
  readonly calls: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** USD; null: nothing is known of it. Where `unpriced` calls are not in it, it is a lower bound. */
  readonly cost: number | null;
  readonly unpriced: number;
  /** Why it ended; null where the log is cut off. */
  readonly ended: string | null;
  /** Agents as the session names them, then who else spoke, as they came. */
  readonly speakers: readonly SpeakerStats[];
  /** Records of speakers beyond the thousandth, of a hostile log: they count for the conversation alone. */
  readonly unlisted: number;
}

const MOST_SPEAKERS = 1_000;

export class LogMeter {
  readonly #speakers = new Map<string, SpeakerMeter>();
  #unlisted = 0;
  #topic = "";
  #room = "";
  #floor: "open" | "stick" = "open";
  #started = "";
  #begun = Number.NaN;
  #now = 0;
  #stamp = "";
  #durationMs: number | null = null;
  #ended: string | null = null;
  #messages = 0;
  #words = 0;
  #crossed = 0;
  /** The last message, and the last that its sender did not send. */
  #last: { readonly seq: number; readonly sender: string } | null = null;
  #lastByOther: { readonly seq: number } | null = null;

  read(record: LogRecord): void {
    const at = this.#timeOf(record.timestamp);
    switch (record.type) {
      case "session_start":
        return this.#start(record);
      case "session_end": {
        const { duration_ms } = record.metadata;
        this.#ended = record.content;
        this.#durationMs = typeof duration_ms === "number" && duration_ms >= 0 ? duration_ms : null;
        return;
      }
      case "chat":
        return this.#hear(record, at);
      case "tool_call":
        return this.#speaker(record.user)?.call(record, at);
      case "tool_response":
        return this.#speaker(record.user)?.answer(record, at);
      case "thinking":
        return this.#speaker(record.user)?.think(at);
      case "usage":
        return this.#speaker(record.user)?.turn(record, at);
      case "error":
        return this.#speaker(record.user)?.trouble(record);
      case "system":
        return this.#notice(record, at);
      case "text":
        return;
    }
  }

  /** What it comes to. Call once, at the end. */
  result(): LogStats {
    const speakers = [...this.#speakers.values()].map((speaker) => speaker.result(this.#now, this.#messages));
    const agents = speakers.filter(({ agent }) => agent);
    const compared = agents.length > 0 ? agents : speakers;
    const durationMs = this.#durationMs ?? (Number.isNaN(this.#begun) ? 0 : Math.max(0, this.#now - this.#begun));
    const sum = (figure: (speaker: SpeakerStats) => number) => agents.reduce((all, each) => all + figure(each), 0);
    const calls = sum((agent) => agent.calls);
    const unpriced = sum((agent) => agent.unpriced);
    return {
      topic: this.#topic,
      room: this.#room,
      floor: this.#floor,
      started: this.#started,
      durationMs,
      messages: this.#messages,
      words: this.#words,
      messagesPerMinute: durationMs === 0 ? null : (this.#messages * 60_000) / durationMs,
      fairnessOfMessages: fairness(compared.map(({ messages }) => messages)),
      fairnessOfWords: fairness(compared.map(({ words }) => words)),
      crossed: this.#crossed,
      refused: sum((agent) => agent.refused),
      calls,
      input: sum((agent) => agent.input),
      cached: sum((agent) => agent.cached),
      output: sum((agent) => agent.output),
      cost: unpriced === calls ? null : sum((agent) => agent.cost ?? 0),
      unpriced,
      ended: this.#ended,
      speakers,
      unlisted: this.#unlisted,
    };
  }

  #start({ metadata }: RecordOf<"session_start">): void {
    const { topic, room, floor, agents } = metadata;
    if (typeof topic === "string") this.#topic = topic;
    if (typeof room === "string") this.#room = room;
    if (floor === "stick") this.#floor = "stick";
    for (const agent of Array.isArray(agents) ? (agents as unknown[]) : []) {
      const { name, model } = fieldsOf(agent);
      const speaker = typeof name === "string" ? this.#speaker(name) : undefined;
      if (!speaker) continue;
      speaker.isAgent = true;
      if (typeof model === "string") speaker.model = model;
    }
  }

  #hear(message: RecordOf<"chat">, at: number): void {
    const { user, seq, content, expected_seq: expected } = message;
    const speaker = this.#speaker(user);
    const words = countWords(content);
    speaker?.speak(words, at, this.#begun);
    this.#messages++;
    this.#words += words;
    for (const [name, other] of this.#speakers) if (name !== user) other.hear(at);
    const unseen = this.#last?.sender === user ? this.#lastByOther : this.#last;
    if (expected !== null && unseen !== null && expected < unseen.seq) {
      this.#crossed++;
      if (speaker) speaker.crossed++;
    }
    this.#last = { seq, sender: user };
    this.#lastByOther = unseen;
  }

  #notice(record: RecordOf<"system">, at: number): void {
    const notice = noticeOf(record);
    if (notice?.type === "left") this.#speakers.get(notice.participant)?.letGo(at);
    if (notice?.type !== "stick") return;
    const speaker = this.#speakers.get(notice.participant);
    if (notice.action === "granted") speaker?.hold(at);
    else if (notice.action !== "claimed") speaker?.letGo(at);
  }

  #speaker(name: string): SpeakerMeter | undefined {
    const known = this.#speakers.get(name);
    if (known) return known;
    if (this.#speakers.size >= MOST_SPEAKERS) {
      this.#unlisted++;
      return undefined;
    }
    const speaker = new SpeakerMeter(name);
    this.#speakers.set(name, speaker);
    return speaker;
  }

  /** epoch ms; that of the record before, where there is none to be read. */
  #timeOf(timestamp: string): number {
    if (timestamp === this.#stamp) return this.#now;
    const at = Date.parse(timestamp);
    if (Number.isNaN(at)) return this.#now;
    this.#stamp = timestamp;
    this.#now = at;
    if (Number.isNaN(this.#begun)) {
      this.#begun = at;
      this.#started = timestamp;
    }
    return at;
  }
}
