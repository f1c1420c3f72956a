/** Text for a file: without what no file format has, and its lines end in one way. */

/** C0 and C1 but for tab and newline. */
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

export function plainText(text: string): string {
  return text
    .replace(/^\ufeff/, "")
    .replace(/\r\n?/g, "\n")
    .replace(CONTROLS, "")
    .toWellFormed();
}
