/** The documents of a server: where they are kept, who writes them, and what is on the port for them. Loaded where a server starts. */
import path from "node:path";
import type { Beside } from "../chatroom/server/index.ts";
import { openDocuments } from "../documents/documents.ts";
import { randomId } from "../documents/ids.ts";
import { DocumentServer } from "../documents/server/document-server.ts";
import { WorkspaceFiles } from "../documents/server/workspace-files.ts";
import type { DocumentStore } from "../documents/store/document-store.ts";
import { openDocumentStore } from "../documents/store/open-document-store.ts";
import { authenticate, localUser } from "../documents/users.ts";
import type { DiscussionRooms } from "./discussion-rooms.ts";
import { openDocumentWriters } from "./document-writers.ts";
import type { CliHost } from "./host.ts";
import { openDocuments as openStore } from "./open-documents.ts";
import { packageRoot } from "./page-file.ts";
import type { ServeCommandOptions } from "./serve-options.ts";

/** Throws `UsageError` where the database or the model cannot be had. */
export async function openServedDocuments(
  options: ServeCommandOptions,
  host: CliHost,
  viewerUrl: () => string | null,
  discussions: DiscussionRooms,
  log: (line: string) => void,
): Promise<Beside> {
  const { clock, env } = host;
  const opening = storeOf(options, host);
  // Where models are looked for is a network.
  const [writers, files, store] = await Promise.all([
    openDocumentWriters(options, host, discussions),
    WorkspaceFiles.open(path.join(packageRoot(import.meta.dirname), "dist/web/workspace")),
    opening,
  ]).catch(async (error: unknown) => {
    await opening.then((opened) => opened.close()).catch(() => {});
    throw error;
  });
  return new DocumentServer({
    documents: openDocuments({ store, clock, newId: randomId, log, ...writers }),
    userOf: async (token) => {
      if (options.access.auth === "open") return localUser(store, env, clock.now());
      return token === null ? null : authenticate(store, token);
    },
    ...{ rate: options.rate, viewerUrl, log, files },
  });
}

function storeOf(options: ServeCommandOptions, host: CliHost): Promise<DocumentStore> {
  return options.memory ? openDocumentStore({ database: null, dir: null }) : openStore(options, host);
}
