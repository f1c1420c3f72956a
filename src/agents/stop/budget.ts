/**
 * The cost limit, over all agents: every call reserves its worst case before it is made, so the limit is never passed,
 * however many calls are under way. USD.
 */
import type { Rates } from "../pricing.ts";
import type { CallEstimate } from "../types.ts";

export class Budget {
  readonly #limit: number;
  #spent = 0;
  #reserved = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get spent(): number {
    return this.#spent;
  }

  /** Whether money is set aside that may come free again. */
  get hasReservations(): boolean {
    return this.#reserved > 0;
  }

  /** Sets the worst case aside; false where that could pass the limit. */
  reserve(worstCase: number): boolean {
    if (this.#spent + this.#reserved + worstCase > this.#limit) return false;
    this.#reserved += worstCase;
    return true;
  }

  /** The call is over; `cost` is what it really took. */
  settle(worstCase: number, cost: number): void {
    // Sums of fractions drift: what is left of nothing is nothing.
    this.#reserved = Math.max(0, this.#reserved - worstCase);
    if (this.#reserved < 1e-12) this.#reserved = 0;
    this.#spent += cost;
  }
}

/** USD one call can cost at most: nothing of the prompt from the cache, or all of it written to the cache. */
export function worstCaseCost(rates: Rates, { max_input, max_output }: CallEstimate): number {
  return max_input * Math.max(rates.input, rates.cached, rates.cache_write) + max_output * rates.output;
}
