/**
 * An immutable list that only grows: appending copies at most one chunk and the spine, so that a fold over
 * 100,000 records stays linear in practice, and an earlier state stays valid (seeking keeps snapshots). Its newest items
 * are kept, 131,072 of them: what watches for days, or reads a gigabyte, does not grow without end.
 */
const CHUNK = 256;
const MOST_CHUNKS = 512;

export class AppendList<T> {
  static readonly EMPTY = new AppendList<never>([], 0, 0);
  /** How many were appended, those that are no longer kept included. */
  readonly length: number;
  /** Index of the first one that is kept. */
  readonly start: number;
  readonly #chunks: readonly (readonly T[])[];

  private constructor(chunks: readonly (readonly T[])[], start: number, length: number) {
    this.#chunks = chunks;
    this.start = start;
    this.length = length;
  }

  append(item: T): AppendList<T> {
    const last = this.#chunks.at(-1);
    if (last !== undefined && last.length < CHUNK) {
      return new AppendList([...this.#chunks.slice(0, -1), [...last, item]], this.start, this.length + 1);
    }
    const grown = new AppendList([...this.#chunks, [item]], this.start, this.length + 1);
    return grown.#chunks.length > MOST_CHUNKS ? grown.newest(MOST_CHUNKS * CHUNK) : grown;
  }

  /** The same list with `count` of its newest items, and at most a chunk more. */
  newest(count: number): AppendList<T> {
    const dropped = Math.max(0, Math.floor((this.length - this.start - count) / CHUNK));
    if (dropped === 0) return this;
    return new AppendList(this.#chunks.slice(dropped), this.start + dropped * CHUNK, this.length);
  }

  /** The item at `index`; negative counts from the end. */
  at(index: number): T | undefined {
    const position = (index < 0 ? this.length + index : index) - this.start;
    return this.#chunks[Math.floor(position / CHUNK)]?.[position % CHUNK];
  }

  /** Those that are kept, oldest first. */
  *[Symbol.iterator](): Iterator<T> {
    for (const chunk of this.#chunks) yield* chunk;
  }
}
