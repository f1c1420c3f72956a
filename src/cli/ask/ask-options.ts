/** What `llm-chat ask` was asked for, checked. */
import * as z from "zod";
import { EXPORT_FORMATS, type ExportFormat } from "../../documents/export/file-name.ts";
import { LIMITS, MODES, PENS } from "../../documents/wire.ts";
import { checked, choice, number, type RawOptions, wholeNumber, words } from "../options.ts";
import { UsageError } from "../usage-error.ts";
import { formatOf } from "./export-file.ts";

const schema = z.object({
  document: words.optional(),
  chat: words.optional(),
  mode: choice(MODES).optional(),
  model: z.array(words).default([]),
  pen: choice(PENS).default("first"),
  baseUrl: words.optional(),
  speed: number.refine((value) => value > 0, { error: "must be more than 0" }).default(1),
  seed: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
  accept: choice(["all", "none", "ask"]).optional(),
  output: words.optional(),
  format: choice(EXPORT_FORMATS).optional(),
  force: z.boolean().default(false),
  json: z.boolean().default(false),
  quiet: z.boolean().default(false),
  color: z.boolean().optional(),
  logDir: words.optional(),
  dataDir: words.optional(),
  database: words.optional(),
  envFile: words.optional(),
  config: words.optional(),
  debug: z.boolean().optional(),
});

export type AskOptions = Omit<z.output<typeof schema>, "model" | "format" | "output"> & {
  /** As they were written, one each; none: the usual one. */
  readonly models: readonly string[];
  readonly file: { readonly name: string; readonly format: ExportFormat } | null;
};

/** Throws `UsageError`. */
export function askOptions(raw: RawOptions): AskOptions {
  const { model, output, format, ...options } = checked(schema, raw);
  const models = model.flatMap((each) => each.split(",")).map((each) => each.trim());
  if (models.includes("")) throw new UsageError(`--model: "${model.join(",")}" names a model without a name`);
  if (models.length > LIMITS.models) {
    throw new UsageError(`--model: at most ${LIMITS.models} models can talk in one answer; name fewer`);
  }
  if (options.json && options.quiet) throw new UsageError("--json and --quiet exclude each other; leave one out");
  if (options.json && options.accept === "ask") {
    throw new UsageError("--json and --accept ask exclude each other; leave one out");
  }
  if (format !== undefined && output === undefined) {
    throw new UsageError("--format says in which form --output is written; add --output FILE");
  }
  if (output === "-") throw new UsageError("--output: stdout has the answer; name a file");
  const file = output === undefined ? null : { name: output, format: formatOf(format, output) };
  return { ...options, models, file };
}
