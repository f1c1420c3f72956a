/**
 * One model answers a person: it is asked until it is done, its tools are run, and whatever breaks its answer off is
 * mended where it can be: it goes on where it stopped, so nothing that was read is written twice.
 */
import { type Clock, sleep } from "../../chatroom/clock.ts";
import { History } from "../../agents/history.ts";
import { type CallOutcome, ModelCaller } from "../../agents/model-call.ts";
import { parsePrintedCalls } from "../../agents/printed-tool-call.ts";
import { retryDelay } from "../../agents/retry.ts";
import type { HistoryEntry, ModelError, ModelEvent, ToolCall, TurnGate } from "../../agents/types.ts";
import type { AnswerEnd, OpenModel } from "../processor/answerer.ts";
import type { DocumentTools } from "../tools/document-tools.ts";
import type { AnswerText } from "./answer-text.ts";
import { declined, failedBecause, waitingBecause } from "./failure-words.ts";

const MAX_OUTPUT_TOKENS = 8_192;
/** A history that takes this share of the context window begins anew. */
const FULL = 0.85;
/** So often in a row an answer may break off before it is given up. */
const BREAKS = 4;
const CUT = "(My answer was cut.)";
const GO_ON =
  "[system] Your answer was cut in the middle. Go on exactly where it ends, without a word of introduction and without repeating anything.";
const NOTHING_DONE = "[system] You said and did nothing. Answer the person, or do what they asked for.";

export interface ConverseOptions {
  readonly model: OpenModel;
  readonly system: string;
  /** What it is asked, read anew when its memory is full. */
  readonly context: () => Promise<readonly HistoryEntry[]>;
  /** Null: it can do nothing but talk. */
  readonly tools: DocumentTools | null;
  /** What the model is told where no tool's result brings it. */
  readonly takeNews: () => Promise<readonly string[]>;
  readonly text: AnswerText;
  readonly cacheKey: string;
  /** Model calls of one answer. */
  readonly mostCalls: number;
  readonly onWaiting: (why: string | null) => void;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

type Answered = Extract<CallOutcome, { type: "answered" }>;

export async function converse(options: ConverseOptions): Promise<AnswerEnd> {
  return new Converser(options).run();
}

class Converser {
  readonly #options: ConverseOptions;
  readonly #caller: ModelCaller;
  #history = new History();
  #breaks = 0;
  #startedOver = false;
  #nudged = false;
  #printed = 0;
  #isWaiting = false;

