/** A word as a shell takes it, for lines that a person may copy. */
import { sanitizeLine } from "../logging/sanitize.ts";

export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${sanitizeLine(word).replaceAll("'", `'\\''`)}'`;
}
