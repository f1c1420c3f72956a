/**
 * An immutable list that only grows: appending copies at most one chunk and the spine, so that a fold over
 * 100,000 records stays linear in practice, and an earlier state stays valid (seeking keeps snapshots).
 */
const CHUNK = 256;

export class AppendList<T> {
  static readonly EMPTY = new AppendList<never>([], 0);
  readonly length: number;
  readonly #chunks: readonly (readonly T[])[];

  private constructor(chunks: readonly (readonly T[])[], length: number) {
    this.#chunks = chunks;
    this.length = length;
  }

  append(item: T): AppendList<T> {
    const last = this.#chunks.at(-1);
    const chunks =
      last === undefined || last.length === CHUNK
        ? [...this.#chunks, [item]]
        : [...this.#chunks.slice(0, -1), [...last, item]];
    return new AppendList(chunks, this.length + 1);
  }

  /** The item at `index`; negative counts from the end. */
  at(index: number): T | undefined {
    const position = index < 0 ? this.length + index : index;
    return this.#chunks[Math.floor(position / CHUNK)]?.[position % CHUNK];
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const chunk of this.#chunks) yield* chunk;
  }
}
