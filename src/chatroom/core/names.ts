/**
 * Which names a participant can have, and when two names are one: a name that a person cannot tell from another
 * (case, width, look-alike characters of Unicode UTS #39) would let one participant speak as another.
 */
import unhomoglyph from "unhomoglyph";
import { ChatError } from "../errors.ts";
import { LIMITS, SERVER_NAME } from "../protocol.ts";
import { countCharacters } from "./characters.ts";

const RESERVED = [SERVER_NAME, "system", "You", "Assistant"];

/** Control, format (zero-width and bidi among them), private, unassigned, surrogate; line and paragraph separators. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800\u034f]/u;
/** They end a name in a transcript line (`Name: text`, `[Name]: text`, `Name | text`). */
const SYNTAX = /[[\]:|：｜［］]/u;

/** The name in NFC; throws `ChatError("invalid_name")` naming the rule it breaks. */
export function parseName(input: string): string {
  const name = input.normalize("NFC");
  const problem = nameProblem(name);
  if (problem) throw new ChatError("invalid_name", `${JSON.stringify(input.slice(0, 80))} cannot be a name: ${problem}`);
  return name;
}

function nameProblem(name: string): string | null {
  if (name.trim() === "") return "it is empty; give 1 to 64 characters";
  if (name !== name.trim()) return "it begins or ends with a space; leave the space out";
  if (name.length > 1_000 || countCharacters(name) > LIMITS.nameCharacters) {
    return `it is longer than ${LIMITS.nameCharacters} characters; shorten it`;
  }
  if (INVISIBLE.test(name)) return "it has a control or invisible character; leave that out";
  if (SYNTAX.test(name)) return "it has one of [ ] : |, which end a name in a transcript; leave that out";
  if (RESERVED.some((reserved) => sameName(reserved, name))) return `it reads as the reserved ${name}; choose another`;
  return null;
}

/**
 * Two keys a name: case folded before the look-alikes are (`AI` is `ai`), and after (`AI` looks like `Al`).
 * Two names that share a key are one name.
 */
export function nameKeys(name: string): readonly string[] {
  const compatible = name.normalize("NFKC");
  const keys = [fold(unhomoglyph(fold(compatible))), fold(unhomoglyph(compatible))];
  return [...new Set(keys)];
}

export function sameName(one: string, other: string): boolean {
  const keys = nameKeys(one);
  return nameKeys(other).some((key) => keys.includes(key));
}

/** Lower case by way of upper case, so that ß, ſ and final sigma fold too; accents stay, spaces are one. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase().replace(/\s+/gu, " ");
}
