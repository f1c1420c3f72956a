/** The documents of a server: their store, who writes them, and what is on the port for them. Loaded where a server starts. */
import path from "node:path";
import type { Beside } from "../chatroom/server/index.ts";
import { openDocuments } from "../documents/documents.ts";
import { randomId } from "../documents/ids.ts";
import { DocumentServer } from "../documents/server/document-server.ts";
import { WorkspaceFiles } from "../documents/server/workspace-files.ts";
import { openSqliteStore } from "../documents/store/sqlite-store.ts";
import { authenticate, localUser } from "../documents/users.ts";
import type { DiscussionRooms } from "./discussion-rooms.ts";
import { openDocumentWriters } from "./document-writers.ts";
import type { CliHost } from "./host.ts";
import { openDocuments as openStore } from "./open-documents.ts";
import { packageRoot } from "./page-file.ts";
import type { ServeCommandOptions } from "./serve-options.ts";

/** Throws `UsageError` where the database cannot be had. */
export async function openServedDocuments(
  options: ServeCommandOptions,
  host: CliHost,
  viewerUrl: () => string | null,
  discussions: DiscussionRooms,
  log: (line: string) => void,
): Promise<Beside> {
  const { clock, env } = host;
  const store = options.memory ? await openSqliteStore({ file: ":memory:" }) : await openStore(options, host);
  const isOpen = options.access.auth === "open";
  return new DocumentServer({
    documents: openDocuments({
      ...{ store, clock, newId: randomId, log },
      ...(await openDocumentWriters(options, host, discussions)),
    }),
    userOf: async (token) => {
      if (isOpen) return localUser(store, env, clock.now());
      return token === null ? null : authenticate(store, token);
    },
    rate: options.rate,
    viewerUrl,
    log,
    files: await WorkspaceFiles.open(path.join(packageRoot(import.meta.dirname), "dist/web/workspace")),
  });
}
