/** The loop of one agent: ask the model, do what it asked for, tell it what came of that, and again. */
import { AgentMemory } from "./agent-memory.ts";
import type { AgentEnd, AgentOptions } from "./agent-options.ts";
import { salvage } from "./interruption.ts";
import type { CallOutcome, ModelCaller } from "./model-call.ts";
import { parsePrintedCalls, type Signatures } from "./printed-tool-call.ts";
import type { Recollection } from "./recollection.ts";
import * as say from "./reminders.ts";
import { Speech } from "./speech.ts";
import type { RunContext, ToolRunner } from "./tool-runner.ts";
import { PARAMETER_NAMES } from "./tools.ts";
import type { TurnOutcome } from "./turn.ts";
import type { AssistantMessage, FinishReason, ModelError, ToolCall, ToolSpec } from "./types.ts";

/** So often in a row a model may do nothing before the program waits in its place. */
const IDLE_TURNS = 3;
/** So often in a row a model may be interrupted before it is left to finish. */
const INTERRUPTIONS = 3;
/** A history that takes this share of the context window begins anew before the next call. */
const FULL = 0.85;
/** Only what wakes a check ends a wait in the model's place; the room is asked anew so often. */
const WAIT_MS = 600_000;

type Answered = Extract<CallOutcome, { type: "answered" }>;
/** What ends the agent; null where it goes on. */
type Verdict = Promise<ModelError | null>;

export interface LoopParts {
  readonly options: AgentOptions;
  readonly caller: ModelCaller;
  readonly runner: ToolRunner;
  readonly recollection: Recollection;
}

export class AgentLoop {
  readonly #options: AgentOptions;
  readonly #caller: ModelCaller;
  readonly #runner: ToolRunner;
  readonly #recollection: Recollection;
  readonly #memory: AgentMemory;
  readonly #speech: Speech;
  /** Every tool there is, with the names of its parameters. */
  readonly #signatures: Signatures;
  #ownCalls = 0;
  #idleTurns = 0;
  #interruptions = 0;
  #knowsHowToSpeak = false;
  #knowsOfRefusal = false;
  #startedOver = false;
  /** Tokens of the last turn, prompt and answer: what the next prompt holds at least. */
  #contextUsed = 0;

  constructor({ options, caller, runner, recollection }: LoopParts) {
    const { name, provider, onEvent, tools } = options;
    this.#options = options;
    this.#signatures = new Map([...PARAMETER_NAMES, ...(tools?.specs ?? []).map(signatureOf)]);
    this.#caller = caller;
    this.#runner = runner;
    this.#recollection = recollection;
    this.#memory = new AgentMemory({ name, model: provider.id, onEvent });
    this.#speech = new Speech(runner, (action, parameters) => this.#ownCall(action, parameters));
  }

  /** Whether a message of somebody else may cut the turn under way. */
  get interruptible(): boolean {
    return this.#options.interrupt === "eager" && this.#interruptions < INTERRUPTIONS;
  }

