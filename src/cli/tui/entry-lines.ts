/** An entry of an agent's column as lines: a mark in the margin that tells its kind, then its text. */
import { briefText } from "../../logging/entry-text.ts";
import { sanitizeForTerminal, sanitizeLine } from "../../logging/sanitize.ts";
import type { Entry } from "../../logging/view-types.ts";
import type { Verbosity } from "./layout.ts";
import { cutLine, DIM, EMPTY_LINE, type Line, lineWidth, PLAIN, type Span, type Style, span } from "./line.ts";
import { GrowingWrap } from "./wrap.ts";
import { hang, wrapLine } from "./wrap-line.ts";

const BAD: Style = { color: "bad", bold: true };
const BAD_TEXT: Style = { color: "bad" };
const GOOD: Style = { color: "good" };
const WARNING: Style = { color: "warning" };
const INDENT = span("  ");
const DONE = span("✓ ", GOOD);
/** In a column the long things are elsewhere: what is said in the conversation, what is written in the draft. */
const BRIEF_LINES = 2;

export function isShown(entry: Entry, verbosity: Verbosity): boolean {
  if (verbosity !== "chat") return true;
  return entry.kind === "error" || (entry.kind === "tool_response" && entry.status === 0);
}

/**
 * `answer`: the response to a call, where there is one by now. In brief a call that went well is one line, with the
 * mark of its answer; the answer itself has lines only where it brought something.
 */
export function entryLines(entry: Entry, verbosity: Verbosity, width: number, answer?: Entry): Line[] {
  if (!isShown(entry, verbosity)) return [];
  const looks = looksOf(entry, verbosity === "everything", answer);
  if (looks === null) return [];
  const { marker, line, brief } = looks;
  const wrapped = wrapLine(line, Math.max(1, width - 2));
  return hang(brief ? cutLines(wrapped, BRIEF_LINES, width - 2) : wrapped, marker, INDENT);
}

interface Looks {
  readonly marker: Span;
  readonly line: Line;
  readonly brief: boolean;
}

function looksOf(entry: Entry, everything: boolean, answer: Entry | undefined): Looks | null {
  // What is on its way into the draft is seen growing there.
  const isInDraft = entry.kind === "tool_call" && entry.function === "append" && answer === undefined;
  const text = everything ? readable(entry.text) : isInDraft ? "" : briefText(entry);
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
      // Its refusal, or that it was cut, has a line of its own that names it.
      if (brief && text === "" && answer !== undefined && answer.status !== 1) return null;
      return { marker: brief && answer?.status === 1 ? DONE : span("→ "), line: named(name, text, PLAIN, DIM), brief };
    case "tool_response":
      return responseLooks(entry, name, text, brief);
  }
}

function responseLooks(entry: Entry, name: string, text: string, brief: boolean): Looks | null {
  const reason = sanitizeLine(entry.reason ?? "").replaceAll("_", " ");
  switch (entry.status) {
    case 0: {
      // Not refused: never tried, because of the refusal above it.
      if (brief && entry.reason === "skipped")
        return { marker: span("– ", DIM), line: [span(`${name} skipped`, DIM)], brief };
      const why = reason === "" ? "refused" : `refused · ${reason}`;
      return { marker: span("✗ ", BAD), line: [span(`${name} ${why}`, BAD), ...after(text, DIM)], brief };
    }
    case 2:
      return { marker: span("~ ", WARNING), line: [span(`${name} cut`, WARNING), ...after(text, DIM)], brief };
    case 1:
      if (brief) return text === "" ? null : { marker: span("← ", GOOD), line: [span(text, DIM)], brief };
      return { marker: DONE, line: named(name, text, DIM, DIM), brief };
    default:
      return { marker: span("? ", WARNING), line: named(name, text, WARNING, DIM), brief };
  }
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
  const cut = lineWidth(last) < width ? [...last, span("…", DIM)] : cutLine(last, width - 1);
  return [...lines.slice(0, count - 1), cut];
}

/** Lines of finished entries, made once a width and verbosity (a call's once more, when it is answered). */
export class EntryLines {
  readonly #made = new WeakMap<Entry, Made>();

  of(entry: Entry, verbosity: Verbosity, width: number, answer?: Entry): readonly Line[] {
    const made = this.#made.get(entry);
    if (made?.width === width && made.verbosity === verbosity && made.answer === answer) return made.lines;
    const lines = entryLines(entry, verbosity, width, answer);
    this.#made.set(entry, { verbosity, width, answer, lines });
    return lines;
  }
}

interface Made {
  readonly verbosity: Verbosity;
  readonly width: number;
  readonly answer: Entry | undefined;
  readonly lines: readonly Line[];
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
