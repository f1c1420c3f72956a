/** That a model is thinking, where nothing has come for a second: one line on a terminal's stderr, with the seconds, that goes away again. */
import type { Clock } from "../../chatroom/index.ts";
import type { OutStream } from "../host.ts";

const EVERY_MS = 1_000;

export interface ThinkingLineOptions {
  readonly stderr: OutStream;
  readonly clock: Clock;
  /** Else the line would be written over what stands there. */
  readonly isAtLineStart: () => boolean;
}

export class ThinkingLine {
  readonly #options: ThinkingLineOptions;
  #cancel: () => void = () => {};
  #isShown = false;

  constructor(options: ThinkingLineOptions) {
    this.#options = options;
  }

  /** Something has come, or is about to be written: what is shown goes, and the seconds begin anew. */
  restart(): void {
    this.end();
    const { stderr, clock } = this.#options;
    if (stderr.isTTY !== true) return;
    const begun = clock.monotonic();
    const look = () => {
      this.#show(Math.round((clock.monotonic() - begun) / 1_000));
      this.#cancel = clock.schedule(EVERY_MS, look);
    };
    this.#cancel = clock.schedule(EVERY_MS, look);
  }

  end(): void {
    this.#cancel();
    if (this.#isShown) this.#options.stderr.write("\r\x1b[K");
    this.#isShown = false;
  }

  #show(seconds: number): void {
    if (!this.#isShown && !this.#options.isAtLineStart()) return;
    this.#isShown = true;
    this.#options.stderr.write(`\r\x1b[Kthinking … ${seconds} s`);
  }
}
