/** CSV as rows of a table, capped: nobody reads more, and a page with it would freeze. */
import Papa from "papaparse";
import { sanitizeForTerminal } from "../../../src/logging/sanitize.ts";

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows and columns left out. */
  readonly more: { readonly rows: number; readonly columns: number };
}

export const MOST_ROWS = 500;
export const MOST_COLUMNS = 40;
const MOST_CHARACTERS = 1_000_000;
const MOST_CELL = 500;

/** The first row is the header. */
export function csvTable(text: string, mostRows = MOST_ROWS): Table {
  const [head = [], ...body] = csvRows(text);
  const columns = Math.max(head.length, ...body.slice(0, mostRows).map((row) => row.length));
  const shown = Math.min(columns, MOST_COLUMNS);
  const row = (cells: readonly string[]) => Array.from({ length: shown }, (_, index) => clipped(cells[index] ?? ""));
  return {
    head: row(head),
    rows: body.slice(0, mostRows).map(row),
    more: { rows: Math.max(0, body.length - mostRows), columns: columns - shown },
  };
}

export function csvRows(text: string): readonly (readonly string[])[] {
  const { data } = Papa.parse<string[]>(sanitizeForTerminal(text.slice(0, MOST_CHARACTERS)), {
    skipEmptyLines: "greedy",
    delimiter: ",",
    header: false,
  });
  return data;
}

/** A cell as a number where it looks like one: `1,234.5`, `12 %`, `$3`; null: it does not. */
export function numberOf(cell: string): number | null {
  const bare = cell
    .trim()
    .replaceAll(/[\s_'’]|(?<=\d),(?=\d{3}(?:\D|$))/g, "")
    .replace(/^([+-]?)[$€£¥]/, "$1")
    .replace(/[%$€£¥]$/, "");
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(bare)) return null;
  return Number(bare);
}

/** Rows by one column; numbers by value, after them words as people sort them. */
export function sortedRows(rows: Table["rows"], column: number, isDescending: boolean): Table["rows"] {
  const order = (one: readonly string[], other: readonly string[]) =>
    compareCells(one[column] ?? "", other[column] ?? "");
  return rows.toSorted((one, other) => (isDescending ? order(other, one) : order(one, other)));
}

function compareCells(one: string, other: string): number {
  const [left, right] = [numberOf(one), numberOf(other)];
  if (left !== null && right !== null) return left - right;
  if (left !== null || right !== null) return left === null ? 1 : -1;
  return one.localeCompare(other, "en", { numeric: true });
}

function clipped(cell: string): string {
  return cell.length > MOST_CELL ? `${cell.slice(0, MOST_CELL)}…` : cell;
}
