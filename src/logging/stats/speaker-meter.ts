/** The figures of one who speaks in a log: counts, and times between records. All times in ms. Browser-safe. */
import { addUsage, NO_COUNTS } from "../agent-view.ts";
import type { RecordOf } from "../record.ts";
import { isRefusedPush } from "../refusal.ts";
import type { AgentCounts } from "../view-types.ts";
import { Sample } from "./sample.ts";

export interface SpeakerStats {
  readonly name: string;
  /** "" where it is not known; people have none. */
  readonly model: string;
  /** The log has its records, not only what it said. */
  readonly agent: boolean;
  readonly messages: number;
  /** Of all messages, 0 to 1. */
  readonly share: number;
  readonly words: number;
  /** Model calls, their tokens, and USD: null where nothing is known of it; `unpriced` calls are not in it. */
  readonly calls: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly cost: number | null;
  readonly unpriced: number;
  /** Actions of the room that it called. */
  readonly actions: number;
  /** In model calls, until the last thought was thought, and from then on. */
  readonly thinkingMs: number;
  readonly writingMs: number;
  /** In `check`. */
  readonly waitingMs: number;
  /** With the stick in the hand. */
  readonly holdingMs: number;
  readonly refused: number;
  readonly retries: number;
  readonly interruptions: number;
  /** Output tokens thrown away by interruptions. */
  readonly discarded: number;
  /** Messages pushed without having been shown an earlier one: 0, or a bug. */
  readonly crossed: number;
  /** From the first message of somebody else since its last, to its next; null where it never answered. */
  readonly answerMedianMs: number | null;
  readonly answerMeanMs: number | null;
  /** How often it answered. */
  readonly answers: number;
  /** From the beginning of the session to its first message. */
  readonly firstMessageMs: number | null;
}

export class SpeakerMeter {
  readonly #name: string;
  model: string;
  isAgent = false;
  messages = 0;
  words = 0;
  crossed = 0;
  #counts: AgentCounts = NO_COUNTS;
  #actions = 0;
  #thinkingMs = 0;
  #writingMs = 0;
  #waitingMs = 0;
  #holdingMs = 0;
  #refused = 0;
  #retries = 0;
  #interruptions = 0;
  #discarded = 0;
  readonly #answers = new Sample();
  #firstMessageMs: number | null = null;
  /** Since when, epoch ms; null: not now. */
  #waitingSince: number | null = null;
  #holdingSince: number | null = null;
  #unansweredSince: number | null = null;
  #thoughtAt: number | null = null;

  constructor(name: string, model = "") {
    this.#name = name;
    this.model = model;
  }

  /** `begun`: when the session began, epoch ms. */
  speak(words: number, at: number, begun: number): void {
    this.messages++;
    this.words += words;
    this.#firstMessageMs ??= since(begun, at);
    if (this.#unansweredSince !== null) this.#answers.add(since(this.#unansweredSince, at));
    this.#unansweredSince = null;
  }

  /** Somebody else has spoken. */
  hear(at: number): void {
    this.#unansweredSince ??= at;
  }

  call({ function: action }: RecordOf<"tool_call">, at: number): void {
    this.isAgent = true;
    this.#actions++;
    if (action === "check") this.#waitingSince = at;
  }

  answer(response: RecordOf<"tool_response">, at: number): void {
    this.isAgent = true;
    if (isRefusedPush(response)) this.#refused++;
    if (response.function === "check") this.#endWait(at);
  }

  think(at: number): void {
    this.isAgent = true;
    this.#thoughtAt = at;
  }

  turn(record: RecordOf<"usage">, at: number): void {
    this.isAgent = true;
    this.#counts = addUsage(this.#counts, record);
    if (record.model !== "") this.model = record.model;
    const whole = Math.max(0, record.duration_ms);
    const thinking = this.#thoughtAt === null ? 0 : Math.min(whole, since(at - whole, this.#thoughtAt));
    this.#thinkingMs += thinking;
    this.#writingMs += whole - thinking;
    this.#thoughtAt = null;
  }

  trouble({ kind, metadata }: RecordOf<"error">): void {
    this.isAgent = true;
    if (kind === "retry") this.#retries++;
    if (kind !== "interrupted") return;
    this.#interruptions++;
    const { tokens } = metadata;
    if (typeof tokens === "number") this.#discarded += tokens;
  }

  hold(at: number): void {
    this.#holdingSince ??= at;
  }

  letGo(at: number): void {
    if (this.#holdingSince !== null) this.#holdingMs += since(this.#holdingSince, at);
    this.#holdingSince = null;
  }

  /** `at`: when the log ends; `all`: messages of everybody. */
  result(at: number, all: number): SpeakerStats {
    this.#endWait(at);
    this.letGo(at);
    const { calls, input, cached, output, cost, unpriced = 0 } = this.#counts;
    return {
      name: this.#name,
      model: this.model,
      agent: this.isAgent,
      messages: this.messages,
      share: all === 0 ? 0 : this.messages / all,
      words: this.words,
      calls,
      input,
      cached,
      output,
      cost: calls === unpriced ? null : cost,
      unpriced,
      actions: this.#actions,
      thinkingMs: Math.round(this.#thinkingMs),
      writingMs: Math.round(this.#writingMs),
      waitingMs: this.#waitingMs,
      holdingMs: this.#holdingMs,
      refused: this.#refused,
      retries: this.#retries,
      interruptions: this.#interruptions,
      discarded: this.#discarded,
      crossed: this.crossed,
      answerMedianMs: rounded(this.#answers.median),
      answerMeanMs: rounded(this.#answers.mean),
      answers: this.#answers.count,
      firstMessageMs: this.#firstMessageMs,
    };
  }

  #endWait(at: number): void {
    if (this.#waitingSince !== null) this.#waitingMs += since(this.#waitingSince, at);
    this.#waitingSince = null;
  }
}

/** A clock that was set back makes no time negative. */
function since(begun: number, at: number): number {
  return Math.max(0, at - begun);
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
