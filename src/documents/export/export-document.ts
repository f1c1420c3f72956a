/** A document as a file: in which form, under which name, as what it is sent. Pure and browser-safe. */
import { exportDocx } from "./export-docx.ts";
import { exportHtml } from "./export-html.ts";
import { exportMarkdown } from "./export-markdown.ts";
import type { ExportOptions, ExportSource } from "./exported-document.ts";
import { type ExportFormat, exportFileName } from "./file-name.ts";

export interface ExportedFile {
  readonly name: string;
  /** With its charset. */
  readonly mediaType: string;
  readonly text: string;
}

const FORMS = {
  md: { write: exportMarkdown, mediaType: "text/markdown; charset=utf-8" },
  html: { write: exportHtml, mediaType: "text/html; charset=utf-8" },
  docx: { write: exportDocx, mediaType: "text/html; charset=utf-8" },
} as const;

export function exportDocument(source: ExportSource, format: ExportFormat, options: ExportOptions = {}): ExportedFile {
  const { write, mediaType } = FORMS[format];
  return { name: exportFileName(source.title, format), mediaType, text: write(source, options) };
}
