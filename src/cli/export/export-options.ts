/** What `llm-chat export` was asked for, checked: from where, as what, where to. */
import path from "node:path";
import * as z from "zod";
import { checked, choice, type RawOptions, words } from "../options.ts";
import { UsageError } from "../usage-error.ts";

export const EXPORT_FORMATS = ["html", "md", "jsonl", "txt"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportPlan {
  /** As it was given; null: stdin. */
  readonly log: string | null;
  readonly format: ExportFormat;
  readonly thinking: boolean;
  /** As it was given, or beside the log; null: stdout. */
  readonly output: string | null;
  readonly force: boolean;
}

/** What the name of a file says about what is in it. */
const BY_EXTENSION: ReadonlyMap<string, ExportFormat> = new Map([
  [".html", "html"],
  [".htm", "html"],
  [".md", "md"],
  [".markdown", "md"],
  [".jsonl", "jsonl"],
  [".txt", "txt"],
]);

const schema = z.object({
  format: choice(EXPORT_FORMATS).optional(),
  output: words.optional(),
  force: z.boolean().default(false),
  thinking: z.boolean().default(false),
});

/** `terminal`: stdout is one. */
export function exportPlan(file: string, raw: RawOptions, terminal: boolean): ExportPlan {
  const { format: given, output, force, thinking } = checked(schema, raw);
  const format = given ?? formatOf(output);
  if (format === null) {
    const formats = EXPORT_FORMATS.join(", ");
    throw new UsageError(
      output === undefined || output === "-"
        ? `say in which form: --format with one of ${formats}`
        : `the name ${output} does not say in which form; add --format with one of ${formats}`,
    );
  }
  if (thinking && (format === "html" || format === "jsonl")) {
    throw new UsageError(`--thinking is for md and txt; leave it out, ${format} always has everything`);
  }
  const log = file === "-" ? null : file;
  return { log, format, thinking, force, output: placeOf(output, log, format, terminal) };
}

function formatOf(output: string | undefined): ExportFormat | null {
  return BY_EXTENSION.get(path.extname(output ?? "").toLowerCase()) ?? null;
}

function placeOf(output: string | undefined, log: string | null, format: ExportFormat, terminal: boolean) {
  if (output !== undefined) return output === "-" ? null : output;
  if (format !== "html") return null;
  if (log !== null) return `${log.replace(/\.(?:jsonl|log)$/i, "")}.html`;
  if (terminal) throw new UsageError("a page is not for the terminal; name its file with --output, or pipe it on");
  return null;
}
