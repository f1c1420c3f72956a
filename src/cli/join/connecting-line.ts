/** What a person sees while there is no room yet: a line that goes away again where the terminal can do that. */
import { sanitizeLine } from "../../logging/sanitize.ts";
import { truncate } from "../tui/cell-width.ts";
import type { OutStream } from "../host.ts";

export class ConnectingLine {
  readonly #stderr: OutStream;
  readonly #url: string;
  #shown = false;

  constructor(stderr: OutStream, url: string) {
    this.#stderr = stderr;
    this.#url = url;
    if (stderr.isTTY === true) this.#show(`connecting to ${url} …`);
  }

  /** For scripts too: they wait as well. */
  retrying(): void {
    this.#show(`${this.#url} does not answer; trying again for some seconds …`);
  }

  clear(): void {
    if (this.#shown && this.#stderr.isTTY === true) this.#stderr.write("\r\x1b[K");
    this.#shown = false;
  }

  #show(text: string): void {
    this.clear();
    const line = `llm-chat: ${sanitizeLine(text)}`;
    // One row, with the ^C that a terminal may write behind it, so that it can be taken back.
    if (this.#stderr.isTTY === true) this.#stderr.write(truncate(line, (this.#stderr.columns ?? 80) - 3));
    else this.#stderr.write(`${line}\n`);
    this.#shown = true;
  }
}
