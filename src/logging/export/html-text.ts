/** Text for HTML, in elements and in quoted attributes: on one line, and no character of it is markup. Browser-safe. */
import { sanitizeLine } from "../sanitize.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function htmlText(text: string): string {
  return withoutMarkup(sanitizeLine(text));
}

/** The same text, lines and all, of which no character is markup. */
export function withoutMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
