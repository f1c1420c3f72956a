/** Hands the document over as a file, made here: the page has all of it, and draws its charts. */
import type { ExportOptions } from "../../../src/documents/export/exported-document.ts";
import type { DocumentContent } from "../../../src/documents/wire.ts";

export type Format = "md" | "html" | "docx";

export const FORMATS: readonly (readonly [format: Format, words: string])[] = [
  ["md", "Markdown"],
  ["html", "HTML"],
  ["docx", "HTML for Word"],
];

export async function downloadDocument(content: DocumentContent, format: Format, proposals: boolean): Promise<void> {
  const { name, mediaType, text } = await exported(content, format, proposals);
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Loaded when somebody wants it. */
export async function exported({ document: { title }, blocks }: DocumentContent, format: Format, proposals: boolean) {
  const { exportDocument } = await import("../../../src/documents/export/export-document.ts");
  const hasChart = format !== "md" && blocks.some(({ block }) => block.type === "interactive_chart");
  const options: ExportOptions = { proposals, ...(hasChart && { chartImage: await chartPainter() }) };
  return exportDocument({ title, blocks }, format, options);
}

async function chartPainter(): Promise<NonNullable<ExportOptions["chartImage"]>> {
  const [{ chartPicture }, { readChart }] = await Promise.all([
    import("../parts/drawn-chart.ts"),
    import("./chart-data.ts"),
  ]);
  return (_block, content) => {
    const read = readChart(content);
    return "chart" in read ? chartPicture(read.chart) : null;
  };
}
