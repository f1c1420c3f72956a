/**
 * CSV as models write it becomes CSV: row by row, without fences and empty lines, with commas between the cells, also
 * where the model wrote a Markdown table. Short rows are filled; what cannot be mended is told.
 */
import Papa from "papaparse";
import type { TextFilter } from "./text-filter.ts";

export interface CsvOptions {
  /** What every row has; null: as the first row, which is then a header. */
  readonly columns: readonly string[] | null;
}

const SEPARATORS = [",", "\t", ";", "|"] as const;
/** So many rows that do not fit are named. */
const NAMED_ROWS = 5;

export function csvFilter({ columns }: CsvOptions): TextFilter {
  let held = "";
  const scan = new RowScan();
  let separator: string | null = null;
  let width = columns?.length ?? null;
  let rows = 0;
  const odd: number[] = [];

  const rowOf = (line: string): string => {
    if (isDecoration(line)) return "";
    separator ??= separatorOf(line);
    const cells = cellsOf(line, separator);
    if (rows === 0 && columns !== null && isHeader(cells, columns)) return "";
    rows++;
    width ??= cells.length;
    if (cells.length > width) odd.push(rows);
    while (cells.length < width) cells.push("");
    return `${Papa.unparse([cells])}\n`;
  };
  return {
    add(piece) {
      held += piece;
      let ready = "";
      for (let end = scan.endOfRow(held); end >= 0; end = scan.endOfRow(held)) {
        ready += rowOf(held.slice(0, end).replace(/\r$/u, ""));
        held = held.slice(end + 1);
        scan.begin();
      }
      return ready;
    },
    end() {
      const text = held.trim() === "" ? "" : rowOf(held);
      const notes: string[] = [];
      if (rows === 0) notes.push("There are no rows in it.");
      if (odd.length > 0) {
        const named = odd.slice(0, NAMED_ROWS).join(", ");
        notes.push(
          `More cells than the ${width} columns are in ${odd.length === 1 ? "row" : "rows"} ${named}${odd.length > NAMED_ROWS ? " …" : ""}: put cells with a comma in double quotes, and mend it with edit_block.`,
        );
      }
      held = "";
      return { text, notes };
    },
  };
}

/** Where the row under way ends, read once however many pieces it comes in. */
class RowScan {
  #at = 0;
  #quoted = false;
  /** Nothing but white space since the last separator: a quote here begins a quoted cell, elsewhere it is a character. */
  #isStart = true;
  #justClosed = false;

  begin(): void {
    this.#at = 0;
    this.#quoted = false;
    this.#isStart = true;
    this.#justClosed = false;
  }

  /** -1: not yet. A line end within quotes is none. */
  endOfRow(text: string): number {
    for (; this.#at < text.length; this.#at++) {
      const character = text.charAt(this.#at);
      if (this.#quoted) {
        this.#justClosed = character === '"';
        this.#quoted = !this.#justClosed;
        continue;
      }
      if (character === "\n") return this.#at;
      if (character === '"' && (this.#isStart || this.#justClosed)) this.#quoted = true;
      this.#justClosed = false;
      this.#isStart = isSeparator(character) || (this.#isStart && character === " ");
    }
    return -1;
  }
}

function isSeparator(character: string): boolean {
  return SEPARATORS.some((each) => each === character);
}

/** A fence, an empty line, the line under a Markdown table's header. */
function isDecoration(line: string): boolean {
  return line.trim() === "" || /^\s*(?:`{3,}|~{3,})/u.test(line) || /^\s*\|?[\s:|-]*-{2,}[\s:|-]*$/u.test(line);
}

function separatorOf(header: string): string {
  if (/^\s*\|.*\|\s*$/u.test(header)) return "|";
  const bare = header.replace(/"[^"]*"/gu, "");
  return SEPARATORS.find((each) => bare.includes(each)) ?? ",";
}

function cellsOf(line: string, separator: string): string[] {
  const inner = separator === "|" ? line.trim().replace(/^\||\|$/gu, "") : line;
  const { data } = Papa.parse<string[]>(inner, { delimiter: separator });
  const cells = data[0] ?? [];
  return separator === "|" ? cells.map((cell) => cell.trim()) : cells;
}

function isHeader(cells: readonly string[], columns: readonly string[]): boolean {
  const same = (one: string, other: string | undefined) => one.trim().toLowerCase() === other?.trim().toLowerCase();
  return cells.length === columns.length && cells.slice(1).every((cell, index) => same(cell, columns[index + 1]));
}
