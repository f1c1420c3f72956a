/**
 * The user's own config file: models by name, and defaults for every run. Only the user's file and the one named by
 * --config are read; a file that lies in the working folder is never taken unasked, because it can name key variables.
 */
import path from "node:path";
import * as z from "zod";
import { VENDOR_IDS, findVendor } from "../agents/catalog.ts";
import { didYouMean } from "../agents/nearest.ts";
import { EFFORTS, runSettings } from "../agents/scenario.ts";
import { type Validated, validate } from "../agents/validate.ts";
import { readDataFile } from "./data-file.ts";
import { UsageError } from "./usage-error.ts";

const words = z.string({ error: "must be text" }).trim().min(1, { error: "must not be empty" });
const rate = z.number({ error: "must be a number: USD per million tokens" }).min(0, { error: "must not be negative" });

const provider = words.superRefine((name, context) => {
  if (name === "demo" || findVendor(name) !== null) return;
  const message = `unknown provider "${name}"${didYouMean(name, VENDOR_IDS) || `; known are ${VENDOR_IDS.join(", ")}`}`;
  context.addIssue({ code: "custom", message });
});

const namedModel = z
  .strictObject({
    /** Optional with `base_url`: then it is any server that speaks Chat Completions. */
    provider: provider.optional(),
    model: words,
    base_url: z.url({ protocol: /^https?$/, error: "must begin with http:// or https://" }).optional(),
    /** The NAME of the variable that holds the key, never the key. */
    key_env: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: "must be the name of a variable, not a key" })
      .optional(),
    reasoning: z.enum(EFFORTS, { error: `must be one of ${EFFORTS.join(", ")}` }).optional(),
    context_window: z.int({ error: "must be a whole number of tokens" }).positive().optional(),
    price: z
      .strictObject({ input: rate, output: rate, cached: rate.optional(), cache_write: rate.optional() })
      .optional(),
  })
  .refine((model) => model.provider !== undefined || model.base_url !== undefined, {
    error: "needs a provider or a base_url",
  });

const configSchema = z.strictObject({
  models: z.record(z.string(), namedModel).optional(),
  log_dir: words.optional(),
  ...runSettings.shape,
});

export type Config = z.output<typeof configSchema>;
export type NamedModel = z.output<typeof namedModel>;

function readConfig(data: unknown): Validated<Config> {
  // An empty file is an empty config.
  return validate(configSchema, data ?? {});
}

const FILE_NAMES = ["config.yaml", "config.yml", "config.json"];

export interface LoadedConfig {
  readonly config: Config;
  /** Null where there is none. */
  readonly file: string | null;
}

/** `named`: what --config says; else the first config file in `configDir`, else an empty config. */
export async function loadConfig(named: string | undefined, cwd: string, configDir: string): Promise<LoadedConfig> {
  if (named !== undefined) {
    const config = await loadFrom(path.resolve(cwd, named));
    if (config === undefined) throw new UsageError(`--config: there is no file ${named}`);
    return { config, file: named };
  }
  for (const name of FILE_NAMES) {
    const file = path.join(configDir, name);
    const config = await loadFrom(file);
    if (config !== undefined) return { config, file };
  }
  return { config: {}, file: null };
}

async function loadFrom(file: string): Promise<Config | undefined> {
  const data = await readDataFile(file);
  if (data === undefined) return undefined;
  const result = readConfig(data);
  if (!result.ok) throw new UsageError(`${file}: ${result.problems.join("; ")}`);
  return result.value;
}
