/** Columns of plain text; the last one takes what it needs. */
import stringWidth from "string-width";
import { sanitizeLine } from "../logging/sanitize.ts";

export function table(rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map(sanitizeLine));
  const widths = (clean[0] ?? []).map((_, column) => Math.max(...clean.map((row) => stringWidth(row[column] ?? ""))));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : padded(cell, (widths[column] ?? 0) + 2))).join("");
  return clean.map((row) => `${line(row).trimEnd()}\n`).join("");
}

function padded(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - stringWidth(cell)));
}
