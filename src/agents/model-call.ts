/**
 * One model turn from asking for leave to its outcome: passes the gate before every attempt, settles every permit
 * exactly once, and waits and tries again where that can help.
 */
import { type Clock, sleep } from "../chatroom/clock.ts";
import { InputMeter } from "./estimate.ts";
import type { History } from "./history.ts";
import type { PartialTurn } from "./partial-turn.ts";
import { retryDelay } from "./retry.ts";
import { runTurn, type TurnContext, type TurnOutcome } from "./turn.ts";
import type { AgentEvent, ModelError, ModelRequest, Permit, ToolSpec, TurnGate, Usage } from "./types.ts";

export interface CallerOptions {
  readonly name: string;
  readonly turn: TurnContext;
  readonly system: string;
  readonly tools: readonly ToolSpec[];
  readonly maxOutputTokens: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly gate: TurnGate;
  readonly onEvent: (event: AgentEvent) => void;
  /** The seq up to which the agent has been shown the room. */
  readonly seen: () => number;
  /** Whether a failed call is made again although somebody has seen a part of its answer. Default: it is. */
  readonly retriesShown?: boolean | undefined;
}

export type CallOutcome =
  | {
      readonly type: "answered";
      readonly turn: Extract<TurnOutcome, { type: "done" | "interrupted" }>;
      /** What the model had read of the room when it was asked. */
      readonly asOf: number;
      readonly durationMs: number;
    }
  | { readonly type: "stopped" }
  | { readonly type: "gate" }
  | {
      readonly type: "failed";
      readonly error: ModelError;
      /** What the last attempt had generated. */
      readonly partial: PartialTurn;
    };

const NOTHING_USED: Usage = { input: 0, cached: 0, cache_write: 0, output: 0 };

export class ModelCaller {
  readonly #options: CallerOptions;
  #meter = new InputMeter();

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** The history is another one from now on. */
  startOver(): void {
    this.#meter = new InputMeter();
  }

  async call(history: History, signal: AbortSignal): Promise<CallOutcome> {
    const { name, system, tools, maxOutputTokens, clock, random, onEvent, seen, turn } = this.#options;
    const request: ModelRequest = {
      system,
      tools,
      history: history.snapshot(),
      max_output_tokens: maxOutputTokens,
      cache_key: name,
    };
    for (let attempt = 1; ; attempt++) {
      turn.setActivity("idle");
      const permit = await this.#enter(request, signal);
      if (signal.aborted) return { type: "stopped" };
      if (!permit) return { type: "gate" };
      const asOf = seen();
      const started = clock.monotonic();
      const outcome = await this.#attempt(request, permit, signal);
      switch (outcome.type) {
        case "done":
        case "interrupted":
          return { type: "answered", turn: outcome, asOf, durationMs: clock.monotonic() - started };
        case "stopped":
          return outcome;
        case "failed": {
          const { error, partial } = outcome;
          const again = this.#options.retriesShown !== false || !isShown(partial);
          const wait_ms = again ? retryDelay(error, attempt, random) : null;
          if (wait_ms === null) return { type: "failed", error, partial };
          turn.setActivity("retrying");
          onEvent({ type: "retry", agent: name, error, attempt, wait_ms });
          await sleep(clock, wait_ms, signal);
        }
      }
    }
  }

  /** The answer is in the history: `kept` as the model gave it, or in our own words. */
  answered(usage: Usage | null, entriesSent: number, kept: boolean): void {
    this.#meter.counted(usage, entriesSent, kept);
  }

  async #enter(request: ModelRequest, signal: AbortSignal): Promise<Permit | null> {
    const { name, turn, maxOutputTokens, gate } = this.#options;
    const permit = await gate.enter(
      { agent: name, model: turn.provider.id, max_input: this.#meter.bound(request), max_output: maxOutputTokens },
      signal,
    );
    // Leave that came together with the end is given back unused.
    if (signal.aborted) permit?.settle(NOTHING_USED);
    return permit;
  }

  async #attempt(request: ModelRequest, permit: Permit, signal: AbortSignal): Promise<TurnOutcome> {
    let usage: Usage | null = null;
    try {
      const outcome = await runTurn(this.#options.turn, request, signal);
      usage = outcome.partial.usage ?? (wasRefused(outcome) ? NOTHING_USED : null);
      return outcome;
    } finally {
      permit.settle(usage);
    }
  }
}

/** Somebody who reads along has seen something of it. */
function isShown({ text, calls }: PartialTurn): boolean {
  return text.trim() !== "" || calls.length > 0;
}

/** The server answered with an error status before a single token: no provider bills that. */
function wasRefused(outcome: TurnOutcome): boolean {
  return outcome.type === "failed" && (outcome.error.status ?? 0) >= 400 && outcome.partial.characters === 0;
}
