/** Small things about words: which carry no meaning, how to cut a text at one, what is worth quoting. */
import type { Random } from "./random.ts";

export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an and are as at about after all also am any be because been before but by can could did do does doing for from
  had has have having he her him his how i if in into is it its just may me might more most much must my no nor not of
  on one only or our out over own s shall she should so some such t than that the their them then there these they this
  those to too under until up us very was we were what when where which while who whom whose why will with would you
  your yours let lets really now here still ever never yes ok okay`.split(/\s+/u),
);

/** Every kind of control, format and line-breaking character becomes a space. */
export function plainLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ""));
}

/** At most `limit` characters, cut before a word where there is one in reach; never inside a character. */
export function shorten(text: string, limit: number): string {
  const characters = [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text.slice(0, limit * 12))];
  if (characters.length <= limit) return text.length > limit * 12 ? text.slice(0, limit * 12).toWellFormed() : text;
  const head = text.slice(0, characters[limit]?.index);
  const space = head.lastIndexOf(" ");
  return (space > head.length / 2 ? head.slice(0, space) : head).trimEnd();
}

export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?…])\s+|(?<=[。！？])|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** A few telling words out of `text`; undefined where there are none. */
export function quoteFrom(text: string, random: Random): string | undefined {
  const clauses = text
    .slice(0, 4_000)
    .split(/[.,;:!?…“”"„«»()。，；：！？、\n—]+/u)
    .map((clause) => fromFirstWord(plainLine(clause)))
    .filter((clause) => clause !== "");
  const telling = clauses.filter((clause) => {
    const count = wordsOf(clause).length;
    return count >= 2 && count <= 6 && clause.length <= 44;
  });
  const chosen =
    random.pick(telling) ?? clauses.reduce((best, clause) => (clause.length > best.length ? clause : best), "");
  return chosen === "" ? undefined : shorten(chosen, 44);
}

/** The beginning of a sentence, for somebody who reads it again. */
export function clipOf(sentence: string): string {
  const line = plainLine(sentence).replaceAll("“", "‘").replaceAll("”", "’");
  const short = shorten(line, 76);
  return short === line ? line.replace(/[.,;:]$/u, "") : `${short.replace(/[.,;:]$/u, "")} …`;
}

/** Without the small words at its beginning. */
function fromFirstWord(clause: string): string {
  const words = wordsOf(clause);
  const first = words.findIndex((word) => !isStopWord(word));
  return first < 0 ? "" : words.slice(first).join(" ");
}

/** Whether `text` names `name` as a whole word, in any case. */
export function mentions(text: string, name: string): boolean {
  return lastMention(text, name) >= 0;
}

/** Where it does so for the last time; -1 where it does not. */
export function lastMention(text: string, name: string): number {
  const pattern = name.replace(/[.*+?^${}()|[\]\\/-]/gu, "\\$&");
  const word = new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "giu");
  return [...text.matchAll(word)].at(-1)?.index ?? -1;
}
