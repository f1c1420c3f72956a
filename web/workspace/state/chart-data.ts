/** A chart's text, read: the header line by our own schema, then CSV rows. Nothing of it is a library's configuration. */
import * as z from "zod";
import { CHART_KINDS } from "./chart-kinds.ts";
import { csvRows, numberOf } from "./csv-table.ts";

export type ChartKind = (typeof CHART_KINDS)[number];

const NAME = z.union([z.string(), z.number()]).transform((name) => String(name).slice(0, 200));
const SERIES = z.union([NAME, z.object({ column: NAME.optional(), name: NAME.optional(), label: NAME.optional() })]);
const HEADER = z.object({
  kind: z.string().optional(),
  type: z.string().optional(),
  title: NAME.optional(),
  /** The column along the axis; absent: the first. */
  x: NAME.optional(),
  /** The columns that are drawn; absent: all others. */
  series: z.array(SERIES).max(40).optional(),
  x_label: NAME.optional(),
  y_label: NAME.optional(),
  unit: NAME.optional(),
  stacked: z.boolean().optional(),
});

export interface ChartData {
  readonly kind: ChartKind;
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly unit: string;
  readonly isStacked: boolean;
  readonly labels: readonly string[];
  readonly series: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
  /** As a table, header first. */
  readonly csv: string;
  /** Rows left out. */
  readonly hidden: number;
}

export type ReadChart = { readonly chart: ChartData } | { readonly problem: string };

const MOST_POINTS = 2_000;
const MOST_SERIES = 12;

export function readChart(text: string): ReadChart {
  const end = text.indexOf("\n");
  const line = end === -1 ? text : text.slice(0, end);
  const header = parseHeader(line);
  if ("problem" in header) return header;
  const { x, series, stacked = false, title = "", unit = "", x_label, y_label = "" } = header.value;
  const kind = kindOf(header.value.kind ?? header.value.type ?? "line");
  if (kind === null) return { problem: `its kind is none of ${CHART_KINDS.join(", ")}` };
  const named = series?.map((each) =>
    typeof each === "string" ? each : (each.column ?? each.name ?? each.label ?? ""),
  );
  const labels = series?.map((each) =>
    typeof each === "string" ? each : (each.label ?? each.name ?? each.column ?? ""),
  );
  const all = csvRows(end === -1 ? "" : text.slice(end + 1));
  const columns = headOf(all, x, named) ?? [x ?? "", ...(named ?? [])];
  const rows = headOf(all, x, named) ? all.slice(1) : all;
  const along = Math.max(0, x === undefined ? 0 : columns.indexOf(x));
  const drawn = (named ?? columns.filter((_, index) => index !== along)).slice(0, MOST_SERIES);
  const shown = rows.slice(0, MOST_POINTS);
  return {
    chart: {
      ...{ kind, title, unit, isStacked: stacked, yLabel: y_label, xLabel: x_label ?? columns[along] ?? "" },
      labels: shown.map((row) => row[along] ?? ""),
      series: drawn.map((name, index) => {
        const found = columns.indexOf(name);
        const column = found === -1 ? index + (index >= along ? 1 : 0) : found;
        return { label: labels?.[index] ?? name, values: shown.map((row) => numberOf(row[column] ?? "")) };
      }),
      csv: [columns, ...rows].map((row) => row.map(quoted).join(",")).join("\n"),
      hidden: rows.length - shown.length,
    },
  };
}

function parseHeader(line: string): { readonly value: z.output<typeof HEADER> } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: "its first line is no JSON" };
  }
  const read = HEADER.safeParse(value);
  if (read.success) return { value: read.data };
  const [issue] = read.error.issues;
  return { problem: `its header is not right: ${[issue?.path.join("."), issue?.message].filter(Boolean).join(" ")}` };
}

function kindOf(kind: string): ChartKind | null {
  return CHART_KINDS.find((each) => each === kind.toLowerCase()) ?? null;
}

/** The first row where it names the columns; a chart may also begin with its values. */
function headOf(
  rows: readonly (readonly string[])[],
  x: string | undefined,
  series: readonly string[] | undefined,
): readonly string[] | null {
  const [first] = rows;
  if (first === undefined) return null;
  const names = first.map((cell) => cell.trim());
  if (x !== undefined && names.includes(x)) return names;
  if (series?.some((name) => names.includes(name))) return names;
  if (series !== undefined) return null;
  const isWords = names.length > 1 && names.slice(1).every((cell) => cell !== "" && numberOf(cell) === null);
  return isWords ? names : null;
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
