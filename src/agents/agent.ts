/**
 * One participant that thinks with a model: takes its seat, talks until it is stopped or cannot go on, and leaves the
 * room whatever happened.
 */
import { isMessage, type RoomEvent } from "../chatroom/protocol.ts";
import type { AgentEnd, AgentOptions } from "./agent-options.ts";
import { NO_TOOLS } from "./agent-tools.ts";
import { errorMessage } from "./error-message.ts";
import { AgentLoop } from "./loop.ts";
import { ModelCaller } from "./model-call.ts";
import { Recollection } from "./recollection.ts";
import { ToolRunner } from "./tool-runner.ts";
import { AGENT_TOOLS } from "./tools.ts";
import type { AgentActivity } from "./types.ts";

export class Agent {
  readonly name: string;
  readonly #options: AgentOptions;
  readonly #abort = new AbortController();
  readonly #recollection = new Recollection();
  readonly #loop: AgentLoop;
  /** Cuts the turn under way; null while there is none that may be cut. */
  #interrupt: (() => void) | null = null;
  #activity: AgentActivity = "idle";

  constructor(options: AgentOptions) {
    const { name, provider, session, clock, onEvent, tools = NO_TOOLS } = options;
    this.name = name;
    this.#options = options;
    const setActivity = (activity: AgentActivity) => this.#setActivity(activity);
    const caller = new ModelCaller({
      ...options,
      tools: [...AGENT_TOOLS, ...tools.specs],
      seen: () => session.seen,
      turn: {
        provider,
        clock,
        setActivity,
        onModelEvent: (event) => {
          tools.hear(event);
          onEvent({ type: "model", agent: name, event });
        },
        composing: () => session.composing(),
        watch: (interrupt) => this.#watch(interrupt),
      },
    });
    const runner = new ToolRunner({
      ...options,
      tools,
      setActivity,
      onResult: ({ messages }) => {
        for (const event of messages) this.#recollection.note(event);
      },
    });
    this.#loop = new AgentLoop({ options, caller, runner, recollection: this.#recollection });
  }

  get activity(): AgentActivity {
    return this.#activity;
  }

  /** Ends a running `run` soon. */
  stop(): void {
    this.#abort.abort();
  }

  /** Talks until `signal` aborts, `stop` is called, the gate says no or the agent fails. Never rejects. Call once. */
  async run(signal: AbortSignal): Promise<AgentEnd> {
    const { session, subscribe, onEvent } = this.#options;
    const either = AbortSignal.any([signal, this.#abort.signal]);
    const unsubscribe = subscribe((event) => this.#hear(event));
    const end = await this.#talk(either).catch((error: unknown): AgentEnd => {
      if (either.aborted) return { reason: "stopped" };
      return { reason: "failed", error: { kind: "unknown", message: errorMessage(error), retryable: false } };
    });
    unsubscribe();
    // A room that is gone needs no good-bye.
    await session.leave().catch(() => {});
    if (end.reason === "failed") onEvent({ type: "failed", agent: this.name, error: end.error });
    this.#setActivity("stopped");
    return end;
  }

  async #talk(signal: AbortSignal): Promise<AgentEnd> {
    if (signal.aborted) return { reason: "stopped" };
    const { session, name, renderResult } = this.#options;
    if (session.username !== null) return this.#loop.run(signal, "");
    const result = await session.login(name);
    for (const event of result.messages) this.#recollection.note(event);
    return this.#loop.run(signal, renderResult("login", result));
  }

  #hear(event: RoomEvent): void {
    this.#recollection.note(event);
    if (isMessage(event) && event.sender !== this.#options.session.username) this.#interrupt?.();
  }

  #watch(interrupt: () => void): () => void {
    this.#interrupt = this.#loop.interruptible ? interrupt : null;
    return () => {
      this.#interrupt = null;
    };
  }

  #setActivity(activity: AgentActivity): void {
    if (activity === this.#activity) return;
    this.#activity = activity;
    this.#options.onEvent({ type: "activity", agent: this.name, activity });
  }
}
