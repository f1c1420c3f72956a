/** The lines of a log that could not be read, told one by one, until there are too many. */
import type { LogItem } from "../../logging/log-decoder.ts";

const MOST_TOLD = 20;

export class ProblemReport {
  readonly #tell: (sentence: string) => void;
  #count = 0;

  constructor(tell: (sentence: string) => void) {
    this.#tell = tell;
  }

  add({ line, problem }: Extract<LogItem, { problem: string }>): void {
    if (++this.#count <= MOST_TOLD) this.#tell(`line ${line}: ${problem}`);
  }

  end(): void {
    const more = this.#count - MOST_TOLD;
    if (more > 0) this.#tell(`… and ${more} more such lines`);
  }
}
