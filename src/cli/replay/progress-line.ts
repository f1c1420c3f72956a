/** A word on something that takes long, on a terminal only; it goes away again. */
import type { Clock } from "../../chatroom/clock.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import type { OutStream } from "../host.ts";
import { truncate } from "../tui/cell-width.ts";

/** ms: what is quicker needs no word. */
const PATIENCE = 700;
const EVERY = 100;

export class ProgressLine {
  readonly #stderr: OutStream;
  readonly #clock: Clock;
  readonly #begun: number;
  #shownAt = Number.NEGATIVE_INFINITY;
  #shown = false;

  constructor(stderr: OutStream, clock: Clock) {
    this.#stderr = stderr;
    this.#clock = clock;
    this.#begun = clock.monotonic();
  }

  show(text: string): void {
    const now = this.#clock.monotonic();
    if (this.#stderr.isTTY !== true || now - this.#begun < PATIENCE || now - this.#shownAt < EVERY) return;
    this.#shownAt = now;
    this.#shown = true;
    this.#stderr.write(`\r\x1b[K${truncate(`llm-chat: ${sanitizeLine(text)}`, (this.#stderr.columns ?? 80) - 3)}`);
  }

  clear(): void {
    if (this.#shown) this.#stderr.write("\r\x1b[K");
    this.#shown = false;
  }
}
