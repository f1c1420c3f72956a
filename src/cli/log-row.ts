/** A log as a row of a list, for the command and for whoever chooses one. Pure; every cell is safe for a terminal. */
import { basename } from "node:path";
import { elapsed } from "../logging/figures.ts";
import type { LogEntry } from "../logging/log-folder.ts";
import { sanitizeLine } from "../logging/sanitize.ts";
import { cellWidth, graphemesOf, truncate } from "./tui/cell-width.ts";

export interface LogRow {
  readonly date: string;
  readonly length: string;
  readonly messages: string;
  /** As many as are to be shown: `namesWithin` fits them. */
  readonly agents: readonly string[];
  readonly topic: string;
  /** Without its folder. */
  readonly file: string;
}

const UNKNOWN = "–";
const DAY = 24 * 60 * 60 * 1000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `now`: epoch ms. */
export function logRow(entry: LogEntry, now: number): LogRow {
  const file = sanitizeLine(basename(entry.path));
  if (entry.kind === "unreadable") {
    const topic = `(${sanitizeLine(entry.reason)})`;
    return { date: UNKNOWN, length: UNKNOWN, messages: UNKNOWN, agents: [], topic, file };
  }
  const { started, duration_ms, messages, agents, topic } = entry;
  return {
    date: started === null ? UNKNOWN : compactDate(Date.parse(started), now),
    length: duration_ms === null ? UNKNOWN : lengthOf(duration_ms),
    messages: String(messages),
    agents: agents.map(({ name }) => sanitizeLine(name)),
    topic: sanitizeLine(topic).trim() || UNKNOWN,
    file,
  };
}

/** In at most 12 columns, on the clock of this machine: `today 09:05`, `21 Nov 14:03`, and of another year `18 Jun 2025`. */
export function compactDate(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)];
  const day = `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""}`;
  if (date.getFullYear() !== today.getFullYear()) return `${day} ${date.getFullYear()}`;
  const two = (value: number) => String(value).padStart(2, "0");
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return date.toDateString() === today.toDateString() ? `today ${time}` : `${day} ${time}`;
}

/** `Ada, Boole +2`: the first names that fit `width` columns, and how many more there are. */
export function namesWithin(names: readonly string[], width: number): string {
  if (names.length === 0) return UNKNOWN;
  for (let shown = Math.min(names.length, width); shown > 0; shown--) {
    const more = names.length - shown;
    const text = `${names.slice(0, shown).join(", ")}${more > 0 ? ` +${more}` : ""}`;
    if (cellWidth(text) <= width) return text;
  }
  const more = names.length > 1 ? ` +${names.length - 1}` : "";
  return truncate(`${truncate(names[0] ?? "", Math.max(1, width - more.length))}${more}`, width);
}

/** As much of a file's name as fits `width` columns: without its extension, and then its end, where logs' names differ. */
export function fileWithin(file: string, width: number): string {
  if (cellWidth(file) <= width) return file;
  const text = file.replace(/\.(?:jsonl|log)$/i, "");
  if (cellWidth(text) <= width) return text;
  const kept: string[] = [];
  let used = 1;
  for (const grapheme of [...graphemesOf(text)].reverse()) {
    used += cellWidth(grapheme);
    if (used > width) break;
    kept.unshift(grapheme);
  }
  return width < 1 ? "" : `…${kept.join("")}`;
}

function lengthOf(ms: number): string {
  return ms < 100 * 60 * 60 * 1000 ? elapsed(ms) : `${Math.floor(ms / DAY)} d`;
}
