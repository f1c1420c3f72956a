/**
 * The time of a log line, without reading more of it than needed: nearly every line begins as our own writer begins it,
 * and its time stands at a fixed place. A seek index over a gigabyte is built from that in a second. Browser-safe.
 */
import { readTimestamp } from "../legacy.ts";

/** How a line of the v3 writer begins; the time follows, as `2026-01-15T10:30:45.123Z"`. */
const HEAD = new TextEncoder().encode('{"format":"v3","timestamp":"');
const TIME_LENGTH = 24;
/** So much of a line's begin is enough for the quick way. */
export const QUICK_LENGTH = HEAD.length + TIME_LENGTH + 1;

/** Places in the head, each with its byte: no line of any other kind agrees in all of them, and in the form of the time too. */
const SIGNS = new Uint8Array([0, 2, 11, 12, 16, 24, 27].flatMap((at) => [at, HEAD[at] ?? 0]));

const QUOTE = 34;
const T = 84;
const Z = 90;
const DATE_LENGTH = 10;

export interface LineTime {
  /** Epoch ms; NaN where the record has no readable time. */
  readonly time: number;
  /** A line of v1 or v2: what it means depends on the lines before. */
  readonly legacy: boolean;
}

export class LineTimes {
  /** The date of the last line, and its midnight: lines of one day come in their thousands. */
  readonly #date = new Uint8Array(DATE_LENGTH);
  #midnight = Number.NaN;
  readonly #decoder = new TextDecoder();

  /** Epoch ms, read the quick way from `bytes` at `start`; NaN where the line does not begin as our writer's do. */
  quick(bytes: Uint8Array, start: number): number {
    if (start + QUICK_LENGTH > bytes.length) return Number.NaN;
    for (let index = 0; index < SIGNS.length; index += 2) {
      if (bytes[start + (SIGNS[index] ?? 0)] !== SIGNS[index + 1]) return Number.NaN;
    }
    const at = start + HEAD.length;
    if (bytes[at + DATE_LENGTH] !== T || bytes[at + 23] !== Z || bytes[at + TIME_LENGTH] !== QUOTE) return Number.NaN;
    const hours = twoDigits(bytes, at + 11);
    const minutes = twoDigits(bytes, at + 14);
    const seconds = twoDigits(bytes, at + 17);
    const hundredths = twoDigits(bytes, at + 20);
    const thousandths = (bytes[at + 22] ?? 0) - 48;
    // What is no digit is negative, or too large.
    if ((hours | minutes | seconds | hundredths | thousandths | (9 - thousandths)) < 0) return Number.NaN;
    const time = hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + hundredths * 10 + thousandths;
    return this.#midnightOf(bytes, at) + time;
  }

  /** Of a whole line, in whatever form; null: it is no record. */
  of(line: Uint8Array): LineTime | null {
    const quick = this.quick(line, 0);
    if (!Number.isNaN(quick)) return { time: quick, legacy: false };
    let value: unknown;
    try {
      value = JSON.parse(this.#decoder.decode(line));
    } catch {
      return null;
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    const { format, timestamp } = value as { readonly format?: unknown; readonly timestamp?: unknown };
    if (format === "v3")
      return { time: typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN, legacy: false };
    return { time: Date.parse(readTimestamp(timestamp)), legacy: true };
  }

  #midnightOf(bytes: Uint8Array, at: number): number {
    for (let index = 0; index < DATE_LENGTH; index++) {
      if (bytes[at + index] !== this.#date[index]) {
        this.#date.set(bytes.subarray(at, at + DATE_LENGTH));
        this.#midnight = Date.parse(this.#decoder.decode(this.#date));
        break;
      }
    }
    return this.#midnight;
  }
}

/** Negative where one of them is no digit. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 48;
  const ones = (bytes[at + 1] ?? 0) - 48;
  return (tens | (9 - tens) | ones | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
}
