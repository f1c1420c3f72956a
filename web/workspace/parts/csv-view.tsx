/** A table, sorted by a click on a column's head. */
import { memo, useDeferredValue, useMemo, useState } from "react";
import { nameText } from "../../state/display-text.ts";
import { csvTable, numberOf, sortedRows, type Table } from "../state/csv-table.ts";

export interface CsvViewProps {
  readonly text: string;
  readonly title?: string | undefined;
}

interface Order {
  readonly column: number;
  readonly isDescending: boolean;
}

/** Cells that are drawn before somebody asks for all: a browser takes a second for what a large table has. */
const FIRST_CELLS = 800;

export const CsvView = memo(function CsvView({ text, title }: CsvViewProps) {
  // A long table that grows is read when there is time.
  const settled = useDeferredValue(text);
  const table = useMemo(() => csvTable(settled), [settled]);
  const [order, setOrder] = useState<Order | null>(null);
  const [isWhole, setWhole] = useState(false);
  const sorted = order ? sortedRows(table.rows, order.column, order.isDescending) : table.rows;
  const rows = isWhole ? sorted : sorted.slice(0, Math.ceil(FIRST_CELLS / Math.max(1, table.head.length)));
  // The first column names its row, also where it is a year.
  const numeric = useMemo(() => table.head.map((_, column) => column > 0 && isNumeric(table, column)), [table]);
  const sortBy = (column: number) =>
    setOrder(
      order?.column !== column
        ? { column, isDescending: false }
        : order.isDescending
          ? null
          : { column, isDescending: true },
    );
  return (
    <figure className="table-figure">
      {title && <figcaption>{nameText(title)}</figcaption>}
      <div className="table-scroll" tabIndex={-1}>
        <table>
          <thead>
            <tr>
              {table.head.map((cell, column) => (
                <th
                  key={column}
                  scope="col"
                  className={numeric[column] ? "number" : ""}
                  aria-sort={sortOf(order, column)}
                >
                  <button type="button" onClick={() => sortBy(column)} title="Sort">
                    {nameOf(cell)}
                    <span aria-hidden="true">{order?.column === column ? (order.isDescending ? " ↓" : " ↑") : ""}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column} className={numeric[column] ? "number" : ""}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < sorted.length && (
        <button type="button" className="link-button" onClick={() => setWhole(true)}>
          Show {sorted.length - rows.length} more rows
        </button>
      )}
      <More table={table} />
    </figure>
  );
});

function More({ table: { more } }: { readonly table: Table }) {
  if (more.rows === 0 && more.columns === 0) return null;
  const words = [more.rows > 0 && `${more.rows} more rows`, more.columns > 0 && `${more.columns} more columns`];
  return <p className="dim note">{words.filter(Boolean).join(" and ")} are not shown here; an export has them.</p>;
}

function nameOf(cell: string): string {
  return cell.trim() === "" ? "–" : nameText(cell);
}

function sortOf(order: Order | null, column: number): "ascending" | "descending" | "none" {
  return order?.column !== column ? "none" : order.isDescending ? "descending" : "ascending";
}

function isNumeric({ rows }: Table, column: number): boolean {
  const cells = rows.slice(0, 40).map((row) => row[column]?.trim() ?? "");
  return cells.some((cell) => cell !== "") && cells.every((cell) => cell === "" || numberOf(cell) !== null);
}
