/** Writes what an answer feed shows: text to stdout as it comes, what is done beside it to stderr. */
import type { Clock } from "../../chatroom/index.ts";
import { sanitizeForTerminal, sanitizeLine } from "../../logging/sanitize.ts";
import type { OutStream } from "../host.ts";
import { BOLD, DIM, type Line, span } from "../tui/line.ts";
import type { Pen } from "../tui/pen.ts";
import { ThinkingLine } from "./thinking-line.ts";
import { StreamWrap } from "./stream-wrap.ts";
import type { Shown } from "./answer-feed.ts";

export interface AnswerPrinterOptions {
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  readonly pen: Pen;
  /** Nothing but errors. */
  readonly quiet: boolean;
  readonly clock: Clock;
}

export class AnswerPrinter {
  readonly #options: AnswerPrinterOptions;
  /** Line ends at the end of what stdout has; two at the beginning: nothing to keep apart. */
  #lineEnds = 2;
  #heading = "";

  readonly #wrap: StreamWrap;
  readonly #thinking: ThinkingLine;

  constructor(options: AnswerPrinterOptions) {
    this.#options = options;
    const { isTTY, columns = 80 } = options.stdout;
    this.#thinking = new ThinkingLine({ ...options, isAtLineStart: () => isTTY !== true || this.#lineEnds > 0 });
    this.#wrap = new StreamWrap(isTTY === true ? columns - 1 : Infinity);
  }

  show(shown: Shown): void {
    this.#thinking.end();
    this.#show(shown);
    if (!this.#options.quiet) this.#thinking.restart();
  }

  /** From here on somebody waits for the model. */
  begin(): void {
    if (!this.#options.quiet) this.#thinking.restart();
  }

  #show(shown: Shown): void {
    const { stderr, quiet } = this.#options;
    switch (shown.type) {
      case "error":
        this.#break(1);
        stderr.write(`llm-chat: ${sanitizeLine(shown.message)}\n`);
        return;
      case "progress":
        if (!quiet) this.note([span("· ", DIM), span(sanitizeLine(shown.text), DIM)]);
        return;
      case "heading":
        if (quiet) return;
        this.#break(2);
        if (shown.text === this.#heading) return;
        this.#heading = shown.text;
        this.#write(`${this.#options.pen.draw([span("── ", DIM), span(sanitizeLine(shown.text), BOLD)])}\n`);
        return;
      case "text":
        if (!quiet) this.#write(this.#wrap.push(sanitizeForTerminal(shown.text)));
        return;
      case "pause":
        if (!quiet) this.#break(1);
    }
  }

  /** A line for the person, beside what is written. */
  note(line: Line): void {
    const { stderr, pen } = this.#options;
    this.#break(1);
    stderr.write(`${pen.draw(line)}\n`);
  }

  /** The last line is whole. */
  end(): void {
    this.#thinking.end();
    this.#break(1);
  }

  #break(least: 1 | 2): void {
    this.#write(this.#wrap.flush());
    const missing = Math.max(0, least - this.#lineEnds);
    if (missing > 0) this.#write(this.#wrap.push("\n".repeat(missing)));
  }

  #write(text: string): void {
    if (text === "") return;
    this.#options.stdout.write(text);
    const ends = /\n*$/.exec(text)?.[0].length ?? 0;
    this.#lineEnds = ends === text.length ? this.#lineEnds + ends : ends;
  }
}
