/**
 * The newest of what was published, in memory: for viewers that come back, and for those that are behind. It is bounded
 * by count and by characters, and so is every viewer's queue, which is a place in it.
 */
import type { LogRecord } from "../record.ts";

export interface Keep {
  readonly records: number;
  /** UTF-16 units of all strings in them together. */
  readonly characters: number;
}

/** How many messages a viewer of either kind has been owed so far. */
export interface Totals {
  readonly chat: number;
  readonly records: number;
}

export type Published =
  | {
      readonly type: "record";
      readonly n: number;
      readonly record: LogRecord;
      readonly legacy: boolean;
      /** Epoch ms. */
      readonly at: number;
    }
  | { readonly type: "problem"; readonly line: number; readonly problem: string }
  | { readonly type: "restart" };

export interface Entry {
  readonly item: Published;
  /** Before this one. */
  readonly totals: Totals;
  readonly characters: number;
}

/** Dropping from the front of an array moves the rest: that is done once for this many entries, not each time. */
const DROPPED_AT_ONCE = 1_024;
/** Deeper ones are not looked into. */
const DEEPEST = 32;

export class Backlog {
  readonly #keep: Keep;
  #entries: Entry[] = [];
  /** Index in `#entries` of the first that is still kept. */
  #head = 0;
  /** Place of `#entries[0]`. */
  #offset = 0;
  #characters = 0;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  /** The place of the oldest entry that is kept; `end` where there is none. */
  get first(): number {
    return this.#offset + this.#head;
  }

  /** The place of the next entry. */
  get end(): number {
    return this.#offset + this.#entries.length;
  }

  at(place: number): Entry | undefined {
    return place < this.first ? undefined : this.#entries[place - this.#offset];
  }

  add(item: Published, totals: Totals): void {
    const characters = item.type === "record" ? charactersIn(item.record) : 100;
    this.#entries.push({ item, totals, characters });
    this.#characters += characters;
    const { records, characters: most } = this.#keep;
    // The newest is always kept: somebody has still to hear of it.
    while (this.#kept > 1 && (this.#kept > records || this.#characters > most)) {
      this.#characters -= this.#entries[this.#head]?.characters ?? 0;
      this.#head++;
    }
    if (this.#head < DROPPED_AT_ONCE) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#offset += this.#head;
    this.#head = 0;
  }

  /** Where the records after number `n` begin, and how many of them are no longer kept. */
  after(n: number): { readonly place: number; readonly missed: number } {
    let place = this.end;
    let oldest: number | null = null;
    while (place > this.first) {
      const item = this.at(place - 1)?.item;
      if (item === undefined || item.type === "restart" || (item.type === "record" && item.n <= n)) {
        return { place, missed: 0 };
      }
      if (item.type === "record") oldest = item.n;
      place--;
    }
    return { place, missed: oldest === null ? 0 : oldest - 1 - n };
  }

  get #kept(): number {
    return this.#entries.length - this.#head;
  }
}

/** Of all strings in `value`, keys not counted. */
function charactersIn(value: unknown, depth = 0): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null || depth > DEEPEST) return 4;
  let sum = 8;
  for (const inner of Object.values(value)) sum += charactersIn(inner, depth + 1);
  return sum;
}
