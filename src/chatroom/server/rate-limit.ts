/**
 * Requests a second, per participant or address: a bucket of tokens each, twice the rate deep, so that a burst passes and
 * a stream of them does not. Buckets are bounded; the one that was used longest ago goes first, which is full again anyway.
 */
import type { Clock } from "../clock.ts";

const MOST_BUCKETS = 10_000;

interface Bucket {
  tokens: number;
  /** Monotonic ms of the last look at it. */
  at: number;
}

export class RateLimit {
  readonly #clock: Clock;
  /** A second; 0: no limit. */
  readonly #rate: number;
  readonly #burst: number;
  readonly #most: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: number, clock: Clock, mostBuckets = MOST_BUCKETS) {
    this.#rate = rate;
    this.#burst = Math.max(1, 2 * rate);
    this.#clock = clock;
    this.#most = mostBuckets;
  }

  /** How many buckets there are. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes one request of `key`. Returns 0, or after how many seconds there is one again. */
  take(key: string): number {
    if (this.#rate === 0) return 0;
    const bucket = this.#touch(key);
    const now = this.#clock.monotonic();
    bucket.tokens = Math.min(this.#burst, bucket.tokens + ((now - bucket.at) / 1_000) * this.#rate);
    bucket.at = now;
    if (bucket.tokens < 1) return (1 - bucket.tokens) / this.#rate;
    bucket.tokens--;
    return 0;
  }

  /** The bucket of `key`, as the one used last. */
  #touch(key: string): Bucket {
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at: this.#clock.monotonic() };
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > this.#most) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    return bucket;
  }
}
