/** The end of a screen or of lines: it comes once, from a key, a signal, or the end of the input. Asked for again, it comes at once. */
import { exitCodeOf } from "./exit-codes.ts";

/** `unheard`: nobody takes the output any more. */
export type EndReason = "quit" | "unheard" | "interrupted" | "terminated";

export function exitCodeOfEnd(reason: EndReason): number {
  return exitCodeOf(reason === "unheard" ? "quit" : reason);
}

export class Ending {
  readonly reason: Promise<EndReason>;
  readonly #abort = new AbortController();
  readonly #exit: (code: number) => void;
  #resolve: (reason: EndReason) => void = () => {};

  constructor(exit: (code: number) => void) {
    this.#exit = exit;
    this.reason = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Aborts when the end has come. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** A person, or the system, wants it. Who presses Ctrl-C while it comes wants it without a word. */
  ask(reason: EndReason): void {
    if (this.signal.aborted && reason === "interrupted") this.#exit(exitCodeOfEnd(reason));
    this.come(reason);
  }

  come(reason: EndReason): void {
    this.#resolve(reason);
    this.#abort.abort();
  }
}
