/** A map that forgets its oldest entries, but for the newest `most` at least, so that a log of a million users is checked in constant memory. */
const MOST = 10_000;

export class BoundedMap<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #most: number;

  constructor(most: number = MOST) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  set(key: K, value: V): void {
    this.#entries.set(key, value);
    // Many at once: a map looks for its first key past all that were deleted before it.
    let surplus = this.#entries.size - this.#most;
    if (surplus <= this.#most / 8) return;
    for (const oldest of this.#entries.keys()) {
      if (surplus-- === 0) return;
      this.#entries.delete(oldest);
    }
  }

  delete(key: K): boolean {
    return this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** What is kept under `key`, made where there is nothing. */
  ensure(key: K, make: () => V): V {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#entries[Symbol.iterator]();
  }
}
