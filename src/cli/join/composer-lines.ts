/** What a person is writing, as it stands at the bottom of the screen: the draft's lines, and the line being edited. */
import { sanitizeLine } from "../../logging/sanitize.ts";
import { cellWidth, graphemesOf, truncate } from "../tui/cell-width.ts";
import { BOLD, DIM, type Line, PLAIN, type Span, type Style, span } from "../tui/line.ts";
import type { Composer } from "./composer.ts";

export interface ComposerLook {
  readonly width: number;
  readonly name: string;
  readonly nameStyle: Style;
  /** No looks at all: the cursor is a character. */
  readonly plain: boolean;
  readonly mostDraftRows: number;
  readonly mostInputRows: number;
}

const CURSOR: Style = { inverse: true };
const BAR = span("│ ", DIM);

/** The last ones, where not all fit. */
export function draftLines({ lines }: Composer, { width, mostDraftRows }: ComposerLook): Line[] {
  const hidden = lines.length <= mostDraftRows ? 0 : lines.length - mostDraftRows + 1;
  const shown = lines.slice(hidden).map((line): Line => [BAR, span(truncate(shownText(line), width - 2))]);
  return hidden === 0
    ? shown
    : [[BAR, span(truncate(`… ${hidden} more ${hidden === 1 ? "line" : "lines"}`, width - 2), DIM)], ...shown];
}

/** Broken at the last cell, as a shell does it; where not all rows fit, those around the cursor. */
export function inputLines({ editor }: Composer, look: ComposerLook): Line[] {
  const prompt = `${truncate(sanitizeLine(look.name), 16)} › `;
  const margin = cellWidth(prompt) <= look.width / 3 ? cellWidth(prompt) : 2;
  const rows = new InputRows(Math.max(1, look.width - margin));
  // No more than can be seen: a long paste costs no more than a short one.
  const most = look.width * (look.mostInputRows + 1);
  for (const text of graphemesOf(editor.before.slice(-most))) rows.add(shownText(text), PLAIN);
  const [under = " ", ...after] = graphemesOf(editor.after.slice(0, most));
  const cursorRow = look.plain ? rows.add("█", PLAIN) : rows.add(shownText(under), CURSOR);
  if (look.plain && editor.after !== "") rows.add(shownText(under), PLAIN);
  for (const text of after) rows.add(shownText(text), PLAIN);
  const first = Math.max(0, Math.min(cursorRow - look.mostInputRows + 1, rows.lines.length - look.mostInputRows));
  const begin: Span[] =
    margin === 2 ? [span("› ", BOLD)] : [span(prompt.slice(0, -2), look.nameStyle), span("› ", BOLD)];
  return rows.lines
    .slice(first, first + look.mostInputRows)
    .map((line, index) => (index === 0 ? [...begin, ...line] : [span(" ".repeat(margin)), ...line]));
}

class InputRows {
  readonly lines: Span[][] = [[]];
  readonly #width: number;
  #used = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** Returns the row it came to stand in. */
  add(text: string, style: Style): number {
    const cells = cellWidth(text);
    if (this.#used + cells > this.#width) {
      this.lines.push([]);
      this.#used = 0;
    }
    const row = this.lines.at(-1) ?? [];
    const last = row.at(-1);
    if (last?.style === style) row[row.length - 1] = span(last.text + text, style);
    else row.push(span(text, style));
    this.#used += cells;
    return this.lines.length - 1;
  }
}

/** What was pasted may hold anything. */
function shownText(text: string): string {
  return sanitizeLine(text);
}
