/** Notices that nothing comes any more. A connection can be dead for hours, and look as if it were merely quiet. */
import type { Clock } from "../clock.ts";

export class StallWatch {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #onStall: () => void;
  #lastSign: number;
  #cancel: () => void = () => {};

  /** Begins to watch; calls `onStall` once, when there was no sign for `ms`. */
  constructor(clock: Clock, ms: number, onStall: () => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#onStall = onStall;
    this.#lastSign = clock.monotonic();
    this.#watch();
  }

  /** Costs nothing: the timer looks when it fires. */
  sign(): void {
    this.#lastSign = this.#clock.monotonic();
  }

  stop(): void {
    this.#cancel();
  }

  #watch(): void {
    const left = this.#lastSign + this.#ms - this.#clock.monotonic();
    if (left <= 0) return this.#onStall();
    this.#cancel = this.#clock.schedule(left, () => this.#watch());
  }
}
