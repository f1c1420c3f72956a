/** The documents of a server: where they are kept, which models write them, and what is on the port for them. */
import path from "node:path";
import type { Beside } from "../chatroom/server/index.ts";
import { createAnswerer } from "../documents/answers/document-answerer.ts";
import { openDocuments } from "../documents/documents.ts";
import { randomId } from "../documents/ids.ts";
import { DocumentServer } from "../documents/server/document-server.ts";
import { WorkspaceFiles } from "../documents/server/workspace-files.ts";
import type { DocumentStore } from "../documents/store/document-store.ts";
import { openDocumentStore } from "../documents/store/open-document-store.ts";
import { authenticate, localUser } from "../documents/users.ts";
import { loadConfig } from "./config-file.ts";
import { createDiscuss } from "./discussion.ts";
import { DiscussionRooms } from "./discussion-rooms.ts";
import { DocumentModels, openDocumentModels } from "./document-models.ts";
import { withEnvFile } from "./env-file.ts";
import type { CliHost } from "./host.ts";
import { openDocuments as openStore } from "./open-documents.ts";
import { packageRoot } from "./page-file.ts";
import type { ServeCommandOptions } from "./serve-options.ts";
import { UsageError } from "./usage-error.ts";

const LOG_DIR = "logs";

export interface ServedDocuments {
  readonly beside: Beside;
  /** For the live view. */
  readonly discussions: DiscussionRooms;
}

/** Throws `UsageError` where the database or the model cannot be had. */
export async function openServedDocuments(
  options: ServeCommandOptions,
  host: CliHost,
  viewerUrl: () => string | null,
  log: (line: string) => void,
): Promise<ServedDocuments> {
  const { clock } = host;
  const opening = storeOf(options, host);
  const [{ models, logDir, env, seed }, files, store] = await Promise.all([
    modelsOf(options, host),
    WorkspaceFiles.open(path.join(packageRoot(import.meta.dirname), "dist/web/workspace")),
    opening,
  ]).catch(async (error: unknown) => {
    await opening.then((opened) => opened.close()).catch(() => {});
    throw error;
  });
  const discussions = new DiscussionRooms(clock);
  const discuss = createDiscuss({ models, rooms: discussions, clock, env, logDir, seed, speed: options.speed });
  const beside = new DocumentServer({
    documents: openDocuments({
      ...{ store, clock, newId: randomId, models, log },
      createAnswerer: createAnswerer({ models, discuss, clock, random: () => host.random() }),
    }),
    userOf: async (token) => {
      if (options.access.auth === "open") return localUser(store, env, clock.now());
      return token === null ? null : authenticate(store, token);
    },
    ...{ rate: options.rate, viewerUrl, log, files },
  });
  return { beside, discussions };
}

function storeOf(options: ServeCommandOptions, host: CliHost): Promise<DocumentStore> {
  return options.memory ? openDocumentStore({ database: null, dir: null }) : openStore(options, host);
}

async function modelsOf(
  { config: named, envFile, model, baseUrl, speed, ...options }: ServeCommandOptions,
  host: CliHost,
) {
  const { config } = await loadConfig(named, host.cwd, await host.configDir());
  const env = await withEnvFile(host.env, envFile, host.cwd);
  const logDir = path.resolve(host.cwd, options.logDir ?? config.log_dir ?? LOG_DIR);
  const seed = options.seed ?? Math.floor(host.random() * 1_000_000);
  const parts = { host: { ...host, env }, named: config.models ?? {}, baseUrl: baseUrl ?? null, seed, speed };
  const models = model === undefined ? await openDocumentModels(parts) : new DocumentModels(parts, model);
  if (model !== undefined) await requireModel(models, model);
  return { models, logDir, env, seed };
}

async function requireModel(models: DocumentModels, model: string): Promise<void> {
  try {
    await models.open(model);
  } catch (error) {
    throw new UsageError(`--model: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
