/**
 * One stream of a room's events out of those of several seats in it: each event once, in order, as long as one of the
 * seats still hears.
 */
import type { RoomEvent } from "../chatroom/index.ts";

export class RoomFeed {
  readonly #listeners = new Set<(event: RoomEvent) => void>();
  /** Heard by one seat while another, which began earlier, is still behind. */
  readonly #ahead = new Map<number, RoomEvent>();
  #last: number | null = null;

  /** How many events may wait for one that is missing, before it is given up (its seat is gone). */
  static readonly patience = 200;

  subscribe(listener: (event: RoomEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** An event that a seat has heard. */
  readonly hear = (event: RoomEvent): void => {
    this.#last ??= event.seq - 1;
    if (event.seq <= this.#last) return;
    this.#ahead.set(event.seq, event);
    if (!this.#ahead.has(this.#last + 1) && this.#ahead.size > RoomFeed.patience) {
      this.#last = Math.min(...this.#ahead.keys()) - 1;
    }
    for (let next = this.#take(); next; next = this.#take()) {
      for (const listener of [...this.#listeners]) listener(next);
    }
  };

  #take(): RoomEvent | undefined {
    const seq = (this.#last ?? 0) + 1;
    const next = this.#ahead.get(seq);
    if (!next) return undefined;
    this.#ahead.delete(seq);
    this.#last = seq;
    return next;
  }
}
