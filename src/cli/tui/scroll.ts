/**
 * The part of a long list of paragraphs that a pane shows. Only paragraphs in sight are asked for their lines, so a
 * long history costs nothing; a pane that was scrolled stays where it is while the list grows.
 */
import type { Line } from "./line.ts";

export interface Paragraphs {
  readonly length: number;
  /** None for a paragraph that is hidden. */
  lines(index: number): readonly Line[];
}

/** The first line below the window: line `line` of paragraph `item`. */
export interface Position {
  readonly item: number;
  readonly line: number;
}

/** Null: the end, whatever comes. */
export type Anchor = Position | null;

export interface PaneWindow {
  readonly lines: readonly Line[];
  /** Lines that follow below what is seen. */
  readonly below: number;
}

/** `height` lines; one fewer where more follow, for the note that says so. */
export function windowOf(paragraphs: Paragraphs, height: number, anchor: Anchor): PaneWindow {
  const end = endOf(paragraphs);
  const bottom = anchor === null ? end : clamp(paragraphs, anchor);
  const below = anchor === null ? 0 : linesBetween(paragraphs, bottom, end);
  const wanted = below > 0 ? height - 1 : height;
  return { lines: linesAbove(paragraphs, bottom, wanted), below };
}

/** Where the pane stands after it moved by `lines` (negative: up). */
export function scrollBy(paragraphs: Paragraphs, height: number, anchor: Anchor, lines: number): Anchor {
  const end = endOf(paragraphs);
  if (lines >= 0)
    return anchor === null ? null : settle(paragraphs, height, move(paragraphs, clamp(paragraphs, anchor), lines));
  // Leaving the end costs a row for the note: the first step up must show something new nevertheless.
  const from = anchor === null ? move(paragraphs, end, -1) : clamp(paragraphs, anchor);
  return settle(paragraphs, height, move(paragraphs, from, lines));
}

export function scrollToTop(paragraphs: Paragraphs, height: number): Anchor {
  return settle(paragraphs, height, { item: 0, line: 0 });
}

/** Not above the first full window, and the end when at most one line follows. */
function settle(paragraphs: Paragraphs, height: number, position: Position): Anchor {
  const lowest = move(paragraphs, { item: 0, line: 0 }, height - 1);
  const chosen = isBefore(position, lowest) ? lowest : position;
  const next = move(paragraphs, chosen, 1);
  return isBefore(next, endOf(paragraphs)) ? chosen : null;
}

function endOf(paragraphs: Paragraphs): Position {
  return { item: paragraphs.length, line: 0 };
}

function clamp(paragraphs: Paragraphs, position: Position): Position {
  if (position.item >= paragraphs.length) return endOf(paragraphs);
  return { item: position.item, line: Math.min(position.line, paragraphs.lines(position.item).length) };
}

function isBefore(left: Position, right: Position): boolean {
  return left.item < right.item || (left.item === right.item && left.line < right.line);
}

/** `position` moved by `lines`, not beyond either end; never at the end of a paragraph but at the next one's start. */
function move(paragraphs: Paragraphs, position: Position, lines: number): Position {
  let { item, line } = position;
  let left = lines;
  while (left < 0) {
    if (line >= -left) return { item, line: line + left };
    left += line;
    if (item === 0) return { item: 0, line: 0 };
    item--;
    line = paragraphs.lines(item).length;
  }
  while (item < paragraphs.length) {
    const count = paragraphs.lines(item).length;
    if (line + left < count) return { item, line: line + left };
    left -= count - line;
    item++;
    line = 0;
  }
  return endOf(paragraphs);
}

function linesAbove(paragraphs: Paragraphs, bottom: Position, wanted: number): Line[] {
  const seen: Line[] = [];
  let { item, line } = bottom;
  let lines = item < paragraphs.length ? paragraphs.lines(item) : [];
  while (seen.length < wanted) {
    if (line === 0) {
      if (item === 0) break;
      lines = paragraphs.lines(--item);
      line = lines.length;
      continue;
    }
    const above = lines[--line];
    if (above !== undefined) seen.push(above);
  }
  return seen.reverse();
}

function linesBetween(paragraphs: Paragraphs, from: Position, to: Position): number {
  let count = -from.line;
  for (let item = from.item; item < to.item; item++) count += paragraphs.lines(item).length;
  return count + to.line;
}
