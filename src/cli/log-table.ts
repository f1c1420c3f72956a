/** Rows of logs as a table that keeps to the terminal's width. Pure. */
import { fileWithin, type LogRow, namesWithin } from "./log-row.ts";
import { cellWidth, truncate } from "./tui/cell-width.ts";

const HEAD: Readonly<Record<keyof LogRow, string>> = {
  date: "DATE",
  length: "LENGTH",
  messages: "MSGS",
  agents: "AGENTS",
  topic: "TOPIC",
  file: "FILE",
};
const GAP = 2;
/** What a column may have of the room that is left; who needs less leaves the rest to the others. */
const SHARES = { agents: 5, topic: 7, file: 6 } as const;
type Flexible = keyof typeof SHARES;
const FLEXIBLE: readonly Flexible[] = ["agents", "topic", "file"];
/** In a terminal as wide as can be, and in a pipe. */
const LONGEST_NAMES = 60;
const LONGEST_TOPIC = 100;

/** `width`: of the terminal; Infinity: cut nothing but what is very long. */
export function logTable(rows: readonly LogRow[], width: number): string {
  const date = widest(
    rows.map((row) => row.date),
    HEAD.date,
  );
  const length = widest(
    rows.map((row) => row.length),
    HEAD.length,
  );
  const messages = widest(
    rows.map((row) => row.messages),
    HEAD.messages,
  );
  const wanted: Record<Flexible, number> = {
    agents: widest(
      rows.map((row) => namesWithin(row.agents, LONGEST_NAMES)),
      HEAD.agents,
    ),
    topic: widest(
      rows.map((row) => truncate(row.topic, LONGEST_TOPIC)),
      HEAD.topic,
    ),
    file: widest(
      rows.map((row) => row.file),
      HEAD.file,
    ),
  };
  const widths = shared(wanted, width - (date + length + messages + 5 * GAP));
  const line = (cells: readonly string[]) => `${cells.join(" ".repeat(GAP)).trimEnd()}\n`;
  const head = line([
    HEAD.date.padEnd(date),
    HEAD.length.padStart(length),
    HEAD.messages.padStart(messages),
    ...FLEXIBLE.map((column) => padded(truncate(HEAD[column], widths[column]), widths[column])),
  ]);
  const body = rows.map((row) =>
    line([
      padded(row.date, date),
      row.length.padStart(length),
      row.messages.padStart(messages),
      padded(namesWithin(row.agents, widths.agents), widths.agents),
      padded(truncate(row.topic, widths.topic), widths.topic),
      fileWithin(row.file, widths.file),
    ]),
  );
  return head + body.join("");
}

/** Each gets its share of `room` columns, or what it wants where that is less; none is narrower than its head. */
function shared(wanted: Readonly<Record<Flexible, number>>, room: number): Record<Flexible, number> {
  const widths = { ...wanted };
  const open = new Set(FLEXIBLE);
  let left = room;
  for (let settled = true; settled; ) {
    settled = false;
    const shares = [...open].reduce((sum, column) => sum + SHARES[column], 0);
    for (const column of open) {
      if (wanted[column] > Math.floor((left * SHARES[column]) / shares)) continue;
      open.delete(column);
      left -= wanted[column];
      settled = true;
      break;
    }
  }
  for (const column of open) {
    const shares = [...open].reduce((sum, each) => sum + SHARES[each], 0);
    widths[column] = Math.max(HEAD[column].length, Math.floor((left * SHARES[column]) / shares));
    left -= widths[column];
    open.delete(column);
  }
  return widths;
}

function widest(cells: readonly string[], head: string): number {
  return cells.reduce((most, cell) => Math.max(most, cellWidth(cell)), head.length);
}

function padded(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - cellWidth(cell)));
}
