/** A conversation that runs now, as far as this viewer has heard it: its newest records, kept in memory. Browser-safe. */
import type { LiveSignal, LogRecord } from "../record.ts";
import { Pacing } from "./pacing.ts";
import { BEGIN, type Place } from "./place.ts";
import type { Batch, Recording, TimedItem } from "./recording.ts";

/** Older records are forgotten. */
const MOST_RECORDS = 200_000;
const FORGOTTEN_AT_ONCE = 10_000;
const BATCH = 1_000;

export class LiveRecording implements Recording {
  readonly live = true;
  readonly name: string;
  /** Time as it went, but for long silences. */
  readonly #pacing = new Pacing({ slowdown: 1, shortest: 0 });
  readonly #listeners = new Set<(signal: LiveSignal | null) => void>();
  #items: (TimedItem & { readonly timestamp: number })[] = [];
  /** How many were forgotten: the offset of the first one that is kept. */
  #forgotten = 0;

  constructor(name: string) {
    this.name = name;
  }

  get duration(): number {
    return this.#items.at(-1)?.due ?? 0;
  }

  /** Records heard, those forgotten included. */
  get length(): number {
    return this.#forgotten + this.#items.length;
  }

  /** `line`: its number in the conversation; default: the next. */
  push(record: LogRecord, line = this.length + 1): void {
    const timestamp = Date.parse(record.timestamp);
    const last = this.#items.at(-1);
    const due = last === undefined ? 0 : last.due + this.#pacing.delay(last.timestamp, timestamp);
    this.#items.push({ due, timestamp, item: { line, record } });
    if (this.#items.length > MOST_RECORDS) {
      this.#items = this.#items.slice(FORGOTTEN_AT_ONCE);
      this.#forgotten += FORGOTTEN_AT_ONCE;
    }
    for (const listener of [...this.#listeners]) listener(null);
  }

  /** What is only for who watches now. */
  signal(signal: LiveSignal): void {
    for (const listener of [...this.#listeners]) listener(signal);
  }

  placeBefore(position: number): Place {
    return this.#placeOf(this.#count((item) => item.due < position));
  }

  placeBeforeLine(line: number): Place {
    // A thousand of them at a time are looked through.
    const before = this.#count((item) => item.item.line < line);
    return this.#placeOf(Math.max(0, Math.floor((before - 1) / BATCH) * BATCH));
  }

  async *read(from: Place): AsyncGenerator<Batch, void> {
    let offset = Math.max(from.offset, this.#forgotten);
    while (offset < this.length) {
      const items = this.#items.slice(offset - this.#forgotten, offset - this.#forgotten + BATCH);
      offset += items.length;
      yield { items, next: this.#placeOf(offset - this.#forgotten), end: offset };
      offset = Math.max(offset, this.#forgotten);
    }
  }

  grow(end: number): Promise<boolean> {
    return Promise.resolve(end < this.length);
  }

  onGrow(listener: (signal: LiveSignal | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#listeners.clear();
    return Promise.resolve();
  }

  /** How many of the first items are early enough; due and line rise. */
  #count(isEarly: (item: TimedItem) => boolean): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const item = this.#items[middle];
      if (item !== undefined && isEarly(item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Before the item at `index` of those that are kept. */
  #placeOf(index: number): Place {
    const before = this.#items[index - 1];
    if (before === undefined && this.#forgotten === 0) return BEGIN;
    const { due, timestamp } = before ?? { due: 0, timestamp: Number.NaN };
    const line = this.#items[index]?.item.line ?? (before?.item.line ?? 0) + 1;
    return { offset: this.#forgotten + index, line, due, timestamp };
  }
}
