/**
 * What every model call passes: the pause key, the cool-down of an agent that repeats itself, and the limits on turns,
 * tokens and cost. A limit lets the calls under way come to their end, then closes the conversation.
 */
import { type Clock, sleep } from "../chatroom/clock.ts";
import type { Price } from "./pricing.ts";
import { Budget, worstCaseCost } from "./stop/budget.ts";
import type { AgentActivity, CallEstimate, Permit, StopReason, TurnGate, Usage } from "./types.ts";

export interface GateOptions {
  readonly clock: Clock;
  /** null: no limit. */
  readonly limits: { readonly turns: number | null; readonly tokens: number | null; readonly costUsd: number | null };
  /** By agent; null where the price is unknown. */
  readonly prices: ReadonlyMap<string, Price | null>;
  /** No further call is possible and none is under way. */
  readonly onLimit: (reason: StopReason) => void;
  readonly onActivity: (agent: string, activity: AgentActivity) => void;
}

export interface Spent {
  readonly turns: number;
  /** Input (cached part included) and output. */
  readonly tokens: number;
  /** USD; null where a call of unknown price was made. */
  readonly cost: number | null;
}

export class ConversationGate implements TurnGate {
  readonly #options: GateOptions;
  readonly #budget: Budget;
  readonly #coolUntil = new Map<string, number>();
  readonly #waiters = new Set<() => void>();
  #paused = false;
  #turns = 0;
  #tokens = 0;
  #unpriced = false;
  #underWay = 0;
  #reached: StopReason | null = null;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#budget = new Budget(options.limits.costUsd ?? Infinity);
  }

  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    this.#wake();
  }

  get spent(): Spent {
    return { turns: this.#turns, tokens: this.#tokens, cost: this.#unpriced ? null : this.#budget.spent };
  }

  /** Lets `agent` make no call for `ms`. */
  coolDown(agent: string, ms: number): void {
    this.#coolUntil.set(agent, this.#options.clock.monotonic() + ms);
  }

  async enter(estimate: CallEstimate, signal: AbortSignal): Promise<Permit | null> {
    for (;;) {
      await this.#untilFree(estimate.agent, signal);
      if (signal.aborted || this.#reached) return this.#refuse(null);
      const { turns, tokens } = this.#options.limits;
      if (turns !== null && this.#turns >= turns) return this.#refuse("max_turns");
      if (tokens !== null && this.#tokens >= tokens) return this.#refuse("max_tokens");
      const price = this.#options.prices.get(estimate.agent) ?? null;
      const worstCase = price ? worstCaseCost(price.rates, estimate) : 0;
      if (this.#budget.reserve(worstCase)) return this.#permit(worstCase, price);
      // Another call may cost less than was set aside for it: wait for that, or there is nothing to wait for.
      if (!this.#budget.hasReservations) return this.#refuse("max_cost");
      await this.#change(signal);
    }
  }

  #permit(worstCase: number, price: Price | null): Permit {
    this.#turns++;
    this.#underWay++;
    return {
      settle: (usage) => {
        this.#underWay--;
        this.#tokens += usage ? usage.input + usage.output : 0;
        // A call that ended without a bill may have cost all that was set aside for it.
        const cost = usage ? this.#costOf(price, usage) : worstCase;
        this.#budget.settle(worstCase, cost);
        this.#wake();
        this.#closeIfDrained();
      },
    };
  }

  #costOf(price: Price | null, usage: Usage): number {
    if (price) return price.costOf(usage);
    if (usage.cost_usd === undefined) this.#unpriced = true;
    return usage.cost_usd ?? 0;
  }

  #refuse(reason: StopReason | null): null {
    this.#reached ??= reason;
    this.#wake();
    this.#closeIfDrained();
    return null;
  }

  #closeIfDrained(): void {
    if (this.#reached && this.#underWay === 0) this.#options.onLimit(this.#reached);
  }

  async #untilFree(agent: string, signal: AbortSignal): Promise<void> {
    while (this.#paused && !signal.aborted) {
      this.#options.onActivity(agent, "paused");
      await this.#change(signal);
    }
    const rest = (this.#coolUntil.get(agent) ?? 0) - this.#options.clock.monotonic();
    if (rest > 0 && !signal.aborted) {
      this.#options.onActivity(agent, "cooling");
      await sleep(this.#options.clock, rest, signal);
    }
  }

  /** Resolves when something of the gate has changed, or `signal` aborts. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiters.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.#waiters.add(done);
      if (signal.aborted) done();
      else signal.addEventListener("abort", done, { once: true });
    });
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }
}
