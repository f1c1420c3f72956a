/** The documents of `--database` and `--data-dir`, as every command that has them opens them. */
import path from "node:path";
import { ChatError } from "../chatroom/index.ts";
import type { DocumentStore } from "../documents/store/document-store.ts";
import { openDocumentStore } from "../documents/store/open-document-store.ts";
import { StoreError } from "../documents/store/store-error.ts";
import type { CliHost } from "./host.ts";
import { UsageError } from "./usage-error.ts";

export interface DocumentsPlace {
  /** `postgresql://…`; undefined: what LLM_CHAT_DATABASE says, else a file in the data directory. */
  readonly database?: string | undefined;
  readonly dataDir?: string | undefined;
}

/** Throws `UsageError` where they cannot be had. */
export async function openDocuments(
  { database, dataDir }: DocumentsPlace,
  host: Pick<CliHost, "env" | "cwd" | "clock" | "dataDir">,
): Promise<DocumentStore> {
  const url = database ?? (host.env["LLM_CHAT_DATABASE"]?.trim() || null);
  const dir = url === null ? path.resolve(host.cwd, dataDir ?? (await host.dataDir())) : null;
  return storeExplained(openDocumentStore({ database: url, dir, clock: host.clock }));
}

/** The store says in one sentence what is wrong, and the fix. */
export async function storeExplained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreError || error instanceof ChatError) {
      throw new UsageError(error.message, { cause: error });
    }
    throw error;
  }
}
