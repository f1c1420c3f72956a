/**
 * Bytes in, lines out, with constant memory: a line is held only until its end, one that is too long not at all.
 * Works on bytes (no newline byte is part of another UTF-8 character), so a chunk may end anywhere. Browser-safe.
 */
const NEWLINE = 10;

export interface LineListener {
  /** `bytes` is valid only during the call, and without its newline. `cut`: the input ended before a newline. */
  line(bytes: Uint8Array, number: number, cut: boolean): void;
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
  #number = 1;

  constructor(listener: LineListener, limit: number) {
    this.#listener = listener;
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#finish(chunk.subarray(start, end), false);
      start = end + 1;
    }
    if (start < chunk.length) this.#begin(chunk.subarray(start));
  }

  /** The input is over. */
  end(): void {
    if (this.#begunLength > 0 || this.#skipping) this.#finish(new Uint8Array(0), true);
  }

  #begin(part: Uint8Array): void {
    if (this.#skipping) return;
    this.#begunLength += part.length;
    if (this.#begunLength > this.#limit) {
      this.#begun = [];
      this.#skipping = true;
    } else {
      // A copy: the caller may use its buffer again.
      this.#begun.push(part.slice());
    }
  }

  #finish(rest: Uint8Array, cut: boolean): void {
    const number = this.#number++;
    if (this.#skipping || this.#begunLength + rest.length > this.#limit) this.#listener.tooLong(number);
    else this.#listener.line(this.#begunLength === 0 ? rest : this.#join(rest), number, cut);
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
