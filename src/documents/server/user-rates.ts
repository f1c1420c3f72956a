/** How many requests a second a user has. */
import type { Clock } from "../../chatroom/clock.ts";
import { EventRate } from "./event-rate.ts";

export class UserRates {
  readonly #rate: number;
  readonly #clock: Clock;
  readonly #byUser = new Map<string, EventRate>();

  /** `rate` 0: no limit. */
  constructor(rate: number, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
  }

  take(userId: string): boolean {
    const own = this.#byUser.get(userId) ?? new EventRate(this.#rate, this.#clock);
    this.#byUser.set(userId, own);
    return own.take();
  }
}
