/** The answer as the person reads it: what the model says outside of its tools, a blank line between its turns. */
import type { OpenText } from "../document-host.ts";
import { asWritten, type TextFilter } from "../tools/text-filter.ts";

export class AnswerText {
  readonly #open: OpenText;
  readonly #filter: TextFilter;
  #isEmpty: boolean;
  /** Before the next word: a blank line, where something was said before. */
  #pausing = false;

  constructor(open: OpenText, filter: TextFilter = asWritten()) {
    this.#open = open;
    this.#isEmpty = open.text === "";
    this.#filter = filter;
  }

  /** Nothing has been said yet. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** A piece as it streams. */
  add(piece: string): void {
    let text = piece.toWellFormed().replaceAll("\u0000", "\ufffd");
    if (this.#isEmpty || this.#pausing) text = text.trimStart();
    if (text === "") return;
    this.#write(this.#pausing && !this.#isEmpty ? `\n\n${text}` : text);
    this.#isEmpty = false;
    this.#pausing = false;
  }

  /** What comes next is said after something was done. */
  pause(): void {
    this.#pausing = true;
  }

  /** What comes next goes on in the middle of what was said. */
  join(): void {
    this.#pausing = false;
  }

  /** A paragraph of its own. */
  say(text: string): void {
    this.pause();
    this.add(text);
  }

  /** What was held back. */
  flush(): void {
    const { text } = this.#filter.end();
    if (text !== "") this.#open.write(text);
  }

  #write(text: string): void {
    const ready = this.#filter.add(text);
    if (ready !== "") this.#open.write(ready);
  }
}
