/** Text that grows, broken between words: a word is held back until it is known where it ends. Pure. */
import { cellWidth } from "../tui/cell-width.ts";

/** A word longer than a line is broken by the terminal. */
export class StreamWrap {
  readonly #width: number;
  #column = 0;
  /** The word that may go on, and the spaces before it. */
  #spaces = "";
  #word = "";

  /** `width`: cells of a line; Infinity: as it comes. */
  constructor(width: number) {
    this.#width = width;
  }

  /** What can be written now. */
  push(text: string): string {
    if (this.#width === Infinity) return text;
    let out = "";
    for (const [part] of text.matchAll(/\n| +|[^ \n]+/g)) {
      if (part === "\n") {
        out += `${this.flush()}\n`;
        this.#column = 0;
      } else if (part.startsWith(" ")) {
        if (this.#word !== "") out += this.flush();
        this.#spaces += part;
      } else this.#word += part;
    }
    return out;
  }

  /** What is held back. */
  flush(): string {
    const width = cellWidth(this.#word);
    const breaks = this.#column > 0 && this.#column + this.#spaces.length + width > this.#width;
    const out = breaks ? `\n${this.#word}` : this.#spaces + this.#word;
    this.#column = breaks ? width : this.#column + this.#spaces.length + width;
    this.#spaces = this.#word = "";
    return out;
  }
}
