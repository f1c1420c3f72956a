/**
 * Text of somebody else inside of a Markdown document: its own lists, emphasis, links, tables and code stay, and nothing
 * in it reaches beyond its block quote or becomes HTML. Pure and browser-safe.
 *
 * How CommonMark will read a line must be known for certain. So code is the only place where text stands as it is: fenced
 * blocks get fences of our own, and a code span is left alone only where it is closed within its line and table cell;
 * every other backtick is escaped. All else has its `<`, entities, images, definitions and unusual links taken out.
 */
import { sanitizeForTerminal, sanitizeLine } from "../sanitize.ts";

const FENCE = /^( *)(`{3,}(?!.*`)|~{3,})(.*)$/;
const LANGUAGE = /^\s*([\w+#.-]{1,20})/;
/** What may stand before a heading and still make it one; it may take more for a marker than there is. */
const MARKERS = /^((?:[> ]|[-+*]|\d{1,9}[.)])*)(.*)$/;
const HEADING = /^#{1,6}(?: |$)/;
/** Makes a heading of the line above. */
const UNDERLINE = /^([> ]*)(-+|=+) *$/;
/** A thousand quotes in one another are a load for whoever reads it. */
const MOST_MARKERS = 12;
const DEEPEST_INDENT = 24;
const SPECIAL = /[\\`<&!\]]/g;
const ENTITY = /&#?\w{1,40};/y;
const LINK = /\] *\(/y;
const USUAL_LINK = /\]\((?:https?:\/\/|mailto:)/iy;
const PUNCTUATION = /[!-/:-@[-`{-~]/;

/** As a block quote, without a line break at its end. */
export function quoteOf(text: string): string {
  return containedLines(text)
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
}

/** A block of code, as lines. */
export function fenced(lines: readonly string[], language = ""): string[] {
  const longest = lines.reduce((most, line) => Math.max(most, longestRun(line)), 2);
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence];
}

/** A name, a topic, a word of the room: on one line, and no character of it is markup. */
export function plainMarkdown(text: string): string {
  const line = sanitizeLine(text).trim();
  return line.replace(/[\\`*_[\]<>|~&$!#]/g, (character) => ENTITIES[character] ?? `\\${character}`);
}

const ENTITIES: Readonly<Record<string, string>> = { "<": "&lt;", "&": "&amp;" };

function containedLines(text: string): string[] {
  const lines = sanitizeForTerminal(text).replaceAll("\t", "    ").trimEnd().split("\n");
  const contained: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const opening = FENCE.exec(line);
    if (!opening) {
      contained.push(containedLine(line));
      continue;
    }
    const [, indent = "", marks = "", info = ""] = opening;
    const closing = new RegExp(`^ *[${marks[0]}]{${marks.length},} *$`);
    const code: string[] = [];
    // One that is never closed goes to the end of the text, as it would have without us.
    while (++index < lines.length && !closing.test(lines[index] ?? "")) {
      code.push((lines[index] ?? "").replace(new RegExp(`^ {0,${indent.length}}`), ""));
    }
    contained.push("", ...fenced(code, LANGUAGE.exec(info)?.[1]), "");
  }
  return contained;
}

function containedLine(line: string): string {
  if (UNDERLINE.test(line)) return line.replace(UNDERLINE, String.raw`$1\$2`);
  const [, markers = "", rest = ""] = MARKERS.exec(line) ?? [];
  const shallow = markers.replace(/^ +/, (indent) => indent.slice(0, DEEPEST_INDENT));
  const deep = shallow.replaceAll(" ", "").length > MOST_MARKERS;
  const before = deep ? shallow.replace(/\S/, String.raw`\$&`) : shallow;
  // A cell of a table is read on its own, so no code span may reach over its edge.
  const inside = rest.split("|").map(containedInline).join("|");
  const special = HEADING.test(rest) || rest.startsWith("[!");
  return `${before}${special ? "\\" : ""}${inside}`.trimEnd();
}

function containedInline(text: string): string {
  let out = "";
  let at = 0;
  /** Lengths of runs of backticks that are not found any more: looked for once. */
  const missing = new Set<number>();
  for (SPECIAL.lastIndex = 0; ; SPECIAL.lastIndex = at) {
    const next = SPECIAL.exec(text);
    if (!next) return out + text.slice(at);
    out += text.slice(at, next.index);
    const [piece, length] = specialAt(text, next.index, missing);
    out += piece;
    at = next.index + length;
  }
}

/** What is written for what stands at `at`, and how many characters of it that is. */
function specialAt(text: string, at: number, missing: Set<number>): readonly [piece: string, length: number] {
  switch (text[at]) {
    case "\\": {
      const escaped = text[at + 1] ?? "";
      if (escaped === "<") return ["&lt;", 2];
      return PUNCTUATION.test(escaped) ? [`\\${escaped}`, 2] : ["\\", 1];
    }
    case "`": {
      const run = /`+/.exec(text.slice(at))?.[0].length ?? 1;
      const end = missing.has(run) ? -1 : closingRun(text, at + run, run);
      if (end >= 0) return [text.slice(at, end), end - at];
      missing.add(run);
      return ["\\`".repeat(run), run];
    }
    case "<":
      return ["&lt;", 1];
    case "&":
      return [matches(ENTITY, text, at) ? "&amp;" : "&", 1];
    case "!":
      // An image would be loaded from wherever it is.
      return [text[at + 1] === "[" ? "\\!" : "!", 1];
    default:
      return bracketAt(text, at);
  }
}

/** `]`: what follows makes a definition, which holds for the whole document, or a link. */
function bracketAt(text: string, at: number): readonly [piece: string, length: number] {
  if (text[at + 1] === ":") return [String.raw`]\:`, 2];
  LINK.lastIndex = at;
  const link = LINK.exec(text)?.[0];
  if (link === undefined || matches(USUAL_LINK, text, at)) return ["]", 1];
  return [`${link.slice(0, -1)}\\(`, link.length];
}

/** Where a run of exactly `length` backticks ends; -1 where there is none. */
function closingRun(text: string, from: number, length: number): number {
  for (let start = text.indexOf("`", from); start >= 0; ) {
    let end = start;
    while (text[end] === "`") end++;
    if (end - start === length) return end;
    start = text.indexOf("`", end);
  }
  return -1;
}

function longestRun(line: string): number {
  return (line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}

function matches(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}