  /** `greeting`: what the room said when the agent came in. */
  async run(signal: AbortSignal, greeting: string): Promise<AgentEnd> {
    const { instruction } = this.#options;
    this.#memory.instruct(greeting === "" ? instruction : `${instruction}\n${greeting}`);
    for (;;) {
      if (this.#contextUsed > FULL * (this.#options.contextWindow ?? Infinity)) await this.#startOver();
      const outcome = await this.#caller.call(this.#memory.history, signal);
      if (outcome.type === "gate") return { reason: "gate" };
      const error = await this.#follow(outcome, signal);
      if (signal.aborted) return { reason: "stopped" };
      if (error) return { reason: "failed", error };
    }
  }

  async #follow(outcome: Exclude<CallOutcome, { type: "gate" }>, signal: AbortSignal): Verdict {
    switch (outcome.type) {
      case "stopped":
        return null;
      case "failed":
        if (outcome.error.kind !== "context_full" || this.#startedOver) return outcome.error;
        await this.#startOver();
        return null;
      case "answered": {
        const { turn, asOf } = outcome;
        const context = { asOf, signal };
        if (turn.type === "interrupted") return this.#interrupted(outcome, turn, context);
        this.#interruptions = 0;
        this.#startedOver = false;
        return this.#finished(outcome, turn, context);
      }
    }
  }

  /** Does what a whole turn of the model asks for. */
  async #finished(answered: Answered, turn: Extract<TurnOutcome, { type: "done" }>, context: RunContext): Verdict {
    const { message, finish, partial } = turn;
    const text = message.text.trim();
    if (finish === "refusal") {
      this.#remember(answered, inWords(message, text || say.SILENT), finish);
      return this.#nothingDone(this.#refusalWords(), context);
    }
    if (finish === "length" && partial.calls.length > 0) {
      this.#remember(answered, inWords(message, text || say.CUT), finish);
      return this.#nothingDone(say.ANSWER_CUT, context);
    }
    if (message.tool_calls.length > 0) {
      this.#remember(answered, message, finish);
      this.#acted();
      return this.#memory.answer(await this.#runner.runAll(message.tool_calls, context));
    }
    if (text === "" || text === say.SILENT) {
      this.#remember(answered, inWords(message, say.SILENT), finish);
      return this.#nothingDone(finish === "length" ? say.ANSWER_CUT : this.#reminder, context);
    }
    this.#remember(answered, message, finish);
    const printed = parsePrintedCalls(text, this.#signatures);
    if (!printed) return this.#hearText(text, finish, context);
    this.#acted();
    const calls = printed.map((call) => ({ ...call, call_id: this.#newCallId() }));
    return this.#memory.tell(await this.#runner.runAll(calls, context));
  }

  async #hearText(text: string, finish: FinishReason, context: RunContext): Verdict {
    const { plainText, constantMsg, name } = this.#options;
    if (!this.#knowsHowToSpeak) {
      this.#knowsHowToSpeak = true;
      this.#idleTurns = plainText === "ignore" ? 1 : 0;
      this.#memory.instruct(constantMsg === undefined ? say.HOW_TO_SPEAK : `${say.HOW_TO_SPEAK}\n${constantMsg}`);
      return null;
    }
    if (plainText === "ignore") return this.#nothingDone(this.#reminder, context);
    this.#idleTurns = 0;
    const { answers, outcome } = await this.#speech.say(withoutOwnName(text, name), context);
    const failure = this.#memory.tell(answers);
    if (failure || context.signal.aborted) return failure;
    if (finish === "length") this.#memory.instruct(say.TEXT_CUT);
    switch (outcome) {
      case "kept":
        this.#memory.instruct(say.SPOKEN_TEXT_KEPT);
        return null;
      case "not_taken":
        this.#memory.instruct(say.SPOKEN_TEXT_NOT_TAKEN);
        return this.#waitInItsPlace(context);
      case "sent":
        // It cannot call check: asked again at once, it would talk to itself.
        return this.#waitInItsPlace(context);
    }
  }

  /** Silence is allowed: a model that does nothing is asked a few times, then not before it is spoken to. */
  async #nothingDone(words: string | null, context: RunContext): Verdict {
    this.#idleTurns++;
    if (words === null || this.#idleTurns >= IDLE_TURNS) return this.#waitInItsPlace(context);
    this.#memory.instruct(words);
    return null;
  }

  async #waitInItsPlace(context: RunContext): Verdict {
    for (;;) {
      const answer = await this.#runner.run(this.#ownCall("check", { timeout: WAIT_MS }), context);
      const failure = this.#memory.tell([answer]);
      const timedOut = answer.result && "timed_out" in answer.result && answer.result.timed_out === true;
      if (failure || context.signal.aborted || !timedOut) return failure;
    }
  }

  async #interrupted(
    answered: Answered,
    turn: Extract<TurnOutcome, { type: "interrupted" }>,
    context: RunContext,
  ): Verdict {
    this.#interruptions++;
    const { calls, message, thought, tokens } = salvage(turn.partial);
    this.#remember(answered, message, "interrupted");
    this.#memory.instruct(calls.length > 0 ? say.INTERRUPTED_DRAFT : say.INTERRUPTED_THOUGHT);
    if (calls.length > 0) this.#speech.forget();
    const answers = await this.#runner.runAll(calls, context);
    const segment = answers.some(({ name, result }) => name === "append" && result !== undefined && result.status > 0);
    this.#options.onEvent({
      type: "interrupted",
      agent: this.#options.name,
      kept: segment ? "segment" : thought,
      tokens,
    });
    const failure = this.#memory.tell(answers);
    // Any action brings what was said; where none ran, the model is shown it all the same.
    if (failure || answers.some(({ result }) => result && result.reason !== "skipped")) return failure;
    return this.#memory.tell([await this.#runner.run(this.#ownCall("check", { timeout: 0 }), context)]);
  }

  /** The context is full: a new history begins with what the agent was shown last. */
  async #startOver(): Promise<void> {
    const { session, instruction, renderResult, tools } = this.#options;
    this.#startedOver = true;
    this.#contextUsed = 0;
    const { draft, messages: news } = await session.preview();
    for (const event of news) this.#recollection.note(event);
    const messages = this.#recollection.last(session.seen);
    const transcript = messages.length === 0 ? "" : renderResult("check", { status: 1, messages });
    const work = (await tools?.recall()) ?? "";
    this.#caller.startOver();
    this.#memory.startOver(`${instruction}\n${say.freshStart(transcript, draft, work)}`);
  }

  #remember({ turn, durationMs }: Answered, message: AssistantMessage, finish: FinishReason | "interrupted"): void {
    const { usage, characters } = turn.partial;
    this.#contextUsed = usage ? usage.input + usage.output : this.#contextUsed;
    this.#caller.answered(usage, this.#memory.length, turn.type === "done" && message === turn.message);
    this.#memory.remember(message, { finish, usage, characters, durationMs });
  }

  /** The model has used a tool of its own accord. */
  #acted(): void {
    this.#idleTurns = 0;
    this.#speech.forget();
  }

  get #reminder(): string {
    return this.#options.constantMsg ?? say.SAY_OR_CHECK;
  }

  /** Told once; from then on a refusal is silence. */
  #refusalWords(): string | null {
    const words = this.#knowsOfRefusal ? null : say.REFUSED;
    this.#knowsOfRefusal = true;
    return words;
  }

  /** A call in the model's place. */
  #ownCall(name: string, parameters: Record<string, unknown>): ToolCall {
    return { call_id: this.#newCallId(), name, arguments: JSON.stringify(parameters) };
  }

  #newCallId(): string {
    return `own_${++this.#ownCalls}`;
  }
}

function signatureOf({ name, parameters }: ToolSpec): readonly [string, readonly string[]] {
  return [name, Object.keys(parameters["properties"] ?? {})];
}

/** Without calls, and without the provider's own form, which would still hold them, or nothing at all. */
function inWords({ thinking }: AssistantMessage, text: string): AssistantMessage {
  return { role: "assistant", text, thinking, tool_calls: [] };
}

/** `Ada: hello` of Ada is `hello`: models copy the form of what they read. */
function withoutOwnName(text: string, name: string): string {
  return text.startsWith(`${name}:`) ? text.slice(name.length + 1).trim() || text : text;
}
