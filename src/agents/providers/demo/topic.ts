/**
 * What the talk is about, as words that fit into a sentence: `thing` is a noun phrase in the singular or plural, and
 * `options` are the two sides of an "A or B". The topic is typed by anybody, in any language; it is only ever text.
 */
import { cap, DETERMINERS, englishThing, gerundPhrase, isPlural, lowerFirst, THING_CHARACTERS } from "./noun-phrase.ts";
import { isStopWord, plainLine, shorten, wordsOf } from "./words.ts";

export interface Topic {
  readonly thing: string;
  /** `it` cannot stand for a plural. */
  readonly plural: boolean;
  readonly options: readonly [string, string] | null;
}

export const DEFAULT_TOPIC = "Should every office have a nap room?";

const REQUESTS =
  /^(?:please|let(?:'|’)?s|discuss|debate|talk about|speak about|consider|explain|argue about|tell me about|think about)\s+(?:about\s+)?/iu;

export function readTopic(text: string): Topic {
  const line = stripEnd(stripRequest(plainLine(text.slice(0, 2_000)))) || stripEnd(DEFAULT_TOPIC);
  const options = readOptions(line);
  if (options) return { thing: options[0], plural: true, options };
  const thing = looksEnglish(line) ? englishThing(line) : quoted(line);
  return { thing, plural: isPlural(thing), options: null };
}

/** "Tabs or spaces?", "tea vs coffee", "Is it better to rent or to buy?" */
function readOptions(line: string): readonly [string, string] | null {
  const parts = line.split(/\s+(?:or|versus|vs\.?)\s+/iu);
  if (parts.length !== 2) return null;
  const left = wordsOf((parts[0] ?? "").replace(/^.*[:,]\s*/u, ""));
  const right = wordsOf(parts[1] ?? "");
  if (left.length === 0 || right.length === 0 || right.length > 4) return null;
  if (/^not$/iu.test(right[0] ?? "")) return null;
  const to = left.findLastIndex((word) => /^to$/iu.test(word));
  if (to >= 0 && left.length - to <= 4)
    return [gerundPhrase(left.slice(to + 1)), gerundPhrase(right.filter((word) => !/^to$/iu.test(word)))];
  const plain = left.findLastIndex((word) => isStopWord(word) && !DETERMINERS.test(word));
  const words = left.slice(plain + 1);
  const first = words.length > 0 && words.length <= 4 ? words : left.slice(-1);
  const capital = words.length === left.length ? [lowerFirst(first[0] ?? ""), ...first.slice(1)] : first;
  return [cap(capital.join(" ")), cap(right.join(" "))];
}

function looksEnglish(line: string): boolean {
  const words = wordsOf(line);
  if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(line)) return false;
  if (words.length <= 3) return words.join(" ").length <= THING_CHARACTERS;
  return (
    words.some((word) => isStopWord(word)) && !/\b(?:der|die|das|und|le|les|est|que|el|los|il|di|het)\b/iu.test(line)
  );
}

/** The words themselves, where we cannot take them apart. */
function quoted(line: string): string {
  return `“${shorten(line.replace(/[“”]/gu, "'"), THING_CHARACTERS)}”`;
}

function stripRequest(line: string): string {
  return line.replace(REQUESTS, "").replace(REQUESTS, "");
}

function stripEnd(line: string): string {
  return line.replace(/["“”'\s.?!…]+$/u, "").replace(/^["“”'\s]+/u, "");
}
