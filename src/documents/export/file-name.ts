/** A file's name from a document's title, safe on every system. */

export const EXPORT_FORMATS = ["md", "html", "docx"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What Word and its like are given is a page that they open. */
const ENDINGS: Readonly<Record<ExportFormat, string>> = { md: ".md", html: ".html", docx: ".docx.html" };

/** Windows has devices of these names, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
/** Bytes, with room for an ending, and for the " (1)" of a browser. */
const LONGEST = 120;

export function exportFileName(title: string, format: ExportFormat): string {
  const words = title
    .normalize("NFC")
    // Emoji and scripts need their joiners.
    .replace(/[[\p{C}--[\u200c\u200d]]\p{Zl}\p{Zp}<>:"\/\\\|?*%]+/gv, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s.~-]+/, "");
  const name = cut(words.trim()).replace(/[\s.]+$/, "");
  const safe = RESERVED.test(name.split(".")[0]?.trim() ?? "") ? `${name} document` : name;
  return `${safe || "document"}${ENDINGS[format]}`;
}

/** At a character, not in the middle of one. */
function cut(text: string): string {
  let bytes = 0;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += new TextEncoder().encode(segment).length;
    if (bytes > LONGEST) break;
    kept += segment;
  }
  return kept;
}
