/** A recording's items one after the other, some of them read before they are wanted. Browser-safe. */
import type { Place } from "./place.ts";
import type { Batch, Recording, TimedItem } from "./recording.ts";

export class ReadAhead {
  readonly #recording: Recording;
  #reader: AsyncGenerator<Batch, void> | null = null;
  #items: readonly TimedItem[] = [];
  #index = 0;
  /** Where the items in hand begin, and where reading goes on behind them. */
  #begin: Place;
  #next: Place;
  /** How far has been read. */
  #end: number;
  #loading: Promise<void> | null = null;
  /** Nothing follows the items in hand, as far as is known. */
  #atEnd = false;
  /** A line that ends with the file, and the file did not grow since. */
  #surelyCut: TimedItem | null = null;

  constructor(recording: Recording, from: Place) {
    this.#recording = recording;
    this.#begin = from;
    this.#next = from;
    this.#end = from.offset;
  }

  /** The next item, if it has been read already. */
  get ready(): TimedItem | null {
    const item = this.#items[this.#index];
    return item === undefined || (item.cut === true && item !== this.#surelyCut) ? null : item;
  }

  /** From which everything not yet taken can be read, and a little that was. */
  get begin(): Place {
    return this.#begin;
  }

  /** Set when all that was read has been taken: reading goes on there. */
  get boundary(): Place | null {
    return this.#index === this.#items.length ? this.#next : null;
  }

  take(): void {
    this.#index++;
  }

  /** The next item, without taking it; null: there is none now. Rejects with `LogError`. */
  async peek(): Promise<TimedItem | null> {
    while (this.ready === null) {
      // Two who ask at once wait for the same.
      this.#loading ??= this.#load().finally(() => (this.#loading = null));
      await this.#loading;
      if (this.#atEnd) return this.ready;
    }
    return this.ready;
  }

  async #load(): Promise<void> {
    this.#atEnd = false;
    const item = this.#items[this.#index];
    if (item === undefined) {
      this.#reader ??= this.#recording.read(this.#next);
      const { done, value } = await this.#reader.next();
      if (done !== true) return this.#take(value);
      this.#atEnd = !(await this.#recording.grow(this.#end));
    } else if (await this.#recording.grow(this.#end)) {
      // The line that ended with the file is read again, for it may be whole by now.
      this.#take({ items: [], next: this.#next, end: this.#end });
    } else {
      this.#surelyCut = item;
      return;
    }
    this.#reader = null;
  }

  #take({ items, next, end }: Batch): void {
    this.#begin = this.#next;
    this.#items = items;
    this.#index = 0;
    this.#next = next;
    this.#end = end;
  }
}
