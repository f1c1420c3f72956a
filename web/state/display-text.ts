/** Text from outside for the page: no control and bidi characters, and never more at once than a browser can lay out. */
import { sanitizeForTerminal, sanitizeLine } from "../../src/logging/sanitize.ts";

/** Characters shown before somebody asks for all. */
export const CLIP = 4_000;
/** Nobody reads more, and a page with it would freeze. */
export const MOST_CHARACTERS = 2_000_000;
/** Longer texts are shown as they are: parsing markdown of that length takes too long. */
export const MOST_MARKDOWN = 20_000;

export interface ShownText {
  readonly text: string;
  /** Characters left out. */
  readonly hidden: number;
}

/** The begin of `text`, cut at a line or word where one is near. */
export function beginOf(text: string, most = CLIP): ShownText {
  if (text.length <= most) return { text: sanitizeForTerminal(text).trimEnd(), hidden: 0 };
  const start = text.slice(0, most);
  const end = Math.max(start.lastIndexOf("\n"), start.lastIndexOf(" "));
  const cut = end > most * 0.8 ? start.slice(0, end) : start;
  return { text: sanitizeForTerminal(cut), hidden: text.length - cut.length };
}

/** The end of `text`: of what is being written, that is what one looks at. */
export function endOf(text: string, most = CLIP): ShownText {
  if (text.length <= most) return { text: sanitizeForTerminal(text), hidden: 0 };
  return { text: sanitizeForTerminal(text.slice(-most)), hidden: text.length - most };
}

/** A name or a word of a header: one line. */
export function nameText(name: string): string {
  return sanitizeLine(name.slice(0, 200)) || "(no name)";
}

/** Markdown nests; what is nested deeper than people write is an attack on the parser. */
const DEEP = /^[ \t]*(?:(?:[>*+-]|\d{1,9}[.)])[ \t]*){12}|[[(*_~]{24}|(?:[*_]{1,3}[^\s*_]{1,3}){60}/m;

/** Whether it is worth, and safe, to read it as markdown. */
export function isMarkdown(text: string): boolean {
  return text.length <= MOST_MARKDOWN && !DEEP.test(text);
}

/** A space between two pieces of a draft, where both sides belong to a script that writes spaces. */
export function jointOf(left: string, right: string): "" | " " {
  if (left === "" || /\s$/u.test(left) || /^[\s.,;:!?)\]}]/u.test(right)) return "";
  const unspaced = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u;
  return unspaced.test(left.slice(-1)) || unspaced.test(right.slice(0, 1)) ? "" : " ";
}
