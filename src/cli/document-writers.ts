/** Who writes documents on this machine: its models, alone or in a discussion. The same for a server and for a command. */
import path from "node:path";
import { createAnswerer } from "../documents/answers/document-answerer.ts";
import type { CreateAnswerer, Models } from "../documents/processor/answerer.ts";
import { loadConfig } from "./config-file.ts";
import { createDiscuss } from "./discussion.ts";
import type { DiscussionRooms } from "./discussion-rooms.ts";
import { openDocumentModels } from "./document-models.ts";
import { checkedUrl } from "./endpoints.ts";
import { withEnvFile } from "./env-file.ts";
import type { CliHost } from "./host.ts";
import { UsageError } from "./usage-error.ts";

export interface DocumentWritersOptions {
  /** Who writes where nobody is named; may be several, comma separated. */
  readonly model?: string | undefined;
  readonly logDir?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly envFile?: string | undefined;
  readonly config?: string | undefined;
  /** Of the demo. */
  readonly speed?: number | undefined;
  readonly seed?: number | undefined;
}

export interface DocumentWriters {
  readonly models: Models;
  readonly createAnswerer: CreateAnswerer;
}

/** Throws `UsageError` where `model`, a file or an address is wrong. */
export async function openDocumentWriters(
  options: DocumentWritersOptions,
  host: CliHost,
  rooms: DiscussionRooms,
): Promise<DocumentWriters> {
  const { model, speed = 1, baseUrl } = options;
  const { clock, cwd } = host;
  const env = await withEnvFile(host.env, options.envFile, cwd);
  const { config } = await loadConfig(options.config, cwd, await host.configDir());
  // What one process has begun another one finishes, to the same text.
  const seed = options.seed ?? 1;
  const models = await openDocumentModels({
    host: { ...host, env },
    named: config.models ?? {},
    baseUrl: baseUrl === undefined ? null : checkedUrl(baseUrl, "--base-url"),
    ...(model === undefined ? {} : { usual: model }),
    seed,
    speed,
  });
  // A name that is wrong is told now, not with the first message.
  for (const spec of models.usual.split(",")) await models.open(spec).catch((error: unknown) => explain(error, model));
  const logDir = path.resolve(cwd, options.logDir ?? config.log_dir ?? "logs");
  const discuss = createDiscuss({ models, rooms, clock, env, logDir, seed, speed });
  return { models, createAnswerer: createAnswerer({ models, discuss, clock, random: () => host.random() }) };
}

function explain(error: unknown, model: string | undefined): never {
  if (!(error instanceof UsageError) || model === undefined) throw error;
  throw new UsageError(`--model: ${error.message}`, { cause: error });
}
