/**
 * An immutable list that only grows, and never copies to do so: a list and those made from it share one array, of which each
 * sees as much as it had. Only who appends to a list that has been appended to already takes a copy. Its newest items are
 * kept, at least 65,536 of them and at most twice as many: what watches for days, or reads a gigabyte, does not grow without end. Browser-safe.
 */
const MOST = 65_536;

export class AppendList<T> {
  static readonly EMPTY = new AppendList<never>([], 0, 0);
  /** How many were appended, those that are no longer kept included. */
  readonly length: number;
  /** Index of the first one that is kept. */
  readonly start: number;
  /** Shared; what stands behind `length` belongs to somebody else. */
  readonly #items: T[];

  private constructor(items: T[], start: number, length: number) {
    this.#items = items;
    this.start = start;
    this.length = length;
  }

  append(item: T): AppendList<T> {
    const kept = this.length - this.start;
    if (kept >= 2 * MOST) return this.newest(MOST).append(item);
    const free = kept > 0 && this.#items.length === kept;
    const items = free ? this.#items : this.#items.slice(0, kept);
    items.push(item);
    return new AppendList(items, this.start, this.length + 1);
  }

  /** The same list with no more than `count` of its newest items. */
  newest(count: number): AppendList<T> {
    const start = Math.max(this.start, this.length - count);
    return new AppendList(this.#items.slice(start - this.start, this.length - this.start), start, this.length);
  }

  /** The item at `index`; negative counts from the end. */
  at(index: number): T | undefined {
    const position = index < 0 ? this.length + index : index;
    return position < this.length ? this.#items[position - this.start] : undefined;
  }

  /** Those that are kept, oldest first. */
  *[Symbol.iterator](): Iterator<T> {
    for (let index = this.start; index < this.length; index++) yield this.#items[index - this.start] as T;
  }
}
