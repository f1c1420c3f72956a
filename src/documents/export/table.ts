/** A table's and a chart's text, read: rows of cells, the header first. */
import Papa from "papaparse";
import { plainText } from "./plain-text.ts";

export interface Table {
  readonly header: readonly string[];
  /** As long as the header, each. */
  readonly rows: readonly (readonly string[])[];
}

/** Null: there is nothing in it. */
export function tableOf(csv: string): Table | null {
  const { data } = Papa.parse<string[]>(plainText(csv).trim(), { delimiter: ",", skipEmptyLines: "greedy" });
  const width = data.reduce((most, row) => Math.max(most, row.length), 0);
  const [header, ...rows] = data.map((row) => [...row, ...Array<string>(width - row.length).fill("")]);
  return header ? { header, rows } : null;
}

export interface ExportedChart {
  /** "" where it has none. */
  readonly title: string;
  /** What it shows, in words: "line chart, USD". */
  readonly note: string;
  /** Null: it has no rows. */
  readonly table: Table | null;
}

/** The first line is the header, JSON; where it cannot be read, the rest is a table all the same. */
export function chartOf(content: string): ExportedChart {
  const end = content.indexOf("\n");
  const header = headerOf(end === -1 ? content : content.slice(0, end));
  const names = [wordOf(header["x"]), ...namesOf(header["series"])];
  const rows = tableOf(end === -1 ? "" : content.slice(end + 1));
  const kind = wordOf(header["kind"]) || wordOf(header["type"]);
  return {
    title: wordOf(header["title"]),
    note: [kind && `${kind} chart`, wordOf(header["unit"])].filter(Boolean).join(", "),
    table: rows && (beginsWithNames(rows.header, names) ? rows : withHeader(rows, names)),
  };
}

/** The rows of a chart may begin with its columns' names, or with its values. */
function beginsWithNames(first: readonly string[], names: readonly string[]): boolean {
  const known = first.some((cell) => cell.trim() !== "" && names.includes(cell.trim()));
  const hasNumbers = first.slice(1).some((cell) => cell.trim() !== "" && Number.isFinite(Number(cell)));
  return known || (first.length > 1 && !hasNumbers);
}

function withHeader({ header, rows }: Table, names: readonly string[]): Table {
  return { header: header.map((_, index) => names[index] ?? ""), rows: [header, ...rows] };
}

function headerOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(line);
    return typeof header === "object" && header !== null ? (header as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function namesOf(series: unknown): readonly string[] {
  if (!Array.isArray(series)) return [];
  return series.map((each: unknown) => wordOf(each) || wordOf(headerField(each, "label") ?? headerField(each, "name")));
}

function headerField(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function wordOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
