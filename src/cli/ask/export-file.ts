/** A document written to a file, or to stdout. */
import path from "node:path";
import type { BlockState } from "../../documents/model.ts";
import { exportDocument } from "../../documents/export/export-document.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../../documents/export/file-name.ts";
import { fileSink, type OutputSink } from "../export/output-sink.ts";
import { UsageError } from "../usage-error.ts";

export interface ExportFileOptions {
  /** As it was given. */
  readonly file: string;
  readonly format: ExportFormat;
  readonly cwd: string;
  /** Write over a file that is there. */
  readonly force: boolean;
}

/** What `--format`, or the name of the file, says. Throws `UsageError` where neither does. */
export function formatOf(given: ExportFormat | undefined, file: string): ExportFormat {
  if (given !== undefined) return given;
  const ending = path.extname(file).slice(1).toLowerCase();
  if (ending === "htm") return "html";
  if (ending === "markdown") return "md";
  const format = EXPORT_FORMATS.find((each) => each === ending);
  if (format === "docx") {
    throw new UsageError(
      `${file}: for Word it is a page that Word opens; add --format docx, and let the name end in .html`,
    );
  }
  if (format) return format;
  throw new UsageError(
    `the name ${file} does not say in which form; add --format with one of ${EXPORT_FORMATS.join(", ")}`,
  );
}

/** Made before there is anything to write, so that what is in the way is known at once. Throws `UsageError`. */
export function openExport({ file, cwd, force }: ExportFileOptions): Promise<OutputSink> {
  return fileSink({ file, cwd, force, log: null });
}

export async function writeExport(
  sink: OutputSink,
  { format }: Pick<ExportFileOptions, "format">,
  source: { readonly title: string; readonly blocks: readonly BlockState[] },
  proposals: boolean,
): Promise<void> {
  try {
    await sink.write(exportDocument(source, format, { proposals }).text);
    await sink.finish();
  } finally {
    await sink.discard();
  }
}
