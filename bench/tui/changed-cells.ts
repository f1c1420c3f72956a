/** A painter that knows nothing but cells, and thirty times a second writes those that have changed: the least there is to do. */
import { COLUMNS, startWords } from "./stimulus.ts";
import { timeWindow } from "./timed-window.ts";

const FRAME_MS = 33;
const { columns, rows } = process.stdout;
const width = Math.floor(columns / COLUMNS);
const height = rows - 2;
const texts: string[][] = Array.from({ length: COLUMNS }, () => [""]);
const shown: string[][] = Array.from({ length: COLUMNS }, () => []);

process.stdout.write("\x1b[?1049h\x1b[2J\x1b[Hllm-chat Should we colonise Mars?");
startWords((column, word) => {
  const lines = texts[column] ?? [];
  const last = lines.at(-1) ?? "";
  if (last.length + word.length < width) lines[lines.length - 1] = last + word;
  else lines.push(word);
  if (lines.length > height) lines.shift();
});
setInterval(() => {
  let written = "";
  for (const [column, lines] of texts.entries()) {
    for (const [row, line] of lines.entries()) written += change(column, row, shown[column]?.[row] ?? "", line);
    shown[column] = [...lines];
  }
  if (written !== "") process.stdout.write(`\x1b[?2026h${written}\x1b[?2026l`);
}, FRAME_MS);
timeWindow();

function change(column: number, row: number, before: string, after: string): string {
  if (before === after) return "";
  let from = 0;
  while (from < before.length && before[from] === after[from]) from++;
  const rest = after.slice(from) + " ".repeat(Math.max(0, before.length - after.length));
  return `\x1b[${row + 2};${column * width + from + 1}H${rest}`;
}
