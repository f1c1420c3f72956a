/** A store's documents in this process, and the models that write them. */
import { type Documents, openDocuments } from "../../documents/documents.ts";
import { randomId } from "../../documents/ids.ts";
import type { DocumentStore } from "../../documents/store/document-store.ts";
import { DiscussionRooms } from "../discussion-rooms.ts";
import { openDocumentWriters } from "../document-writers.ts";
import type { CliHost } from "../host.ts";
import type { AskOptions } from "./ask-options.ts";

type WriterOptions = Pick<AskOptions, "models" | "baseUrl" | "seed" | "speed" | "config" | "logDir">;

/** `host.env` includes what --env-file brought. Throws `UsageError`. */
export async function openWriters(
  store: DocumentStore,
  { models, ...options }: WriterOptions,
  host: CliHost,
  log: (line: string) => void,
): Promise<Documents> {
  const { clock } = host;
  const { baseUrl, seed, speed, config, logDir } = options;
  const model = models.length > 0 ? models.join(",") : undefined;
  const rooms = new DiscussionRooms(clock);
  const writers = await openDocumentWriters({ model, baseUrl, seed, speed, config, logDir }, host, rooms);
  const documents = openDocuments({ ...{ store, clock, newId: randomId, log }, ...writers });
  return {
    ...documents,
    close: async () => {
      await documents.close();
      await rooms.close();
    },
  };
}
