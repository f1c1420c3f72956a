/**
 * When each line of a log is due, and where reading can begin: built in one quick pass over the bytes, kept as a place for
 * every thousand lines (32 bytes each: 120 kB for a gigabyte). Lines may be added at its end. Browser-safe.
 */
import { LONGEST_LINE } from "../log-decoder.ts";
import { LineSplitter } from "../line-splitter.ts";
import { LineTimes } from "./line-time.ts";
import type { Pacing } from "./pacing.ts";
import { BEGIN, type Place } from "./place.ts";

const LINES_A_PLACE = 1_000;

export interface SeekIndexOptions {
  readonly pacing: Pacing;
  /** Bytes; a longer line is no record. */
  readonly longestLine?: number;
}

export class SeekIndex {
  readonly #pacing: Pacing;
  readonly #timekeeper: Timekeeper;
  readonly #splitter: LineSplitter;
  readonly #places: Place[] = [BEGIN];
  /** Bytes that were read. */
  #offset = 0;
  /** Of the chunk that is being read. */
  #chunk: Uint8Array = new Uint8Array(0);
  #legacy = false;
  #records = 0;

  constructor({ pacing, longestLine = LONGEST_LINE }: SeekIndexOptions) {
    this.#pacing = pacing;
    this.#timekeeper = new Timekeeper(pacing, BEGIN);
    this.#splitter = new LineSplitter(
      {
        line: (bytes, start, end, number) => this.#line(bytes, start, end, number),
        tooLong: () => {},
      },
      longestLine,
    );
  }

  /** How many bytes it knows. */
  get size(): number {
    return this.#offset;
  }

  /** ms to the last whole line known. */
  get duration(): number {
    return this.#timekeeper.due;
  }

  /** Of these bytes, those behind the last line end. */
  get pending(): number {
    return this.#splitter.pending;
  }

  /** Lines that hold a record, as far as their begin tells. */
  get records(): number {
    return this.#records;
  }

  /** There are lines of v1 or v2: what they mean depends on the lines before them. */
  get legacy(): boolean {
    return this.#legacy;
  }

  /** ms when `line`, the next one, would be due; its end may be missing. */
  dueAfter(line: Uint8Array): number {
    const timekeeper = new Timekeeper(this.#pacing, this.#timekeeper);
    return isJson(line) && timekeeper.line(line, 0, line.length) !== "none" ? timekeeper.due : this.duration;
  }

  /** The next bytes of the file. */
  push(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#splitter.push(chunk);
    this.#offset += chunk.length;
    this.#chunk = new Uint8Array(0);
  }

  placeBefore(position: number): Place {
    return this.#last((place) => place.due <= position);
  }

  placeBeforeLine(line: number): Place {
    return this.#last((place) => place.line < line);
  }

  #line(bytes: Uint8Array, start: number, end: number, number: number): void {
    if (number % LINES_A_PLACE === 0 && bytes === this.#chunk) {
      const { due, timestamp } = this.#timekeeper;
      this.#places.push({ offset: this.#offset + start, line: number, due, timestamp });
    }
    const kind = this.#timekeeper.line(bytes, start, end);
    if (kind !== "none") this.#records++;
    if (kind === "legacy") this.#legacy = true;
  }

  /** The last of the places, which are in order, that is early enough. */
  #last(isEarly: (place: Place) => boolean): Place {
    let low = 0;
    let high = this.#places.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const place = this.#places[middle];
      if (place !== undefined && isEarly(place)) low = middle;
      else high = middle - 1;
    }
    return this.#places[low] ?? BEGIN;
  }
}

/** Goes from line to line and knows when each is due. Whoever reads the same lines gets the same times. */
export class Timekeeper {
  readonly #pacing: Pacing;
  readonly #times = new LineTimes();
  #due: number;
  /** Never null: a field that holds nothing but numbers is written without an allocation, millions of times. */
  #time: number;
  #begun: boolean;

  constructor(pacing: Pacing, { due, timestamp }: Pick<Place, "due" | "timestamp">) {
    this.#pacing = pacing;
    this.#due = due;
    this.#time = timestamp ?? Number.NaN;
    this.#begun = timestamp !== null;
  }

  /** ms: of the last record. */
  get due(): number {
    return this.#due;
  }

  /** As in `Place`. */
  get timestamp(): number | null {
    return this.#begun ? this.#time : null;
  }

  /** Takes the line that is `bytes` from `start` to `end`. A line that is no record takes no time. */
  line(bytes: Uint8Array, start: number, end: number): "v3" | "legacy" | "none" {
    const quick = this.#times.quick(bytes, start);
    if (!Number.isNaN(quick)) {
      this.#record(quick);
      return "v3";
    }
    const read = this.#times.of(bytes.subarray(start, end));
    if (read === null) return "none";
    this.#record(read.time);
    return read.legacy ? "legacy" : "v3";
  }

  #record(time: number): void {
    if (this.#begun) this.#due += this.#pacing.delay(this.#time, time);
    this.#begun = true;
    this.#time = time;
  }
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
    return true;
  } catch {
    return false;
  }
}
