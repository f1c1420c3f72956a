/** The title stands once: where the document begins with it as a heading, it is not put above that again. */
import type { ExportedBlock } from "./exported-document.ts";
import { plainText } from "./plain-text.ts";

export function titleAbove(title: string, blocks: readonly ExportedBlock[]): string {
  const [first] = blocks;
  const heading =
    first?.type === "md" ? /^\s*#[ \t]+(.*?)[ \t]*#*[ \t]*(?:\n|$)/.exec(plainText(first.content))?.[1] : "";
  const words = plainText(title).replace(/\s+/g, " ").trim() || "Untitled";
  return heading?.trim() === words ? "" : words;
}
