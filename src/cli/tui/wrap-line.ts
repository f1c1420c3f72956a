/** Wraps styled text: the spans are cut where the lines of the joined text are. */
import { EMPTY_LINE, type Line, type Span } from "./line.ts";
import { type WrappedLine, wrapInto } from "./wrap.ts";

export function wrapLine(line: Line, width: number): Line[] {
  const text = line.map((part) => part.text).join("");
  const wrapped: WrappedLine[] = [];
  wrapInto(wrapped, text, width);
  return wrapped.map(({ start, end }) => sliceLine(line, start, end));
}

/** The first line begins with `marker`, every later one with `indent`. */
export function hang(lines: readonly Line[], marker: Span | null, indent: Span): Line[] {
  return lines.map((line, index) => {
    const margin = index === 0 ? marker : indent;
    return margin === null ? line : [margin, ...line];
  });
}

function sliceLine(line: Line, start: number, end: number): Line {
  if (start === end) return EMPTY_LINE;
  const sliced: Span[] = [];
  let at = 0;
  for (const part of line) {
    const from = Math.max(start, at);
    const to = Math.min(end, at + part.text.length);
    if (from < to) sliced.push({ text: part.text.slice(from - at, to - at), style: part.style });
    at += part.text.length;
    if (at >= end) break;
  }
  return sliced;
}
