/** A line of the screen as data: spans of text, each with how it looks. Everything the TUI shows is made of these. */
import type { NameColor } from "../../logging/colors.ts";
import { cellWidth, truncate } from "./cell-width.ts";

export type Tone = "good" | "warning" | "bad";

export interface Style {
  readonly color?: NameColor | Tone;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly struck?: boolean;
  readonly inverse?: boolean;
}

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Line = readonly Span[];

export const PLAIN: Style = {};
export const DIM: Style = { dim: true };
export const BOLD: Style = { bold: true };
export const EMPTY_LINE: Line = [];

export function span(text: string, style: Style = PLAIN): Span {
  return { text, style };
}

export function lineWidth(line: Line): number {
  let width = 0;
  for (const { text } of line) width += cellWidth(text);
  return width;
}

/** `line` cut to `width` cells. */
export function cutLine(line: Line, width: number): Line {
  const kept: Span[] = [];
  let left = width;
  for (const part of line) {
    const cells = cellWidth(part.text);
    if (cells > left) {
      if (left > 0) kept.push({ ...part, text: truncate(part.text, left) });
      return kept;
    }
    kept.push(part);
    left -= cells;
  }
  return line;
}

/** `left` and `right` at the two ends of `width` cells; what does not fit is cut from `left`. */
export function spread(left: Line, right: Line, width: number): Line {
  const rightWidth = lineWidth(right);
  const cut = cutLine(left, Math.max(0, width - rightWidth - (rightWidth > 0 ? 1 : 0)));
  const gap = width - lineWidth(cut) - rightWidth;
  return gap < 0 ? cutLine(right, width) : [...cut, span(" ".repeat(gap)), ...right];
}
