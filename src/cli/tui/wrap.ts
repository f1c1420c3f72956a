/**
 * Wraps text into lines of at most `width` cells: after spaces and between wide characters, else inside a word.
 * A line is settled once something stands behind it, so text that grows is wrapped from its last line on.
 */
import { cellWidth, graphemesOf, isAscii } from "./cell-width.ts";

/** A line is `text.slice(start, end)`; the spaces it was broken at belong to no line. */
export interface WrappedLine {
  readonly start: number;
  readonly end: number;
}

/** What may not begin a line (CJK closing marks). */
const NEVER_FIRST = new Set("、。，．・：；？！）」』】〉》〕］｝ー々…‥ぁぃぅぇぉっゃゅょァィゥェォッャュョ");

/** Appends the lines of `text` from `from` on to `lines`; the last one is always there, possibly empty. */
export function wrapInto(lines: WrappedLine[], text: string, width: number, from = 0): void {
  const cells = Math.max(1, width);
  let start = from;
  for (;;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    do {
      const line = fillLine(text, start, end, cells);
      lines.push(line);
      start = line.next;
    } while (start < end);
    if (newline < 0) return;
    start = newline + 1;
  }
}

export function wrap(text: string, width: number): string[] {
  const lines: WrappedLine[] = [];
  wrapInto(lines, text, width);
  return lines.map((line) => text.slice(line.start, line.end));
}

interface FilledLine extends WrappedLine {
  /** Where the next line of the paragraph begins; its end when there is none. */
  readonly next: number;
}

function fillLine(text: string, start: number, end: number, width: number): FilledLine {
  // One character further than the line, and one more: a combining mark may follow.
  if (isAscii(text.slice(start, Math.min(end, start + width + 2)))) {
    if (end - start <= width) return { start, end, next: end };
    const overflow = start + width;
    const space = text.lastIndexOf(" ", overflow - 1);
    return breakLine(text, start, overflow, 1, space < start ? -1 : space + 1);
  }
  // No line needs more: this bounds the work on endless combining marks.
  const limit = Math.min(end, start + width * 16 + 64);
  let position = start;
  let used = 0;
  let opportunity = -1;
  let wideBefore = false;
  for (const grapheme of graphemesOf(text.slice(start, limit))) {
    const cells = cellWidth(grapheme);
    const wide = cells > 1;
    if ((wide || wideBefore) && position > start && grapheme !== " " && !NEVER_FIRST.has(grapheme)) {
      opportunity = position;
    }
    if (used + cells > width) return breakLine(text, start, position, grapheme.length, opportunity);
    used += cells;
    position += grapheme.length;
    wideBefore = wide;
    if (grapheme === " ") opportunity = position;
  }
  return { start, end: limit, next: limit };
}

/** Ends the line whose first grapheme that does not fit is at `overflow`. */
function breakLine(text: string, start: number, overflow: number, length: number, opportunity: number): FilledLine {
  if (text[overflow] === " ") return { start, end: inkEnd(text, start, overflow), next: overflow + 1 };
  if (opportunity > start) {
    const end = inkEnd(text, start, opportunity);
    if (end > start) return { start, end, next: opportunity };
  }
  // A grapheme wider than the whole line stands alone.
  const cut = overflow > start ? overflow : overflow + length;
  return { start, end: cut, next: cut };
}

function inkEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && text[last - 1] === " ") last--;
  return last;
}

/** The lines of a text that grows: only its last line is wrapped again. Anything else than growth starts over. */
export class GrowingWrap {
  #text = "";
  #width = 0;
  #lines: WrappedLine[] = [];

  update(text: string, width: number): readonly WrappedLine[] {
    const last = this.#lines.pop();
    const grown = last !== undefined && width === this.#width && text.startsWith(this.#text);
    if (!grown) this.#lines = [];
    wrapInto(this.#lines, text, width, grown ? last.start : 0);
    this.#text = text;
    this.#width = width;
    return this.#lines;
  }
}
