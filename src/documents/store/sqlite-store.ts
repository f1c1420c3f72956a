/** The store in a file, or in memory, by the SQLite that comes with Node. */
import { open } from "node:fs/promises";
import { Kysely } from "kysely";
import { type Clock, systemClock } from "../../chatroom/clock.ts";
import { loadSqlite } from "../../chatroom/journal/load-sqlite.ts";
import { naming } from "../../chatroom/journal/storage-error.ts";
import type { DocumentStore } from "./document-store.ts";
import { migrate } from "./migrate.ts";
import type { Tables } from "./schema.ts";
import { Presence } from "./presence.ts";
import { BUSY_MS, sqliteDialect, whenFree } from "./sqlite-dialect.ts";
import { SqlStore } from "./sql-store.ts";
import { type Place, storeError } from "./store-error.ts";

const MEMORY = ":memory:";
const OWNER_ONLY = 0o600;

export interface SqliteStoreOptions {
  /** A path, or ":memory:". */
  readonly file: string;
  /** For how long to wait for another process. */
  readonly clock?: Clock;
}

/**
 * Makes the file and its tables where they are missing; its directory has to be there. Several processes may have it open.
 * Throws `StoreError` where it is no database of ours, `ChatError` where there can be no file.
 */
export async function openSqliteStore({ file, clock = systemClock }: SqliteStoreOptions): Promise<DocumentStore> {
  const place: Place = { name: `the database ${file}`, another: "choose another directory with --data-dir" };
  if (file !== MEMORY) await naming(`cannot open ${place.name}`, () => makePrivate(file));
  const { DatabaseSync } = loadSqlite();
  const opened: { close(): void }[] = [];
  try {
    const database = new DatabaseSync(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
    opened.push(database);
    const presence = file === MEMORY ? null : announce(`${file}.open`, place);
    if (presence) opened.push(presence);
    // To change a new file to WAL takes a lock that SQLite does not wait for.
    await whenFree(database, clock, () => database.exec("pragma journal_mode = wal; pragma synchronous = full"));
    const db = new Kysely<Tables>({ dialect: sqliteDialect(database, clock) });
    await migrate(db, "sqlite", place);
    return new SqlStore(db, "sqlite", place, {
      isAlone: async () => presence?.isAlone() ?? true,
      close: () => presence?.close(),
    });
  } catch (error) {
    for (const each of opened) each.close();
    throw storeError(place, error);
  }
}

function announce(file: string, { another }: Place): Presence {
  try {
    return Presence.announce(file);
  } catch (error) {
    throw storeError({ name: `the lock ${file}`, another }, error);
  }
}

/** SQLite gives the files beside it the same rights. */
async function makePrivate(file: string): Promise<void> {
  await (await open(file, "a", OWNER_ONLY)).close();
}
