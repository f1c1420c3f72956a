/**
 * Which rows and columns go to what, for any size. Rows from the top: header, who is here (where there is no column for
 * it), a rule, the conversation, a rule with what is going on, what is wrong, the draft, the input. Pure.
 */
import type { Size } from "../tui/layout.ts";

export interface ScreenLayout {
  readonly size: Size;
  /** Of the column beside the conversation, its separator not counted; 0: there is none. */
  readonly sideWidth: number;
  readonly hasPeopleLine: boolean;
  readonly hasTopRule: boolean;
  readonly conversation: { readonly width: number; readonly height: number };
}

const MIN_SIZE: Size = { columns: 30, rows: 8 };
const WIDE = 92;
/** With fewer rows the conversation needs every one. */
const ROOMY = 13;

/** Rows that what is wrong, the draft and the input may take at most. */
export function mostRowsBelow({ rows }: Size): {
  readonly problem: number;
  readonly draft: number;
  readonly input: number;
} {
  return {
    problem: rows >= ROOMY ? 3 : 1,
    draft: Math.max(1, Math.floor(rows / 4)),
    input: Math.max(1, Math.floor(rows / 5)),
  };
}

/** `rowsBelow`: those that what is wrong, the draft and the input take now. Null: too small for anything but a line that says so. */
export function layoutOf(size: Size, rowsBelow: number): ScreenLayout | null {
  const { columns, rows } = size;
  if (columns < MIN_SIZE.columns || rows < MIN_SIZE.rows) return null;
  const sideWidth = columns >= WIDE && rows >= ROOMY ? Math.min(32, Math.floor(columns / 5) + 4) : 0;
  const hasTopRule = rows >= ROOMY;
  const hasPeopleLine = sideWidth === 0;
  const height = rows - 2 - (hasPeopleLine ? 1 : 0) - (hasTopRule ? 1 : 0) - rowsBelow;
  // A space stands on either side of the separator.
  const width = sideWidth === 0 ? columns - 1 : columns - sideWidth - 4;
  return { size, sideWidth, hasPeopleLine, hasTopRule, conversation: { width, height } };
}
