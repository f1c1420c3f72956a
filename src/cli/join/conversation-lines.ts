/** The conversation as lines: time, name, text; notices dim; a rule where another day begins. Keeps what it has wrapped. */
import { sanitizeLine } from "../../logging/sanitize.ts";
import { readable } from "../tui/entry-lines.ts";
import { cellWidth } from "../tui/cell-width.ts";
import { BOLD, DIM, type Line, type Span, type Style, span } from "../tui/line.ts";
import type { NameStyles } from "../tui/names.ts";
import type { Paragraphs } from "../tui/scroll.ts";
import { hang, wrapLine } from "../tui/wrap-line.ts";
import type { RoomLine, RoomView } from "./room-view.ts";
import type { Times } from "./times.ts";

interface Made {
  readonly width: number;
  readonly version: number;
  readonly lines: readonly Line[];
}

/** Mark, time, and the space behind it. */
const MARGIN = 8;
const INDENT = span(" ".repeat(MARGIN));
const OWN: Style = { bold: true };

export class ConversationLines {
  readonly #names: NameStyles;
  readonly #times: Times;
  /** The day the screen was opened on: it needs no rule. */
  readonly #today: string;
  readonly #made = new WeakMap<RoomLine, Made>();

  constructor(names: NameStyles, times: Times, now: number) {
    this.#names = names;
    this.#times = times;
    this.#today = times.day(now);
  }

  paragraphs({ lines }: RoomView, width: number): Paragraphs {
    return {
      length: lines.length,
      lines: (index) => {
        const line = lines.at(index);
        return line === undefined ? [] : this.#lines(line, index === 0 ? undefined : lines.at(index - 1), width);
      },
    };
  }

  #lines(line: RoomLine, previous: RoomLine | undefined, width: number): readonly Line[] {
    const { version } = this.#names;
    const made = this.#made.get(line);
    if (made !== undefined && made.width === width && made.version === version) return made.lines;
    const lines = [...this.#dayRule(line, previous, width), ...this.#textLines(line, width)];
    this.#made.set(line, { width, version, lines });
    return lines;
  }

  #dayRule(line: RoomLine, previous: RoomLine | undefined, width: number): Line[] {
    const day = this.#times.day(line.at);
    if (day === (previous === undefined ? this.#today : this.#times.day(previous.at))) return [];
    const dashes = Math.max(0, width - cellWidth(day) - 4);
    return [[span(`─ ${day} ${"─".repeat(dashes)}`, DIM)]];
  }

  #textLines(line: RoomLine, width: number): Line[] {
    const mark = line.own ? span("› ", OWN) : line.kind === "message" ? span("  ") : span("∙ ", DIM);
    const time = span(`${this.#times.time(line.at)} `, DIM);
    return hang(wrapLine(this.#parts(line), Math.max(1, width - MARGIN)), null, INDENT).map((wrapped, index) =>
      index === 0 ? [mark, time, ...wrapped] : wrapped,
    );
  }

  #parts({ kind, sender, text }: RoomLine): Span[] {
    switch (kind) {
      case "message":
        return [span(sanitizeLine(sender), this.#names.of(sender).name), span(`: ${readable(text)}`)];
      case "notice":
        return [span(readable(text), DIM)];
      case "note":
        return [span(readable(text), BOLD)];
    }
  }
}
