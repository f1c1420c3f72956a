/**
 * Text of somebody else inside of a Markdown document: its own lists, emphasis, links, tables and code stay, and nothing
 * in it reaches beyond its block quote or becomes HTML. Pure and browser-safe.
 *
 * A fenced block gets fences of our own, longer than what is in it; any other line is kept from beginning a heading and
 * goes through contain-inline.ts.
 */
import { containedInline } from "./contain-inline.ts";
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
  const special = HEADING.test(rest) || rest.startsWith("[!");
  return `${before}${special ? "\\" : ""}${containedInline(rest)}`.trimEnd();
}

function longestRun(line: string): number {
  return (line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
