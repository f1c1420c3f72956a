/** Hands the document over as a file. */
import type { DocumentContent } from "../../../src/documents/wire.ts";
import type { WorkspaceModel } from "./workspace-model.ts";

interface Format {
  readonly id: "md" | "html" | "docx";
  readonly words: string;
  readonly ending: string;
  readonly type: string;
}

export const FORMATS: readonly Format[] = [
  { id: "md", words: "Markdown", ending: "md", type: "text/markdown" },
  { id: "html", words: "HTML", ending: "html", type: "text/html" },
  { id: "docx", words: "HTML for Word", ending: "word.html", type: "text/html" },
];

export async function downloadDocument(
  model: WorkspaceModel,
  { document: { id, title } }: DocumentContent,
  format: Format,
  withChanges: boolean,
): Promise<void> {
  const answer = await model.api.exported(id, format.id, withChanges);
  if (!model.did(answer)) return;
  const url = URL.createObjectURL(new Blob([answer.body], { type: format.type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${fileName(title)}.${format.ending}`;
  link.click();
  URL.revokeObjectURL(url);
}

function fileName(title: string): string {
  const name = title
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, " ")
    .trim()
    .replaceAll(/\s+/g, "-")
    .replace(/^\.+/, "");
  return name.slice(0, 80) || "document";
}
