/** Streams a planned turn as a model would: word by word, at the pace of somebody who thinks and types. */
import { type Clock, sleep } from "../../../chatroom/clock.ts";
import type { AssistantMessage, FinishReason, ModelEvent, ToolCall, Usage } from "../../types.ts";
import type { Random } from "./random.ts";

export interface PlannedCall {
  readonly name: string;
  /** Written in this order. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** All that is done in one turn, and how. */
export interface PerformedTurn {
  readonly thinking: string;
  readonly text: string;
  readonly calls: readonly PlannedCall[];
  readonly random: Random;
  /** Tokens a second. */
  readonly typing: number;
  /** Who begins is quicker to. */
  readonly isFirst: boolean;
}

export interface PerformanceOptions {
  readonly clock: Clock;
  /** 1 is natural; 0 and Infinity mean without any delay. */
  readonly speed: number;
  /** Makes the ids of this turn's calls. */
  readonly turnId: string;
  readonly maxOutputTokens: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
}

/** Real ms below which a delay is saved up: timers are no finer than that. */
const SHORTEST_SLEEP = 4;
const CHARACTERS_PER_TOKEN = 4;

export async function* perform(
  { thinking, text, calls, random, typing: rate, isFirst }: PerformedTurn,
  options: PerformanceOptions,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  const pace = new Pace(options, signal);
  const typing = rate * random.between(0.9, 1.1);
  const thinkingRate = random.between(25, 40);
  let characters = 0;
  const cutAt = options.maxOutputTokens * CHARACTERS_PER_TOKEN;
  const said = { text: "", thinking: "" };
  const toolCalls: ToolCall[] = [];

  function* steps(): Generator<readonly [delay: number, event: ModelEvent]> {
    yield* block("thinking", thinking, thinkingRate);
    yield* block("text", text, typing);
    for (const [index, call] of calls.entries()) {
      const call_id = `${options.turnId}_${index + 1}`;
      yield [random.between(80, 220), { type: "tool_call_start", call_id, name: call.name }];
      let written = "";
      for (const part of wordsWithSpace(JSON.stringify(call.arguments))) {
        if (!fits(part)) return;
        written += part;
        yield [msFor(part, typing), { type: "tool_call_delta", call_id, text: part }];
      }
      toolCalls.push({ call_id, name: call.name, arguments: written });
      yield [0, { type: "tool_call_end", call_id }];
    }
  }
  function* block(kind: "thinking" | "text", whole: string, rate: number): Generator<readonly [number, ModelEvent]> {
    if (whole === "") return;
    yield [0, { type: `${kind}_start` }];
    for (const part of wordsWithSpace(whole)) {
      if (!fits(part)) return;
      said[kind] += part;
      yield [msFor(part, rate), { type: `${kind}_delta`, text: part }];
    }
    yield [random.between(50, 250), { type: `${kind}_end` }];
  }
  const fits = (part: string) => (characters += part.length) <= cutAt;

  await pace.wait(isFirst ? random.between(200, 1_200) : random.between(500, 2_000));
  for (const [delay, event] of steps()) {
    await pace.wait(delay);
    if (signal.aborted) break;
    yield event;
  }
  if (!signal.aborted) await pace.settle();
  if (signal.aborted) {
    yield { type: "aborted" };
    return;
  }
  const cut = characters > cutAt;
  yield { type: "usage", usage: usageOf(options, Math.min(characters, cutAt)) };
  if (signal.aborted) {
    yield { type: "aborted" };
    return;
  }
  const finish: FinishReason = cut ? "length" : toolCalls.length > 0 ? "tool_use" : "end";
  const message: AssistantMessage = { role: "assistant", ...said, tool_calls: cut ? [] : toolCalls };
  yield { type: "done", finish, message };
}

function usageOf({ promptTokens, cachedTokens }: PerformanceOptions, characters: number): Usage {
  return {
    input: promptTokens,
    cached: cachedTokens,
    cache_write: 0,
    output: Math.ceil(characters / CHARACTERS_PER_TOKEN),
  };
}

/** Waits as long as was asked for in all, in sleeps no shorter than a timer can keep. */
class Pace {
  readonly #clock: Clock;
  readonly #speed: number;
  readonly #signal: AbortSignal;
  #owed = 0;

  constructor({ clock, speed }: PerformanceOptions, signal: AbortSignal) {
    this.#clock = clock;
    this.#speed = speed > 0 && Number.isFinite(speed) ? speed : Infinity;
    this.#signal = signal;
  }

  async wait(ms: number): Promise<void> {
    this.#owed += ms / this.#speed;
    if (this.#owed >= SHORTEST_SLEEP) await this.settle();
  }

  /** Even without any delay everybody else gets a turn. */
  async settle(): Promise<void> {
    const ms = this.#owed;
    this.#owed = 0;
    await sleep(this.#clock, ms, this.#signal);
  }
}

function wordsWithSpace(text: string): readonly string[] {
  return [...text.matchAll(/\s*\S{1,16}(?=\S{0,16}|\s|$)/gu)].map(([word]) => word);
}

/** Longer words take longer, and a sentence ends with a breath. */
function msFor(part: string, tokensPerSecond: number): number {
  const tokens = Math.max(1, part.length / CHARACTERS_PER_TOKEN);
  const breath = /[.!?;:]["”’)]?$/u.test(part) ? 160 : part.endsWith(",") ? 60 : 0;
  return (tokens * 1_000) / tokensPerSecond + breath;
}
