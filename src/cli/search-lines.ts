/** What a search found in a log, as lines: the log, then each message with its line number. Pure. */
import { plural } from "../logging/figures.ts";
import type { LogEntry } from "../logging/log-folder.ts";
import { sanitizeLine } from "../logging/sanitize.ts";
import type { LogMatches } from "../logging/search-log.ts";
import { logRow, namesWithin } from "./log-row.ts";
import { cellWidth, truncate } from "./tui/cell-width.ts";

export interface Found {
  readonly entry: LogEntry;
  readonly matches: LogMatches;
  readonly pattern: RegExp;
  /** epoch ms */
  readonly now: number;
  /** Of the terminal, or Infinity. */
  readonly width: number;
  readonly colored: boolean;
}

const INDENT = "  ";
const LONGEST_NAMES = 40;

export function foundLines({ entry, matches, pattern, now, width, colored }: Found): string {
  const { date, length, messages, agents, topic } = logRow(entry, now);
  const mark = (text: string) => (colored ? marked(text, pattern) : text);
  const strong = (text: string) => (colored ? `\x1b[1m${text}\x1b[22m` : text);
  const about = [date, length, `${messages} messages`, namesWithin(agents, LONGEST_NAMES), topic].join(" · ");
  const lines = [strong(sanitizeLine(entry.path)), INDENT + mark(truncate(about, width - INDENT.length))];
  const digits = Math.max(...matches.messages.map(({ line }) => String(line).length));
  for (const { line, sender, text } of matches.messages) {
    const head = `${INDENT}${String(line).padStart(digits)}  ${truncate(sanitizeLine(sender), LONGEST_NAMES)}: `;
    lines.push(head + mark(excerpt(sanitizeLine(text).trim(), pattern, width - cellWidth(head))));
  }
  const more = matches.total - matches.messages.length;
  if (more > 0) lines.push(`${INDENT}${" ".repeat(digits)}  … and ${plural(more, "more message")}`);
  return `${lines.join("\n")}\n`;
}

/** `text` cut to `width` so that the match is in it. */
function excerpt(text: string, pattern: RegExp, width: number): string {
  const room = Math.max(10, width);
  if (cellWidth(text) <= room) return text;
  const match = pattern.exec(text);
  const end = match === null ? 0 : cellWidth(text.slice(0, match.index + match[0].length));
  if (match === null || end < room) return truncate(text, room);
  // Some words before it, from the beginning of a word.
  const from = text.indexOf(" ", Math.max(0, match.index - Math.floor(room / 2)));
  const start = from < 0 || from > match.index ? match.index : from + 1;
  return truncate(`…${text.slice(start)}`, room);
}

function marked(text: string, pattern: RegExp): string {
  return text.replace(new RegExp(pattern, `${pattern.flags}g`), (match) => `\x1b[1;31m${match}\x1b[22;39m`);
}
