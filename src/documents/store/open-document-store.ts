/** Where a program keeps its documents: in PostgreSQL where it was given one, else in its data directory. */
import { join } from "node:path";
import type { Clock } from "../../chatroom/clock.ts";
import { makeFolder } from "../../chatroom/journal/folder.ts";
import { naming } from "../../chatroom/journal/storage-error.ts";
import type { DocumentStore } from "./document-store.ts";
import { StoreError } from "./store-error.ts";

export interface DocumentStoreOptions {
  /** `postgresql://…`; null: a file in `dir`. */
  readonly database: string | null;
  /** The data directory, made where it is missing; null: nothing is kept. */
  readonly dir: string | null;
  /** For how long to wait for another process. */
  readonly clock?: Clock;
}

/** Throws `StoreError` or, where the directory cannot be had, `ChatError`: each says in one sentence what to do. */
export async function openDocumentStore({ database, dir, clock }: DocumentStoreOptions): Promise<DocumentStore> {
  if (database !== null) {
    if (!/^postgres(ql)?:\/\//.test(database)) {
      const example = "postgresql://user:password@host:5432/database";
      throw new StoreError(
        "unreachable",
        `a database is given as ${example}; without one, documents are kept in a file`,
      );
    }
    const { openPostgresStore } = await import("./postgres-store.ts");
    return openPostgresStore(database);
  }
  if (dir !== null) await naming(`cannot use the data directory ${dir}`, () => makeFolder(dir));
  const { openSqliteStore } = await import("./sqlite-store.ts");
  return openSqliteStore({ file: dir === null ? ":memory:" : join(dir, "documents.sqlite"), ...(clock && { clock }) });
}
