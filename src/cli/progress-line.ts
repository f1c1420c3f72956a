/** How far something long has come: one line on a terminal's stderr, after the first second, that goes away again. */
import type { Clock } from "../chatroom/index.ts";
import { sanitizeLine } from "../logging/sanitize.ts";
import type { OutStream } from "./host.ts";
import { truncate } from "./tui/cell-width.ts";

const PATIENCE_MS = 1_000;
const PAUSE_MS = 100;

export class ProgressLine {
  readonly #stderr: OutStream;
  readonly #clock: Clock;
  readonly #columns: number;
  /** Monotonic ms when it may be written again. */
  #next: number;
  #shown = false;

  constructor({ stderr, clock }: { readonly stderr: OutStream; readonly clock: Clock }) {
    this.#stderr = stderr;
    this.#clock = clock;
    this.#columns = (stderr.columns ?? 80) - 3;
    this.#next = stderr.isTTY === true ? clock.monotonic() + PATIENCE_MS : Infinity;
  }

  /** As often as there is something new. */
  show(text: string): void {
    const now = this.#clock.monotonic();
    if (now < this.#next) return;
    this.#next = now + PAUSE_MS;
    this.#stderr.write(`\r\x1b[K${truncate(`llm-chat: ${sanitizeLine(text)}`, this.#columns)}`);
    this.#shown = true;
  }

  /** Before anything else is written, and at the end. */
  clear(): void {
    if (this.#shown) this.#stderr.write("\r\x1b[K");
    this.#shown = false;
  }
}
