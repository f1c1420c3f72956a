/**
 * Listens to one chat: answers a message, takes more of them while it answers, is paused and stopped, and ends when nobody
 * has wanted anything for some time.
 */
import type { Clock } from "../../chatroom/clock.ts";
import type { ProcessorActivity } from "../wire.ts";
import type { AnswerRequest } from "./answer-request.ts";
import type { AnswerRun } from "./answer-run.ts";

/** What the processor does when what runs is over. */
type Next = "idle" | "paused" | "ended";

type State =
  | { readonly type: "idle" | "paused"; readonly cancelTimeout: () => void }
  | {
      readonly type: "running";
      run: AnswerRun;
      next: Next;
      /** Written meanwhile, and not taken yet. */
      waiting: AnswerRequest[];
      readonly over: Promise<void>;
    }
  | { readonly type: "ended" };

export interface ProcessorOptions {
  readonly clock: Clock;
  /** After it became idle or was paused, ms. */
  readonly timeoutMs: number;
  readonly runOf: (request: AnswerRequest, takeMessages: () => readonly string[]) => AnswerRun;
  readonly onActivity: (activity: ProcessorActivity) => void;
}

export class Processor {
  readonly #options: ProcessorOptions;
  #state: State;

  constructor(options: ProcessorOptions) {
    this.#options = options;
    this.#state = this.#resting("idle");
  }

  get activity(): ProcessorActivity {
    return this.#state.type;
  }

  /** It takes no more messages; another one listens after it. */
  get isEnding(): boolean {
    return this.#state.type === "ended" || (this.#state.type === "running" && this.#state.next === "ended");
  }

  /** The document that is written just now; null: none. */
  get documentId(): string | null {
    return this.#state.type === "running" ? this.#state.run.documentId : null;
  }

  /** Not while it is ending. */
  take(request: AnswerRequest): void {
    const state = this.#state;
    switch (state.type) {
      case "idle":
      case "paused":
        state.cancelTimeout();
        return this.#start(request);
      case "running":
        state.waiting.push(request);
        // A message after a pause goes on.
        if (state.next === "paused") state.next = "idle";
        return;
      case "ended":
        throw new Error("a processor that has ended takes no messages");
    }
  }

  pause(): void {
    const state = this.#state;
    if (state.type === "idle") {
      state.cancelTimeout();
      this.#become(this.#resting("paused"));
    } else if (state.type === "running" && state.next !== "ended") {
      state.next = "paused";
      // The next answer finds them in the chat.
      state.waiting = [];
      state.run.abort();
    }
  }

  /** Resolves when all that was begun is stored and told. */
  async stop(): Promise<void> {
    const state = this.#state;
    switch (state.type) {
      case "idle":
      case "paused":
        state.cancelTimeout();
        this.#become({ type: "ended" });
        return;
      case "running":
        state.next = "ended";
        state.waiting = [];
        state.run.abort();
        return state.over;
      case "ended":
    }
  }

  /** Resolves when it has ended; only while it is ending. */
  async ended(): Promise<void> {
    if (this.#state.type === "running") await this.#state.over;
  }

  #start(request: AnswerRequest): void {
    const over = Promise.withResolvers<void>();
    this.#become({ type: "running", run: this.#runOf(request), next: "idle", waiting: [], over: over.promise });
    void this.#work().then(over.resolve);
  }

  /** Answers until nothing is left to answer. Runs do not reject. */
  async #work(): Promise<void> {
    for (;;) {
      const state = this.#state;
      if (state.type !== "running") return;
      await state.run.answer();
      const request = state.next === "idle" ? nextOf(state.waiting) : null;
      if (!request) return this.#become(state.next === "ended" ? { type: "ended" } : this.#resting(state.next));
      state.waiting = state.waiting.slice(request.taken);
      state.run = this.#runOf(request.request);
    }
  }

  #runOf(request: AnswerRequest): AnswerRun {
    return this.#options.runOf(request, () => this.#takeMessages());
  }

  #takeMessages(): readonly string[] {
    const state = this.#state;
    if (state.type !== "running") return [];
    const taken = state.waiting.filter(({ isOwn }) => !isOwn);
    state.waiting = state.waiting.filter(({ isOwn }) => isOwn);
    return taken.map(({ prompt }) => prompt);
  }

  #resting(type: "idle" | "paused"): State {
    const { clock, timeoutMs } = this.#options;
    return { type, cancelTimeout: clock.schedule(timeoutMs, () => this.#become({ type: "ended" })) };
  }

  #become(state: State): void {
    this.#state = state;
    this.#options.onActivity(state.type);
  }
}

/** What was written one after the other is answered together, as the last of it wants; a message with a block of its own by itself. */
function nextOf(waiting: readonly AnswerRequest[]): { readonly request: AnswerRequest; readonly taken: number } | null {
  const own = waiting.findIndex(({ isOwn }) => isOwn);
  const together = waiting.slice(0, own === -1 ? waiting.length : Math.max(own, 1));
  const last = together.at(-1);
  if (!last) return null;
  return {
    request: { ...last, prompt: together.map(({ prompt }) => prompt).join("\n\n") },
    taken: together.length,
  };
}