  constructor(options: ConverseOptions) {
    const { model, system, tools, text, cacheKey, clock, random, mostCalls } = options;
    this.#options = options;
    const hear = (event: ModelEvent) => {
      if (event.type.endsWith("_start")) this.#goesOn();
      tools?.hear(event);
      if (event.type === "text_delta") text.add(event.text);
    };
    this.#caller = new ModelCaller({
      name: cacheKey,
      system,
      tools: tools?.specs ?? [],
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      clock,
      random,
      gate: limitedTo(mostCalls),
      onEvent: (event) => {
        if (event.type === "retry") this.#waits(event.error, event.wait_ms);
      },
      seen: () => 0,
      retriesShown: false,
      turn: {
        provider: model.provider,
        clock,
        onModelEvent: hear,
        setActivity: () => {},
        composing: () => {},
        watch: () => () => {},
      },
    });
  }

  async run(): Promise<AnswerEnd> {
    const { signal, text, mostCalls } = this.#options;
    await this.#begin();
    for (;;) {
      if (signal.aborted) return { reason: "stopped" };
      const outcome = await this.#caller.call(this.#history, signal);
      if (signal.aborted) return { reason: "stopped" };
      switch (outcome.type) {
        case "stopped":
          return { reason: "stopped" };
        case "gate":
          text.say(`I stop here: one answer makes at most ${mostCalls} model calls. Write “go on” and I do.`);
          return { reason: "done" };
        case "failed": {
          const end = await this.#broken(outcome);
          if (end) return end;
          break;
        }
        case "answered": {
          const end = await this.#answered(outcome);
          if (end) return end;
          break;
        }
      }
    }
  }

  async #begin(): Promise<void> {
    this.#history = new History();
    this.#caller.startOver();
    for (const entry of await this.#options.context()) this.#history.append(entry);
  }

  /** Null: it goes on. */
  async #answered(outcome: Answered): Promise<AnswerEnd | null> {
    const { turn } = outcome;
    const { model, text, tools } = this.#options;
    // Nothing interrupts here.
    if (turn.type === "interrupted") return { reason: "stopped" };
    const { message, finish, partial } = turn;
    const said = message.text.trim();
    this.#caller.answered(partial.usage, this.#history.length, true);
    if (finish === "refusal") return declined(model.id);
    if (finish === "length") return this.#cutShort(partial.calls.length > 0, said);
    this.#breaks = 0;
    text.pause();
    if (message.tool_calls.length > 0) {
      this.#history.append(message);
      await this.#runAll(message.tool_calls);
      if (isFull(outcome, model.contextWindow)) await this.#startOver();
      return null;
    }
    if (said === "") return this.#silent();
    this.#history.append(message);
    const printed = tools && parsePrintedCalls(said, signaturesOf(tools));
    if (printed) {
      const calls = printed.map((call) => ({ ...call, call_id: `printed_${++this.#printed}` }));
      const results = await this.#results(calls);
      this.#history.append({ role: "user", text: results.map((result) => result.text).join("\n") });
      return null;
    }
    return this.#endUnlessAsked();
  }

  /** It was cut by the limit of one call: it goes on where it stopped. */
  async #cutShort(isCalling: boolean, said: string): Promise<AnswerEnd | null> {
    const { text } = this.#options;
    if (++this.#breaks > BREAKS) {
      text.say("I stop here, because this is longer than I can write at once. Write “go on” and I do.");
      return { reason: "done" };
    }
    await this.#goOn(said, isCalling ? null : GO_ON);
    return null;
  }

  async #broken(outcome: Extract<CallOutcome, { type: "failed" }>): Promise<AnswerEnd | null> {
    const { model, clock, random, signal } = this.#options;
    const { error, partial } = outcome;
    if (error.kind === "context_full" && !this.#startedOver) {
      await this.#startOver();
      return null;
    }
    // What nobody has seen was tried again already.
    const isShown = partial.text.trim() !== "" || partial.calls.length > 0;
    const wait = isShown ? this.#wait(error, random) : null;
    if (wait === null) return failedBecause(model.id, error);
    this.#waits(error, wait);
    await sleep(clock, wait, signal);
    await this.#goOn(partial.text.trim(), partial.calls.length > 0 ? null : GO_ON);
    return null;
  }

  #waits(error: ModelError, ms: number): void {
    const { model, onWaiting } = this.#options;
    this.#isWaiting = true;
    onWaiting(waitingBecause(model.id, error, ms));
  }

  #goesOn(): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#options.onWaiting(null);
  }

  #wait(error: ModelError, random: () => number): number | null {
    return ++this.#breaks > BREAKS ? null : retryDelay(error, this.#breaks, random);
  }

  /** In the history the answer stands as far as it came, in words: its calls were not whole. */
  async #goOn(said: string, words: string | null): Promise<void> {
    const { text, takeNews } = this.#options;
    this.#history.append({ role: "assistant", text: said || CUT, thinking: "", tool_calls: [] });
    const news = await takeNews();
    const told = [...(words === null ? [] : [words]), ...news];
    this.#history.append({ role: "user", text: told.join("\n") || GO_ON });
    if (words === null || said === "") text.pause();
    else text.join();
  }

  async #silent(): Promise<AnswerEnd | null> {
    if (this.#nudged || !this.#options.text.isEmpty) return this.#endUnlessAsked();
    this.#nudged = true;
    this.#tell([NOTHING_DONE, ...(await this.#options.takeNews())]);
    return null;
  }

  /** It is done, unless the person has said something meanwhile. */
  async #endUnlessAsked(): Promise<AnswerEnd | null> {
    const news = await this.#options.takeNews();
    if (news.length === 0) return { reason: "done" };
    this.#tell(news);
    return null;
  }

  /** After a turn without calls; an empty turn is none that a provider takes. */
  #tell(lines: readonly string[]): void {
    const last = this.#history.snapshot().at(-1);
    if (last?.role !== "assistant") {
      this.#history.append({ role: "assistant", text: "(silent)", thinking: "", tool_calls: [] });
    }
    this.#history.append({ role: "user", text: lines.join("\n") });
  }

  async #runAll(calls: readonly ToolCall[]): Promise<void> {
    this.#history.append({ role: "tool", results: await this.#results(calls) });
  }

  async #results(calls: readonly ToolCall[]): Promise<readonly { readonly call_id: string; readonly text: string }[]> {
    const { tools, signal } = this.#options;
    const results: { call_id: string; text: string }[] = [];
    for (const call of calls) {
      const text = signal.aborted || !tools ? "[system] Not run: the answer has ended." : await tools.run(call);
      results.push({ call_id: call.call_id, text });
    }
    return results;
  }

  /** Its memory is full: it begins anew with the document as it is now, where all that it wrote stands. */
  async #startOver(): Promise<void> {
    this.#startedOver = true;
    const news = await this.#options.takeNews();
    await this.#begin();
    const said =
      "[system] Your memory was full, so it begins anew here, in the middle of your work for the last message. What you have written stands in the document. Look at what is still to be done, and go on.";
    this.#history.append({ role: "assistant", text: CUT, thinking: "", tool_calls: [] });
    this.#history.append({ role: "user", text: [said, ...news].join("\n") });
    this.#options.text.pause();
  }
}

function isFull({ turn }: Answered, contextWindow: number | null): boolean {
  const { usage } = turn.partial;
  return usage !== null && contextWindow !== null && usage.input + usage.output > FULL * contextWindow;
}

function signaturesOf(tools: DocumentTools): ReadonlyMap<string, readonly string[]> {
  return new Map(tools.specs.map(({ name, parameters }) => [name, Object.keys(parameters["properties"] ?? {})]));
}

function limitedTo(calls: number): TurnGate {
  let left = calls;
  return { enter: async () => (left-- > 0 ? { settle: () => {} } : null) };
}
