/** The store in a file, or in memory, by the SQLite that comes with Node. */
import type { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { type Clock, systemClock } from "../../chatroom/clock.ts";
import type { DocumentStore } from "./document-store.ts";
import { migrate } from "./migrate.ts";
import type { Tables } from "./schema.ts";
import { BUSY_MS, sqliteDialect, whenFree } from "./sqlite-dialect.ts";
import { SqlStore } from "./sql-store.ts";

export interface SqliteStoreOptions {
  /** A path, or ":memory:". */
  readonly file: string;
  /** For how long to wait for another process. */
  readonly clock?: Clock;
}

/** Makes the file and its tables where they are missing; its directory has to be there. Several processes may have it open. */
export async function openSqliteStore({ file, clock = systemClock }: SqliteStoreOptions): Promise<DocumentStore> {
  const { DatabaseSync: Database } = process.getBuiltinModule("node:sqlite");
  const database: DatabaseSync = new Database(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
  try {
    // To change a new file to WAL takes a lock that SQLite does not wait for.
    await whenFree(database, clock, () => database.exec("pragma journal_mode = wal; pragma synchronous = full"));
    const db = new Kysely<Tables>({ dialect: sqliteDialect(database, clock) });
    await migrate(db, "sqlite", `the database ${file}`);
    return new SqlStore(db, "sqlite");
  } catch (error) {
    database.close();
    throw error;
  }
}
