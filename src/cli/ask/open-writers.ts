/** A store's documents in this process, and the models that write them. */
import path from "node:path";
import { createAnswerer } from "../../documents/answers/document-answerer.ts";
import { type Documents, openDocuments } from "../../documents/documents.ts";
import { randomId } from "../../documents/ids.ts";
import type { DocumentStore } from "../../documents/store/document-store.ts";
import { loadConfig } from "../config-file.ts";
import { createDiscuss } from "../discussion.ts";
import { DiscussionRooms } from "../discussion-rooms.ts";
import { openDocumentModels } from "../document-models.ts";
import { checkedUrl } from "../endpoints.ts";
import type { CliHost } from "../host.ts";
import type { AskOptions } from "./ask-options.ts";

type WriterOptions = Pick<AskOptions, "baseUrl" | "seed" | "speed" | "config" | "logDir">;

/** `host.env` includes what --env-file brought. Throws `UsageError`. */
export async function openWriters(
  store: DocumentStore,
  options: WriterOptions,
  host: CliHost,
  log: (line: string) => void,
): Promise<Documents> {
  const { clock, env } = host;
  const { config } = await loadConfig(options.config, host.cwd, await host.configDir());
  const baseUrl = options.baseUrl === undefined ? null : checkedUrl(options.baseUrl, "--base-url");
  const seed = options.seed ?? Math.floor(host.random() * 1_000_000);
  const { speed } = options;
  const models = await openDocumentModels({ host, named: config.models ?? {}, baseUrl, seed, speed });
  const logDir = path.resolve(host.cwd, options.logDir ?? config.log_dir ?? "logs");
  const rooms = new DiscussionRooms(clock);
  const discuss = createDiscuss({ models, rooms, clock, env, logDir, seed, speed });
  const random = () => host.random();
  const documents = openDocuments({
    ...{ store, clock, newId: randomId, models, log },
    createAnswerer: createAnswerer({ models, discuss, clock, random }),
  });
  return {
    ...documents,
    close: async () => {
      await documents.close();
      await rooms.close();
    },
  };
}
