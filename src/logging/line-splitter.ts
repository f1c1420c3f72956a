/**
 * Bytes in, lines out, with constant memory: a line is held only until its end, one that is too long not at all.
 * Works on bytes (no newline byte is part of another UTF-8 character), so a chunk may end anywhere. Browser-safe.
 */
const NEWLINE = 10;

export interface LineListener {
  /**
   * The line is `bytes` from `start` to `end`, its newline not included; valid only during the call. (No view is made: where
   * millions of lines are only looked at, that would be the dearest part.) `cut`: the input ended before a newline.
   */
  line(bytes: Uint8Array, start: number, end: number, number: number, cut: boolean): void;
  /** A line of more than the limit; its bytes are skipped. */
  tooLong(number: number): void;
}

export class LineSplitter {
  readonly #listener: LineListener;
  readonly #limit: number;
  /** The beginning of a line whose end has not come. */
  #begun: Uint8Array[] = [];
  #begunLength = 0;
  #skipping = false;
  #number: number;

  /** `limit`: bytes of a line. `first`: the number of the first line, where the input is not read from its begin. */
  constructor(listener: LineListener, limit: number, first = 1) {
    this.#listener = listener;
    this.#limit = limit;
    this.#number = first;
  }

  /** Of the line that the next byte belongs to. */
  get number(): number {
    return this.#number;
  }

  /** Bytes of that line that have come. */
  get pending(): number {
    return this.#begunLength;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    let end = chunk.indexOf(NEWLINE);
    if (end >= 0 && this.#begunLength > 0) {
      this.#finish(chunk.subarray(0, end), false);
      start = end + 1;
      end = chunk.indexOf(NEWLINE, start);
    }
    for (; end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const number = this.#number++;
      if (end - start > this.#limit) this.#listener.tooLong(number);
      else this.#listener.line(chunk, start, end, number, false);
      start = end + 1;
    }
    if (start < chunk.length) this.#begin(chunk.subarray(start));
  }

  /** The input is over. */
  end(): void {
    if (this.#begunLength > 0) this.#finish(new Uint8Array(0), true);
  }

  #begin(part: Uint8Array): void {
    this.#begunLength += part.length;
    if (this.#skipping) return;
    if (this.#begunLength > this.#limit) {
      this.#begun = [];
      this.#skipping = true;
    } else {
      // A copy, which `slice` is not where it is a Buffer: the caller may use its memory again.
      this.#begun.push(new Uint8Array(part));
    }
  }

  /** A line that was begun in an earlier chunk, or is cut. */
  #finish(rest: Uint8Array, cut: boolean): void {
    const number = this.#number++;
    if (this.#skipping || this.#begunLength + rest.length > this.#limit) {
      this.#listener.tooLong(number);
    } else {
      const whole = this.#join(rest);
      this.#listener.line(whole, 0, whole.length, number, cut);
    }
    this.#begun = [];
    this.#begunLength = 0;
    this.#skipping = false;
  }

  #join(rest: Uint8Array): Uint8Array {
    const whole = new Uint8Array(this.#begunLength + rest.length);
    let at = 0;
    for (const part of this.#begun) {
      whole.set(part, at);
      at += part.length;
    }
    whole.set(rest, at);
    return whole;
  }
}
