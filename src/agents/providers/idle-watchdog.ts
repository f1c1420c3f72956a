/** Ends a call whose server has gone silent: the SDKs' own timeouts watch only until the headers. */
import type { Clock } from "../../chatroom/clock.ts";

/** Counts only the time we wait for the server, not the time the reader of the stream takes. */
export class IdleWatchdog {
  readonly #clock: Clock;
  readonly #idleMs: number;
  readonly #onStall: () => void;
  #last: number;
  #held = false;
  #cancel: () => void;
  /** True once the server was given up. */
  stalled = false;

  constructor(clock: Clock, idleMs: number, onStall: () => void) {
    this.#clock = clock;
    this.#idleMs = idleMs;
    this.#onStall = onStall;
    this.#last = clock.monotonic();
    this.#cancel = clock.schedule(idleMs, () => this.#due());
  }

  /** A byte came. Cheap: the timer is not moved, it looks here when it falls due. */
  touch(): void {
    this.#last = this.#clock.monotonic();
  }

  /** The reader has an event in hand, and may take as long as it likes. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.touch();
  }

  stop(): void {
    this.#cancel();
  }

  #due(): void {
    const left = this.#held ? this.#idleMs : this.#last + this.#idleMs - this.#clock.monotonic();
    if (left > 0) {
      this.#cancel = this.#clock.schedule(left, () => this.#due());
      return;
    }
    this.stalled = true;
    this.#onStall();
  }
}
