/**
 * A picture of a terminal: reads what a terminal was sent (`tmux capture-pane -p -e`, say) on stdin and writes an SVG.
 *
 *     node scripts/screenshot.ts --columns 120 --rows 36 --title "llm-chat" < capture.ansi > picture.svg
 */
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import xterm from "@xterm/headless";

const CELL = { width: 8.4, height: 18 };
const FONT = 14;
const MARGIN = 14;
const BAR = 34;
const COLORS = { window: "#16181d", bar: "#1f2229", text: "#d7dae0", title: "#8b909b" };
const BUTTONS = ["#e0605a", "#dfb04a", "#5fae57"];
const BASIC = [
  "#30343c",
  "#d7605a",
  "#6cb06a",
  "#d3a04a",
  "#5b93d6",
  "#b778c8",
  "#4fb0b3",
  "#c9cdd5",
  "#6b717d",
  "#e8857f",
  "#8fce8c",
  "#e6c07b",
  "#82b3ea",
  "#d09be0",
  "#7fd0d2",
  "#ffffff",
];

interface Look {
  readonly color: string;
  readonly background: string | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly struck: boolean;
}

interface Run {
  readonly column: number;
  readonly cells: number;
  readonly text: string;
  readonly look: Look;
}

export async function screenshot(ansi: string, columns: number, rows: number, title: string): Promise<string> {
  const terminal = new xterm.Terminal({ cols: columns, rows, convertEol: true, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(ansi.replace(/\n$/, ""), done));
  const width = columns * CELL.width + MARGIN * 2;
  const height = rows * CELL.height + MARGIN * 2 + BAR;
  const lines = Array.from({ length: rows }, (_, row) =>
    runsOf(terminal, row)
      .map((run) => svgOf(run, row))
      .join(""),
  );
  const buttons = BUTTONS.map(
    (fill, index) => `<circle cx="${20 + index * 20}" cy="${BAR / 2}" r="6" fill="${fill}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${height}" width="${round(width)}" height="${height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" rx="10" fill="${COLORS.window}"/>`,
    `<path d="M0 ${BAR}V10A10 10 0 0 1 10 0H${round(width - 10)}A10 10 0 0 1 ${round(width)} 10V${BAR}Z" fill="${COLORS.bar}"/>`,
    ...buttons,
    `<text x="${round(width / 2)}" y="${BAR / 2 + 5}" text-anchor="middle" font-family="system-ui,sans-serif" font-size="13" fill="${COLORS.title}">${escape(title)}</text>`,
    `<g font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="${FONT}" xml:space="preserve">`,
    ...lines,
    "</g></svg>",
    "",
  ].join("\n");
}

/** Neighbouring cells that look the same are one run; a wide or unusual character is a run of its own. */
function runsOf(terminal: InstanceType<typeof xterm.Terminal>, row: number): Run[] {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
  const runs: Run[] = [];
  if (line === undefined) return runs;
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const look = lookOf(cell);
    const text = cell.getChars() || " ";
    const last = runs.at(-1);
    const joins =
      last !== undefined && JSON.stringify(last.look) === JSON.stringify(look) && isPlain(text) && isPlain(last.text);
    if (joins) runs[runs.length - 1] = { ...last, text: last.text + text, cells: last.cells + 1 };
    else runs.push({ column, cells: cell.getWidth(), text, look });
  }
  return runs;
}

function isPlain(text: string): boolean {
  return /^[ -~]+$/.test(text);
}

type XtermCell = NonNullable<
  ReturnType<NonNullable<ReturnType<InstanceType<typeof xterm.Terminal>["buffer"]["active"]["getLine"]>>["getCell"]>
>;

function lookOf(cell: XtermCell): Look {
  const foreground = cell.isFgDefault() ? COLORS.text : colorOf(cell.getFgColor(), cell.isFgRGB());
  const background = cell.isBgDefault() ? null : colorOf(cell.getBgColor(), cell.isBgRGB());
  const inverse = cell.isInverse() !== 0;
  return {
    color: inverse ? (background ?? COLORS.window) : foreground,
    background: inverse ? foreground : background,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    struck: cell.isStrikethrough() !== 0,
  };
}

function colorOf(value: number, isRgb: boolean): string {
  if (isRgb) return `#${value.toString(16).padStart(6, "0")}`;
  if (value < 16) return BASIC[value] ?? COLORS.text;
  if (value >= 232) return hex([value, value, value].map((step) => (step - 232) * 10 + 8));
  const cube = value - 16;
  return hex(
    [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => (step === 0 ? 0 : step * 40 + 55)),
  );
}

function hex(channels: readonly number[]): string {
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function svgOf({ column, cells, text, look }: Run, row: number): string {
  const x = round(MARGIN + column * CELL.width);
  const y = MARGIN + BAR + row * CELL.height;
  const width = round(cells * CELL.width);
  const back =
    look.background === null
      ? ""
      : `<rect x="${x}" y="${y}" width="${width}" height="${CELL.height}" fill="${look.background}"/>`;
  const shown = text.trimEnd();
  if (shown === "") return back;
  const marks = [
    look.bold ? ' font-weight="600"' : "",
    look.dim ? ' opacity="0.58"' : "",
    look.struck ? ' text-decoration="line-through"' : "",
    // A viewer's font may be wider or narrower: the grid is kept all the same.
    isPlain(shown) ? ` textLength="${round(shown.length * CELL.width)}" lengthAdjust="spacingAndGlyphs"` : "",
  ].join("");
  return `${back}<text x="${x}" y="${round(y + 13.5)}" fill="${look.color}"${marks}>${escape(shown)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escape(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      columns: { type: "string", default: "120" },
      rows: { type: "string", default: "36" },
      title: { type: "string", default: "llm-chat" },
    },
  });
  const ansi = await text(process.stdin);
  process.stdout.write(await screenshot(ansi, Number(values.columns), Number(values.rows), values.title));
}
