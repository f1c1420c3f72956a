/**
 * The history of one agent and what is about to enter it. All of it is announced, so that a log can rebuild it: a user
 * message is made of the instructions, and of the responses to calls that the model did not make itself, since its last
 * turn, in order, joined by line ends.
 */
import { History } from "./history.ts";
import { estimateTokens } from "./interruption.ts";
import type { Answer } from "./tool-runner.ts";
import type { AgentEvent, AssistantMessage, FinishReason, ModelError, Usage } from "./types.ts";

export interface MemoryOptions {
  readonly name: string;
  readonly model: string;
  readonly onEvent: (event: AgentEvent) => void;
}

/** What is known of a turn beside its message. */
export interface TurnFacts {
  readonly finish: FinishReason | "interrupted";
  readonly usage: Usage | null;
  /** All that was generated: the estimate where the provider did not count. */
  readonly characters: number;
  readonly durationMs: number;
}

export class AgentMemory {
  readonly #options: MemoryOptions;
  #history = new History();
  #told: string[] = [];

  constructor(options: MemoryOptions) {
    this.#options = options;
  }

  /** Ready to be sent: what the model has been told since its last turn is in it. */
  get history(): History {
    if (this.#told.length > 0) this.#history.append({ role: "user", text: this.#told.join("\n") });
    this.#told = [];
    return this.#history;
  }

  /** Entries that were sent so far. */
  get length(): number {
    return this.#history.length;
  }

  instruct(text: string): void {
    this.#told.push(text);
    this.#options.onEvent({ type: "instruction", agent: this.#options.name, text });
  }

  /** Answers to calls made in the model's place. */
  tell(answers: readonly Answer[]): ModelError | null {
    this.#told.push(...answers.map(({ text }) => text));
    return failureIn(answers);
  }

  /** Answers to the calls of the model's last turn. */
  answer(answers: readonly Answer[]): ModelError | null {
    this.#history.append({ role: "tool", results: answers.map(({ call_id, text }) => ({ call_id, text })) });
    return failureIn(answers);
  }

  /** The model's turn, as the history is to have it. */
  remember(message: AssistantMessage, { finish, usage, characters, durationMs }: TurnFacts): void {
    const { name, model, onEvent } = this.#options;
    this.#history.append(message);
    onEvent({
      type: "turn",
      agent: name,
      model,
      message,
      finish,
      usage: usage ?? { input: 0, cached: 0, cache_write: 0, output: estimateTokens(characters) },
      cost_usd: usage?.cost_usd ?? null,
      duration_ms: Math.round(durationMs),
    });
  }

  /** Begins a new history, with `text`. */
  startOver(text: string): void {
    this.#history = new History();
    this.#told = [text];
    this.#options.onEvent({ type: "instruction", agent: this.#options.name, text, new_history: true });
  }
}

function failureIn(answers: readonly Answer[]): ModelError | null {
  return answers.find(({ failure }) => failure)?.failure ?? null;
}
