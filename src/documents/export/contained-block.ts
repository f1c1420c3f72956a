/**
 * A block's Markdown inside of a document: its own headings, lists, tables and code stay as they are, and nothing in it
 * reaches beyond its end. An open fence is closed; what would be HTML is text.
 */
import { type Piece, piecesOf } from "./parsed-markdown.ts";
import { plainText } from "./plain-text.ts";

/** HTML in HTML comes to light when the outer one is text: so often, then every `<` of it is. */
const MOST_ROUNDS = 8;

/** Without blank lines around it; "" where it says nothing. */
export function containedBlock(markdown: string): string {
  let text = plainText(markdown)
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
  for (let round = 0; round <= MOST_ROUNDS; round++) {
    const pieces = piecesOf(text);
    const html = pieces.filter(({ type }) => type === "htmlFlow" || type === "htmlText");
    if (html.length === 0) return closed(text, pieces);
    text = round === MOST_ROUNDS ? text.replaceAll("<", "&lt;") : escaped(text, html);
  }
  return closed(text, piecesOf(text));
}

/** Between two blocks: a blank line, or something that keeps two lists, or a list and what is indented, apart. */
export function gapBetween(before: string, after: string): string {
  return /^(?:[ \t]|(?:[-+*]|\d{1,9}[.)])(?:\s|$))/.test(after) && goesOn(before) ? "\n\n<!-- -->\n\n" : "\n\n";
}

const OPEN_ENDED: ReadonlySet<string> = new Set([
  "listOrdered",
  "listUnordered",
  "codeIndented",
  "gfmFootnoteDefinition",
]);

/** What comes after a blank line can still belong to it. */
function goesOn(text: string): boolean {
  return OPEN_ENDED.has(piecesOf(text).findLast(({ depth }) => depth === 0)?.type ?? "");
}

/** `html`: in order. */
function escaped(text: string, html: readonly Piece[]): string {
  let out = "";
  let at = 0;
  for (const { start } of html) {
    const bracket = text.indexOf("<", start);
    out += `${text.slice(at, bracket)}\\<`;
    at = bracket + 1;
  }
  return out + text.slice(at);
}

function closed(text: string, pieces: readonly Piece[]): string {
  const last = pieces.findLastIndex(({ depth }) => depth === 0);
  const code = pieces[last];
  if (code?.type !== "codeFenced" || code.end < text.length) return text;
  const fences = pieces.slice(last).filter(({ type }) => type === "codeFencedFenceSequence");
  const [opening] = fences;
  return fences.length === 1 && opening ? `${text}\n${text.slice(opening.start, opening.end)}` : text;
}
