/**
 * Text as both databases can hold it. PostgreSQL refuses U+0000, and a lone surrogate has no UTF-8: such a unit is written
 * as U+001A and four hex digits, and comes back as it was. Each part of a text can be written by itself: the parts read
 * together are the text, also where a part ends inside a surrogate pair.
 */

const ESCAPE = "\u001a";
const ESCAPED = new RegExp(`${ESCAPE}([0-9a-f]{4})`, "g");
/** With `u` a surrogate is one that has no other half. */
const UNSTORABLE = new RegExp(`[\\0${ESCAPE}\\p{Surrogate}]`, "gu");

export function toStored(text: string): string {
  if (text.isWellFormed() && !text.includes("\0") && !text.includes(ESCAPE)) return text;
  return text.replace(UNSTORABLE, (unit) => `${ESCAPE}${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export function fromStored(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  return text.replace(ESCAPED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** All texts of a row. */
export function rowFromStored(row: unknown): unknown {
  const values = row as Record<string, unknown>;
  for (const [column, value] of Object.entries(values)) {
    if (typeof value === "string") values[column] = fromStored(value);
  }
  return row;
}
