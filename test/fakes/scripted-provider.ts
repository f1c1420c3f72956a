/**
 * A model whose turns are data. A turn is a list of steps: events of the stream, and places where the stream waits
 * until the test opens them. A call that was not foreseen fails loudly.
 */
import type {
  FinishReason,
  ModelError,
  ModelEvent,
  ModelProvider,
  ModelRequest,
  ToolCall,
  Usage,
  WireMessage,
} from "../../src/agents/types.ts";

export type Step =
  | ModelEvent
  /** The stream stands still here until `provider.open(name)`. */
  | { readonly type: "gate"; readonly name: string }
  /** Nothing more comes, and an abort is not heard. */
  | { readonly type: "hang" }
  /** Against the contract: the stream throws. */
  | { readonly type: "throw"; readonly message: string };

export type Turn = readonly Step[];

interface Gate {
  readonly reached: PromiseWithResolvers<void>;
  readonly opened: PromiseWithResolvers<void>;
}

export class ScriptedProvider implements ModelProvider {
  readonly id = "scripted/test";
  readonly requests: ModelRequest[] = [];
  readonly #turns: Turn[];
  readonly #gates = new Map<string, Gate>();

  constructor(turns: readonly Turn[]) {
    this.#turns = [...turns];
  }

  get turnsLeft(): number {
    return this.#turns.length;
  }

  /** Resolves when the stream stands at the gate. */
  reached(name: string): Promise<void> {
    return this.#gate(name).reached.promise;
  }

  open(name: string): void {
    this.#gate(name).opened.resolve();
  }

  async *stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    this.requests.push(request);
    const turn = this.#turns.shift();
    if (!turn) {
      yield fail({ kind: "bad_request", message: `unexpected request: ${JSON.stringify(request.history.at(-1))}` });
      return;
    }
    for (const step of turn) {
      if (signal.aborted) return yield { type: "aborted" };
      switch (step.type) {
        case "gate":
          this.#gate(step.name).reached.resolve();
          await Promise.race([this.#gate(step.name).opened.promise, aborted(signal)]);
          break;
        case "hang":
          await new Promise(() => {});
          break;
        case "throw":
          throw new Error(step.message);
        default:
          yield step;
      }
    }
    if (signal.aborted) yield { type: "aborted" };
  }

  #gate(name: string): Gate {
    const gate = this.#gates.get(name) ?? { reached: Promise.withResolvers(), opened: Promise.withResolvers() };
    this.#gates.set(name, gate);
    return gate;
  }
}

export const USAGE: Usage = { input: 100, cached: 0, cache_write: 0, output: 10 };

let calls = 0;

export function call(name: string, parameters: Record<string, unknown> | string = {}): ToolCall {
  const text = typeof parameters === "string" ? parameters : JSON.stringify(parameters);
  return { call_id: `call_${++calls}`, name, arguments: text };
}

export interface TurnParts {
  readonly thinking?: string;
  readonly text?: string;
  readonly calls?: readonly ToolCall[];
  readonly finish?: FinishReason;
  readonly usage?: Usage | null;
  readonly raw?: WireMessage;
}

/** A whole turn. As the wires do it, a turn that did not end by itself has calls in its stream but not in its message. */
export function turn(parts: TurnParts): Turn {
  const { thinking = "", text = "", calls: made = [], usage = USAGE, raw } = parts;
  const finish = parts.finish ?? (made.length > 0 ? "tool_use" : "end");
  const steps: Step[] = [];
  if (thinking !== "")
    steps.push({ type: "thinking_start" }, { type: "thinking_delta", text: thinking }, { type: "thinking_end" });
  if (text !== "") steps.push({ type: "text_start" }, { type: "text_delta", text }, { type: "text_end" });
  for (const one of made) steps.push(...callSteps(one));
  if (usage) steps.push({ type: "usage", usage });
  const tool_calls = finish === "tool_use" ? made : [];
  steps.push({ type: "done", finish, message: { role: "assistant", text, thinking, tool_calls, ...(raw && { raw }) } });
  return steps;
}

/** A call as it streams, in two pieces. */
export function callSteps({ call_id, name, arguments: text }: ToolCall): readonly ModelEvent[] {
  const half = Math.ceil(text.length / 2);
  return [
    { type: "tool_call_start", call_id, name },
    { type: "tool_call_delta", call_id, text: text.slice(0, half) },
    { type: "tool_call_delta", call_id, text: text.slice(half) },
    { type: "tool_call_end", call_id },
  ];
}

export function callTools(...made: readonly ToolCall[]): Turn {
  return turn({ calls: made });
}

export function sayPlainly(text: string): Turn {
  return turn({ text });
}

export function fail(error: Partial<ModelError> & Pick<ModelError, "kind">): ModelEvent {
  return { type: "error", error: { message: error.kind, retryable: false, ...error } };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
