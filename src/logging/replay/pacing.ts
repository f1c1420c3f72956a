/** When a record is due in a replay (PROTOCOL 7): as long after the one before as it was said, within limits. Pure. */
export interface PacingOptions {
  /** The recorded times are multiplied by it. Default 1.1: a little slower than life. */
  readonly slowdown?: number;
  /** ms, default 100: no flood. */
  readonly shortest?: number;
  /** ms, default 10,000: no long silence. */
  readonly longest?: number;
}

export const DEFAULT_SLOWDOWN = 1.1;
export const SHORTEST_DELAY = 100;
export const LONGEST_DELAY = 10_000;
/** ms from the end of a log to its begin, where it is played for ever. */
export const BETWEEN_LOOPS = 3_000;
/** ms, before `slowdown`: where the time between two records is not known. */
export const UNKNOWN_DELAY = 500;

export class Pacing {
  readonly #slowdown: number;
  readonly #shortest: number;
  readonly #longest: number;

  constructor({ slowdown = DEFAULT_SLOWDOWN, shortest = SHORTEST_DELAY, longest = LONGEST_DELAY }: PacingOptions = {}) {
    this.#slowdown = slowdown;
    this.#longest = longest;
    this.#shortest = Math.min(shortest, longest);
  }

  /** ms between two records of these times (epoch ms; NaN where a record has none). Time that runs backwards is none. */
  delay(before: number, now: number): number {
    const between = now - before;
    const wanted = (Number.isNaN(between) ? UNKNOWN_DELAY : between) * this.#slowdown;
    return Math.min(this.#longest, Math.max(this.#shortest, wanted));
  }
}
