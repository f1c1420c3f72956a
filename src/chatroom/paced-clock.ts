/**
 * Time for a conversation that is to be the same every time: it stands still while something happens, and timers fire
 * one by one in the order they fall due, each only after all that the former set off has settled. Real time is merely
 * waited for, at `speed` times its pace, so a slow machine delays the conversation and never changes it.
 */
import type { Clock } from "./clock.ts";

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

export interface PacedClockOptions {
  /** What the wall clock says at the start, epoch ms. */
  readonly epoch: number;
  /** Virtual ms in a real one: 1 is natural, 50 is for tests. */
  readonly speed: number;
  readonly real: Clock;
}

export class PacedClock implements Clock {
  readonly #options: PacedClockOptions;
  /** In the order they fire: by due time, then by the order they were asked for. */
  readonly #timers: Timer[] = [];
  #virtual = 0;
  #firing = false;
  #cancelWake: (() => void) | null = null;

  /** Real time of the first timer: what comes before is set-up, and takes no time. */
  #begun: number | null = null;

  constructor(options: PacedClockOptions) {
    this.#options = options;
  }

  now(): number {
    return this.#options.epoch + Math.round(this.monotonic());
  }

  /** While a timer's consequences settle, exactly its due time; between timers, time as it goes by. */
  monotonic(): number {
    if (this.#firing) return this.#virtual;
    const next = this.#timers[0]?.due ?? Infinity;
    return Math.max(this.#virtual, Math.min(next, this.#paced()));
  }

  schedule(ms: number, callback: () => void): () => void {
    this.#standStill();
    const timer: Timer = { due: this.monotonic() + Math.max(0, ms), callback };
    let place = this.#timers.length;
    while (place > 0 && (this.#timers[place - 1]?.due ?? 0) > timer.due) place--;
    this.#timers.splice(place, 0, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  /** How far virtual time would have come by the real clock. */
  #paced(): number {
    if (this.#begun === null) return 0;
    return (this.#options.real.monotonic() - this.#begun) * this.#options.speed;
  }

  /** Something has come from outside, between two timers: it too settles before time goes on. */
  #standStill(): void {
    if (this.#firing) return;
    this.#virtual = this.monotonic();
    this.#begun ??= this.#options.real.monotonic();
    this.#firing = true;
    setImmediate(() => this.#goOn());
  }

  /** Nothing is under way: fires the first timer if it is due, else lets time go on until it is. */
  #goOn(): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
    this.#firing = false;
    const first = this.#timers[0];
    if (!first) return;
    const ahead = first.due - this.#paced();
    // No real sleep is shorter than a millisecond: what is due within it fires now, or a fast pace could not be kept.
    if (ahead <= this.#options.speed) return this.#fire(first);
    this.#cancelWake = this.#options.real.schedule(ahead / this.#options.speed, () => {
      this.#cancelWake = null;
      if (!this.#firing) this.#goOn();
    });
  }

  #fire(timer: Timer): void {
    this.#firing = true;
    this.#timers.splice(this.#timers.indexOf(timer), 1);
    this.#virtual = Math.max(this.#virtual, timer.due);
    // Every promise that the callback sets off is settled before the next turn of the event loop.
    setImmediate(() => this.#goOn());
    timer.callback();
  }
}
