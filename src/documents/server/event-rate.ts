/** How many events a second are taken: a bucket, twice the rate deep, so that a burst passes and a stream of them does not. */
import type { Clock } from "../../chatroom/clock.ts";

export class EventRate {
  readonly #clock: Clock;
  readonly #rate: number;
  #tokens: number;
  /** Monotonic ms. */
  #at: number;

  /** `rate` a second; 0: no limit. */
  constructor(rate: number, clock: Clock) {
    this.#clock = clock;
    this.#rate = rate;
    this.#tokens = 2 * rate;
    this.#at = clock.monotonic();
  }

  /** Whether one more passes; it is counted then. */
  take(): boolean {
    if (this.#rate === 0) return true;
    const now = this.#clock.monotonic();
    this.#tokens = Math.min(2 * this.#rate, this.#tokens + ((now - this.#at) / 1_000) * this.#rate);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
