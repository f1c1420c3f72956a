/** How two tables differ, cell by cell: rows that went and came at the same place are one row that changed. */
import { diffArrays } from "diff";
import { csvTable } from "./csv-table.ts";

export interface DifferentRow {
  readonly kind: "same" | "added" | "removed" | "changed" | "folded";
  readonly cells: readonly DifferentCell[];
}

export interface DifferentCell {
  readonly text: string;
  /** What it said before, where it says something else now. */
  readonly before?: string;
}

const LIMITS = { maxEditLength: 2_000, timeout: 250 };
/** Unchanged rows shown around a change. */
const CONTEXT = 2;

/** The header is the first row. null: too far apart to show how. */
export function tableDifference(current: string, proposed: string): readonly DifferentRow[] | null {
  const [before, now] = [rowsOf(current), rowsOf(proposed)];
  const changes = diffArrays(before.map(keyOf), now.map(keyOf), LIMITS);
  if (changes === undefined) return null;
  const rows: DifferentRow[] = [];
  let [left, right] = [0, 0];
  let removed: (readonly string[])[] = [];
  for (const { value, added, removed: isRemoved } of changes) {
    if (isRemoved) {
      removed = before.slice(left, (left += value.length));
      continue;
    }
    const next = now.slice(right, (right += value.length));
    if (added) {
      rows.push(...next.map((row, index) => changedRow(removed[index], row)));
      rows.push(...removed.slice(next.length).map((row) => plain("removed", row)));
    } else {
      rows.push(...removed.map((row) => plain("removed", row)), ...next.map((row) => plain("same", row)));
      left += value.length;
    }
    removed = [];
  }
  rows.push(...removed.map((row) => plain("removed", row)));
  return folded(rows);
}

function rowsOf(text: string): readonly (readonly string[])[] {
  const { head, rows } = csvTable(text, 5_000);
  return [head, ...rows];
}

function keyOf(row: readonly string[]): string {
  return JSON.stringify(row);
}

function plain(kind: DifferentRow["kind"], row: readonly string[]): DifferentRow {
  return { kind, cells: row.map((text) => ({ text })) };
}

function changedRow(before: readonly string[] | undefined, now: readonly string[]): DifferentRow {
  if (before === undefined) return plain("added", now);
  const length = Math.max(before.length, now.length);
  const cells = Array.from({ length }, (_, index): DifferentCell => {
    const [old = "", text = ""] = [before[index], now[index]];
    return old === text ? { text } : { text, before: old };
  });
  return { kind: "changed", cells };
}

/** Long stretches of unchanged rows become one row that says how many there are; the header stays. */
function folded(rows: readonly DifferentRow[]): readonly DifferentRow[] {
  const isNear = (index: number) =>
    rows.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== "same");
  const result: DifferentRow[] = [];
  let hidden = 0;
  const flush = () => {
    if (hidden > 0) result.push({ kind: "folded", cells: [{ text: `${hidden} unchanged rows` }] });
    hidden = 0;
  };
  for (const [index, row] of rows.entries()) {
    if (index === 0 || isNear(index)) {
      flush();
      result.push(row);
    } else hidden++;
  }
  flush();
  return result;
}
