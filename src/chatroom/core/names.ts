/**
 * Which names a participant can have, and when two names are one: a name that a person cannot tell from another
 * (case, width, look-alike characters of Unicode UTS #39) would let one participant speak as another.
 */
import unhomoglyph from "unhomoglyph";
import { ChatError } from "../errors.ts";
import { LIMITS, SERVER_NAME } from "../protocol.ts";
import { countCharacters } from "./characters.ts";

const RESERVED = [SERVER_NAME, "system", "You", "Assistant"];
/** Marks on one letter that any script needs; more of them run over the lines around the name. */
const STACKED_MARKS = /\p{M}{9}/u;

/**
 * Control, format (zero-width and bidi among them), private, unassigned, surrogate; line and paragraph separators; what
 * no screen shows. An emoji's variation selector stays where it belongs.
 */
const INVISIBLE = /[\p{Zl}\p{Zp}\u2800]|(?!\ufe0f)[\p{C}\p{Default_Ignorable_Code_Point}]|(?<!\p{Emoji})\ufe0f/u;
/**
 * They end a name in a transcript line (`Name: text`, `[Name]: text`, `Name | text`); after NFKC, which takes the wide
 * forms in. Symbols that look like them are no better; letters and marks that do (Devanagari visarga) are left alone.
 */
const SYNTAX = /[[\]:|¦∣│┃❘⏐∶꞉˸ː⁚【】〔〕⁅⁆❲❳⟦⟧〚〛]/u;

/** UTF-16 units that 64 characters of any script fit in. Measured first: normalising a pile of marks takes time squared. */
const MOST_UNITS = 1_000;

/** The name in NFC; throws `ChatError("invalid_name")` naming the rule it breaks. */
export function parseName(input: string): string {
  const name = input.slice(0, MOST_UNITS).normalize("NFC");
  const problem = input.length > MOST_UNITS ? TOO_LONG : nameProblem(name);
  if (problem)
    throw new ChatError("invalid_name", `${JSON.stringify(input.slice(0, 80))} cannot be a name: ${problem}`);
  return name;
}

/** `input` as a name that may be known; "" where it is too long for one. */
export function normalName(input: string): string {
  return input.length > MOST_UNITS ? "" : input.normalize("NFC");
}

const TOO_LONG = `it is longer than ${LIMITS.nameCharacters} characters; shorten it`;

function nameProblem(name: string): string | null {
  if (name.trim() === "") return "it is empty; give 1 to 64 characters";
  if (name !== name.trim()) return "it begins or ends with a space; leave the space out";
  if (countCharacters(name) > LIMITS.nameCharacters) return TOO_LONG;
  if (INVISIBLE.test(name)) return "it has a control or invisible character; leave that out";
  if (STACKED_MARKS.test(name)) return "it has too many marks on one letter; leave some out";
  if (SYNTAX.test(name.normalize("NFKC"))) {
    return "it has one of [ ] : | (or what looks like it), which end a name in a transcript; leave that out";
  }
  const reserved = RESERVED.find((word) => sameName(word, name));
  return reserved === undefined ? null : `it reads as ${reserved}, which is reserved; choose another`;
}

/**
 * Two keys a name: case folded before the look-alikes are (`AI` is `ai`), and after (`AI` looks like `Al`).
 * Two names that share a key are one name.
 */
export function nameKeys(name: string): readonly string[] {
  // Taken apart (NFKD), because the table of look-alikes is made for that: a Cyrillic і with an accent is an í.
  const apart = name.normalize("NFKD").replaceAll("\ufe0f", "");
  const keys = [fold(unhomoglyph(fold(apart))), fold(unhomoglyph(apart))];
  return [...new Set(keys)];
}

export function sameName(one: string, other: string): boolean {
  return shareKey(nameKeys(one), nameKeys(other));
}

export function shareKey(keys: readonly string[], others: readonly string[]): boolean {
  return keys.some((key) => others.includes(key));
}

/** Lower case by way of upper case, so that ß, ſ and final sigma fold too; accents stay, spaces are one. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase().replace(/\s+/gu, " ").normalize("NFD");
}
