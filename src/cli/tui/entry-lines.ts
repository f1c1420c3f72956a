/** An entry of an agent's column as lines: a mark in the margin that tells its kind, then its text. */
import { EMPTY_FIELD, readPartialField } from "../../logging/partial-json.ts";
import { sanitizeForTerminal, sanitizeLine } from "../../logging/sanitize.ts";
import type { Entry } from "../../logging/view-types.ts";
import type { Verbosity } from "./layout.ts";
import { BOLD, cutLine, DIM, EMPTY_LINE, type Line, lineWidth, PLAIN, type Span, type Style, span } from "./line.ts";
import { GrowingWrap } from "./wrap.ts";
import { hang, wrapLine } from "./wrap-line.ts";

const BAD: Style = { color: "bad", bold: true };
const BAD_TEXT: Style = { color: "bad" };
const GOOD: Style = { color: "good" };
const WARNING: Style = { color: "warning" };
const INDENT = span("  ");
/** In a column the long things are elsewhere: what is said in the conversation, what is written in the draft. */
const BRIEF_LINES = 2;
const BRIEF_CHARACTERS = 1_000;

export function isShown(entry: Entry, verbosity: Verbosity): boolean {
  if (verbosity !== "chat") return true;
  return entry.kind === "error" || (entry.kind === "tool_response" && entry.status === 0);
}

export function entryLines(entry: Entry, verbosity: Verbosity, width: number): Line[] {
  if (!isShown(entry, verbosity)) return [];
  const { marker, line, brief } = looksOf(entry, verbosity === "everything");
  const wrapped = wrapLine(line, Math.max(1, width - 2));
  return hang(brief ? cutLines(wrapped, BRIEF_LINES, width - 2) : wrapped, marker, INDENT);
}

interface Looks {
  readonly marker: Span;
  readonly line: Line;
  readonly brief: boolean;
}

function looksOf(entry: Entry, everything: boolean): Looks {
  const text = everything ? readable(entry.text) : briefText(entry);
  const name = sanitizeLine(entry.function ?? "");
  const brief = !everything;
  switch (entry.kind) {
    case "thinking":
      return { marker: span("· ", DIM), line: [span(readable(entry.text), DIM)], brief: false };
    case "text":
      return { marker: INDENT, line: [span(readable(entry.text))], brief: false };
    case "instruction":
      return { marker: span("» ", DIM), line: [span(text, DIM)], brief };
    case "notice":
      return { marker: span("∙ ", DIM), line: [span(text, DIM)], brief };
    case "delivered":
      return { marker: span("← ", GOOD), line: [span(text)], brief };
    case "error":
      return { marker: span("! ", BAD), line: [span(text, BAD_TEXT)], brief: false };
    case "tool_call":
      return { marker: span("→ "), line: named(name, text, BOLD, DIM), brief };
    case "tool_response":
      return responseLooks(entry, name, text, brief);
  }
}

function responseLooks(entry: Entry, name: string, text: string, brief: boolean): Looks {
  const reason = sanitizeLine(entry.reason ?? "").replaceAll("_", " ");
  switch (entry.status) {
    case 0: {
      const why = reason === "" ? "refused" : `refused · ${reason}`;
      return { marker: span("✗ ", BAD), line: [span(`${name} ${why}`, BAD), ...after(text, DIM)], brief };
    }
    case 2:
      return { marker: span("~ ", WARNING), line: [span(`${name} cut`, WARNING), ...after(text, DIM)], brief };
    case 1:
      return { marker: span("✓ ", GOOD), line: named(name, text, DIM, DIM), brief };
    default:
      return { marker: span("? ", WARNING), line: named(name, text, WARNING, DIM), brief };
  }
}

/** The gist on one line: the text of an `append`, not the JSON around it; what a response says beyond "ok". */
function briefText({ kind, text }: Entry): string {
  const start = text.slice(0, BRIEF_CHARACTERS).trim();
  if (kind === "tool_call" && start.startsWith("{")) {
    const argument = readPartialField(EMPTY_FIELD, start, "text").text;
    return sanitizeLine(argument === "" ? start : argument);
  }
  return sanitizeLine(kind === "tool_response" ? start.replaceAll(/^\[system\] ok\n?/gm, "").trim() : start);
}

function named(name: string, text: string, nameStyle: Style, textStyle: Style): Line {
  return name === "" ? [span(text, textStyle)] : [span(name, nameStyle), ...after(text, textStyle)];
}

function after(text: string, style: Style): Line {
  return text === "" ? EMPTY_LINE : [span(` ${text}`, style)];
}

/** Safe text of several lines; tabs take two cells. */
export function readable(text: string): string {
  return sanitizeForTerminal(text).replaceAll("\t", "  ").trimEnd();
}

/** At most `count` lines; the last says that more would follow. */
export function cutLines(lines: readonly Line[], count: number, width: number): readonly Line[] {
  const last = lines[count - 1];
  if (lines.length <= count || last === undefined) return lines;
  const room = lineWidth(last) < width ? last : cutLine(last, width - 1);
  return [...lines.slice(0, count - 1), [...room, span("…", DIM)]];
}

/** Lines of finished entries, made once a width and verbosity. */
export class EntryLines {
  readonly #made = new WeakMap<Entry, { verbosity: Verbosity; width: number; lines: readonly Line[] }>();

  of(entry: Entry, verbosity: Verbosity, width: number): readonly Line[] {
    const made = this.#made.get(entry);
    if (made !== undefined && made.width === width && made.verbosity === verbosity) return made.lines;
    const lines = entryLines(entry, verbosity, width);
    this.#made.set(entry, { verbosity, width, lines });
    return lines;
  }
}

/** The lines of one entry while it grows: those that are settled are made once. */
export class GrowingLines {
  readonly #wrap = new GrowingWrap();
  #lines: Line[] = [];
  #looks: { marker: string; text: string; style: Style; width: number } | null = null;

  of(entry: Entry, verbosity: Verbosity, width: number): readonly Line[] {
    const thinking = entry.kind === "thinking";
    // Only prose grows long; a call is shown in brief, whole.
    if (!isShown(entry, verbosity) || !(thinking || entry.kind === "text")) return entryLines(entry, verbosity, width);
    const text = readable(entry.text);
    const style = thinking ? DIM : PLAIN;
    const marker = thinking ? "· " : "  ";
    const before = this.#looks;
    const grown = before?.style === style && before.width === width && text.startsWith(before.text);
    const wrapped = this.#wrap.update(text, Math.max(1, width - 2));
    const settled = grown ? Math.max(0, this.#lines.length - 1) : 0;
    this.#lines = this.#lines.slice(0, settled);
    for (let index = settled; index < wrapped.length; index++) {
      const line = wrapped[index];
      if (line === undefined) break;
      this.#lines.push([span(index === 0 ? marker : "  ", style), span(text.slice(line.start, line.end), style)]);
    }
    this.#looks = { marker, text, style, width };
    return this.#lines;
  }
}
