/** What a change would do to a text, as lines of the screen: words that go and come where there are colours, else + and -. Pure. */
import { diffLines, diffWordsWithSpace } from "diff";
import { sanitizeForTerminal } from "../../logging/sanitize.ts";
import { DIM, type Line, PLAIN, type Span, span, type Style } from "../tui/line.ts";
import { hang, wrapLine } from "../tui/wrap-line.ts";

export interface DifferenceOptions {
  readonly colors: boolean;
  /** In cells. */
  readonly width: number;
}

const COMES: Style = { color: "good" };
const GOES: Style = { color: "bad", struck: true };
const GONE_LINE: Style = { color: "bad" };
/** Texts further apart are shown as a whole, first the old one: it takes long to find what they share, and shows nothing. */
const MOST_EDITS = 3_000;
/** Lines that stay, around one that changes. */
const AROUND = 1;

/** A line, and what becomes of it. */
interface Row {
  readonly line: Line;
  readonly sign: " " | "+" | "-" | "~";
}

/** `before` null: there was nothing; `after` null: nothing is left. */
export function differenceLines(
  before: string | null,
  after: string | null,
  { colors, width }: DifferenceOptions,
): readonly Line[] {
  const [one, other] = [readable(before), readable(after)];
  const rows =
    before === null ? all(other, "+", COMES) : after === null ? all(one, "-", GONE_LINE) : both(one, other, colors);
  return rows.flatMap(({ line, sign }) => {
    const marker = span(`${sign} `, sign === "+" ? COMES : sign === "-" ? GONE_LINE : DIM);
    return hang(wrapLine(line, Math.max(1, width - 2)), marker, span("  "));
  });
}

function readable(text: string | null): string {
  return sanitizeForTerminal(text ?? "")
    .replaceAll("\t", "    ")
    .trimEnd();
}

function both(before: string, after: string, colors: boolean): readonly Row[] {
  if (before === after) return [{ line: [span("(nothing that can be seen changes)", DIM)], sign: " " }];
  return inContext(colors ? byWords(before, after) : byLines(before, after));
}

function byWords(before: string, after: string): readonly Row[] {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  if (!parts) return [...all(before, "-", GONE_LINE), ...all(after, "+", COMES)];
  const rows: Row[] = [];
  let line: Span[] = [];
  let changes = false;
  const end = () => {
    rows.push({ line, sign: changes ? "~" : " " });
    line = [];
    changes = false;
  };
  for (const { value, added, removed } of parts) {
    const style = added ? COMES : removed ? GOES : PLAIN;
    for (const [index, text] of value.split("\n").entries()) {
      if (index > 0) end();
      if (text !== "") line.push(span(text, style));
      changes ||= (added || removed) && (text !== "" || value.length > 0);
    }
  }
  end();
  return rows;
}

function byLines(before: string, after: string): readonly Row[] {
  const parts = diffLines(`${before}\n`, `${after}\n`, { maxEditLength: MOST_EDITS });
  if (!parts) return [...all(before, "-", GONE_LINE), ...all(after, "+", COMES)];
  return parts.flatMap(({ value, added, removed }) => {
    const text = value.replace(/\n$/, "");
    return added ? all(text, "+", COMES) : removed ? all(text, "-", GONE_LINE) : all(text, " ", PLAIN);
  });
}

function all(text: string, sign: Row["sign"], style: Style): readonly Row[] {
  return text.split("\n").map((line) => ({ line: line === "" ? [] : [span(line, style)], sign }));
}

/** Of what stays, the lines beside those that change. */
function inContext(rows: readonly Row[]): readonly Row[] {
  const isNear = rows.map((_, index) =>
    rows.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ sign }) => sign !== " "),
  );
  return rows.flatMap((row, index) => {
    if (isNear[index]) return [row];
    return index === 0 || isNear[index - 1] ? [{ line: [span("…", DIM)], sign: " " } as const] : [];
  });
}
