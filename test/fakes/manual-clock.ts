/** A clock that moves only when told to: tests choose when, and in which order, things fall due. */
import type { Clock } from "../../src/chatroom/clock.ts";

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
}

export class ManualClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #epoch: number;
  readonly #timers = new Set<Timer>();

  /** `epoch`: what the wall clock says at the start, in ms. */
  constructor(epoch = Date.UTC(2026, 0, 15, 10, 30, 0)) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#epoch + this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  schedule(ms: number, callback: () => void): () => void {
    const timer: Timer = { due: this.#now + Math.max(0, ms), order: this.#order++, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are pending. */
  get pending(): number {
    return this.#timers.size;
  }

  /** ms until the next timer; undefined when there is none. */
  get next(): number | undefined {
    const timer = this.#first();
    return timer && timer.due - this.#now;
  }

  /** Moves time by `ms`, firing what falls due in order, and lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settle();
    for (let timer = this.#first(); timer && timer.due <= end; timer = this.#first()) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.due);
      timer.callback();
      await this.settle();
    }
    this.#now = end;
    await this.settle();
  }

  /** Time goes by and no timer fires, as while a machine sleeps: they are late by then. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  /** What has to be over before time goes on: promises here; where there is a network, what is on its way. */
  protected settle(): Promise<void> {
    return settle();
  }

  #first(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order)) first = timer;
    }
    return first;
  }
}

/** Lets every promise that is ready settle, chains of them included: one turn of the event loop. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
