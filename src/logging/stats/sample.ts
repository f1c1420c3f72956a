/**
 * Mean and median of any number of values in constant memory: up to 4,096 the median is exact, beyond that it is that of
 * at least 2,048 of them, evenly spaced. Nothing in it is random. Browser-safe.
 */
const MOST_KEPT = 4_096;

export class Sample {
  #count = 0;
  #sum = 0;
  #kept: number[] = [];
  /** Each how-manieth is kept. */
  #stride = 1;

  add(value: number): void {
    if (this.#count % this.#stride === 0) this.#kept.push(value);
    this.#count++;
    this.#sum += value;
    if (this.#kept.length < MOST_KEPT) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
  }

  get count(): number {
    return this.#count;
  }

  /** null where there is no value. */
  get mean(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }

  /** null where there is no value. */
  get median(): number | null {
    if (this.#kept.length === 0) return null;
    const sorted = this.#kept.toSorted((a, b) => a - b);
    const middle = sorted.length >> 1;
    const upper = sorted[middle] ?? 0;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
  }
}
