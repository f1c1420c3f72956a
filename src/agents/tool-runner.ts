/**
 * Runs the calls of one model turn, in order. Each is answered exactly once, whatever becomes of it: run, refused,
 * not understood, or not run because an earlier one did not go through.
 */
import { ChatError } from "../chatroom/errors.ts";
import type { ActionResult, ChatSession } from "../chatroom/session.ts";
import type { AgentTools } from "./agent-tools.ts";
import { errorMessage } from "./error-message.ts";
import { NOT_RUN_AFTER_REFUSAL, NOT_RUN_AT_THE_END } from "./reminders.ts";
import { AGENT_ACTIONS, expectedArguments, parseArguments, readArguments } from "./tools.ts";
import type { AgentActivity, AgentEvent, ModelError, ToolCall } from "./types.ts";

export interface RunnerOptions {
  readonly name: string;
  readonly session: ChatSession;
  /** Beside the room's actions. */
  readonly tools: AgentTools;
  readonly checkTimeoutMs?: number | undefined;
  readonly onEvent: (event: AgentEvent) => void;
  readonly onResult: (result: ActionResult) => void;
  readonly setActivity: (activity: AgentActivity) => void;
  readonly renderResult: (action: string, result: ActionResult) => string;
}

export interface RunContext {
  /** The seq up to which the model had read the room when it wrote these calls. */
  readonly asOf: number;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly call_id: string;
  readonly name: string;
  /** What the model is shown. */
  readonly text: string;
  /** Absent where no action ran. */
  readonly result?: ActionResult;
  /** The room cannot be used any more. */
  readonly failure?: ModelError;
}

const SKIPPED: ActionResult = { status: 0, reason: "skipped", messages: [] };

export class ToolRunner {
  readonly #options: RunnerOptions;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  async runAll(calls: readonly ToolCall[], context: RunContext): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    let halted = false;
    for (const call of calls) {
      // What a tool beside the room does has begun while the model wrote: it has nothing to do with a refusal there.
      const skipped = halted && !this.#isOther(call);
      const answer: Answer = skipped ? this.#skip(call, NOT_RUN_AFTER_REFUSAL) : await this.run(call, context);
      answers.push(answer);
      halted ||= answer.failure !== undefined || halts(answer);
    }
    return answers;
  }

  async run(call: ToolCall, context: RunContext): Promise<Answer> {
    if (context.signal.aborted) return this.#skip(call, NOT_RUN_AT_THE_END);
    this.#announce(call);
    const action = AGENT_ACTIONS.get(call.name);
    const { tools } = this.#options;
    if (!action) {
      if (this.#isOther(call)) return this.#runOther(call);
      const names = [...AGENT_ACTIONS.keys(), ...tools.specs.map(({ name }) => name)];
      return this.#answer(call, { text: `[system] Unknown tool ${quote(call.name)}. Tools: ${names.join(", ")}.` });
    }
    const parsed = parseArguments(action, call.arguments);
    if (!parsed.ok) {
      const text = `[system] Arguments of ${call.name} are not valid: ${parsed.problem}; expected ${expectedArguments(action)}.`;
      return this.#answer(call, { text });
    }
    const { session, checkTimeoutMs, setActivity, renderResult, onResult } = this.#options;
    const blocks = call.name === "check";
    if (blocks) setActivity("waiting");
    try {
      const result = await action.run(session, parsed.value, { ...context, checkTimeout: checkTimeoutMs });
      onResult(result);
      return this.#answer(call, { result, text: renderResult(call.name, result) || "[system] ok" });
    } catch (error) {
      return this.#answer(call, troubleOf(error));
    } finally {
      if (blocks) setActivity("idle");
    }
  }

  /** Whoever works beside the room hears it as whoever speaks there. */
  async #runOther(call: ToolCall): Promise<Answer> {
    const { tools, session, renderResult, onResult } = this.#options;
    const text = inLines(await tools.run(call));
    try {
      const { messages, missed } = await session.preview();
      const result: ActionResult = { status: 1, messages, ...(missed !== undefined && { missed }) };
      onResult(result);
      const heard = messages.length === 0 ? "" : `\n${renderResult("check", result)}`;
      return this.#answer(call, { result, text: `${text}${heard}` });
    } catch (error) {
      return this.#answer(call, troubleOf(error));
    }
  }

  /** Of a tool beside the room's actions. */
  #isOther(call: ToolCall): boolean {
    return this.#options.tools.specs.some(({ name }) => name === call.name);
  }

  #skip(call: ToolCall, text: string): Answer {
    this.#announce(call);
    return this.#answer(call, { text, result: SKIPPED });
  }

  #announce(call: ToolCall): void {
    const value = readArguments(call.arguments);
    this.#options.onEvent({
      type: "tool_call",
      agent: this.#options.name,
      call_id: call.call_id,
      name: call.name,
      arguments: typeof value === "object" && value !== null ? value : call.arguments,
    });
  }

  #answer({ call_id, name }: ToolCall, answer: Omit<Answer, "call_id" | "name">): Answer {
    const { text, result } = answer;
    this.#options.onEvent({
      type: "tool_response",
      agent: this.#options.name,
      call_id,
      name,
      ...(result && { result }),
      text,
    });
    return { call_id, name, ...answer };
  }
}

/** Whether the model has to see this answer before anything else it asked for is done. */
function halts({ name, result }: Answer): boolean {
  if (!result) return false;
  if (name === "push") return result.status === 0;
  if (name !== "append" || result.status === 1) return false;
  return result.status === 2 || result.reason !== "empty_text";
}

function troubleOf(error: unknown): Omit<Answer, "call_id" | "name"> {
  const message = errorMessage(error);
  const text = `[system] ${message}`;
  // Misuse is the model's to mend; anything else is a room that is gone.
  if (error instanceof ChatError && error.code === "invalid_argument") return { text };
  return { text, failure: { kind: "unknown", message: `the room cannot be used: ${message}`, retryable: false } };
}

/** As everything in the room that nobody there has said; what it quotes cannot look like a message. */
function inLines(text: string): string {
  const lines = text.replaceAll("\n", "\n  ");
  return lines.startsWith("[system] ") ? lines : `[system] ${lines}`;
}

function quote(name: string): string {
  const short = name.length > 64 ? `${name.slice(0, 64)}…` : name;
  return `'${short.replace(/\s+/gu, " ")}'`;
}
