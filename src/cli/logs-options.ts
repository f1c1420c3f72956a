/** What `llm-chat logs` was asked for, checked. */
import * as z from "zod";
import { loadConfig } from "./config-file.ts";
import type { CliHost } from "./host.ts";
import { checked, type RawOptions, wholeNumber, words } from "./options.ts";
import { UsageError } from "./usage-error.ts";

const schema = z.object({
  logDir: words.optional(),
  search: words.optional(),
  json: z.boolean().default(false),
  limit: wholeNumber(1, 1_000_000).optional(),
  config: words.optional(),
});

export interface LogsOptions {
  /** As it was given. */
  readonly dir: string;
  /** Nobody named it: it is where conversations are logged. */
  readonly usual: boolean;
  readonly search: string | null;
  readonly json: boolean;
  /** Null: as many as there are, or as are good to look at. */
  readonly limit: number | null;
}

export async function logsOptions(dir: string | undefined, raw: RawOptions, host: CliHost): Promise<LogsOptions> {
  const { logDir, search, json, limit, config } = checked(schema, raw);
  if (dir !== undefined && logDir !== undefined) {
    throw new UsageError("the folder is given twice, as DIR and with --log-dir; leave one out");
  }
  const named = dir ?? logDir;
  const rest = { search: search ?? null, json, limit: limit ?? null };
  if (named !== undefined) return { dir: named, usual: false, ...rest };
  const loaded = await loadConfig(config, host.cwd, await host.configDir());
  return { dir: loaded.config.log_dir ?? "logs", usual: true, ...rest };
}
