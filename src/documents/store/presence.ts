/**
 * Who has a database file open. Each holds a lock on a file beside it that many can hold: the system lets it go when a
 * process ends, however it ends.
 */
import { chmodSync } from "node:fs";
import type * as sqlite from "node:sqlite";
import { loadSqlite } from "../../chatroom/journal/load-sqlite.ts";
import { BUSY_MS } from "./sqlite-dialect.ts";

const SQLITE_BUSY = 5;
const OWNER_ONLY = 0o600;

export class Presence {
  readonly #database: sqlite.DatabaseSync;

  private constructor(database: sqlite.DatabaseSync) {
    this.#database = database;
  }

  /** `file`: made where it is missing; nothing is kept in it. Throws where there can be none. */
  static announce(file: string): Presence {
    const database = new (loadSqlite().DatabaseSync)(file);
    try {
      database.exec("pragma journal_mode = memory");
      hold(database);
      // Not opened for that: where another of this process has it, to close it would let that one's lock go.
      chmodSync(file, OWNER_ONLY);
      return new Presence(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Whether nobody else holds it. For a moment it is held by nobody: who asks just then may be told so wrongly. */
  isAlone(): boolean {
    const database = this.#database;
    if (database.isTransaction) database.exec("commit");
    try {
      database.exec("pragma busy_timeout = 0; begin exclusive; commit");
      return true;
    } catch (error) {
      if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false;
      throw error;
    } finally {
      hold(database);
    }
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

/** A transaction that has read has the lock until it ends. */
function hold(database: sqlite.DatabaseSync): void {
  database.exec(`pragma busy_timeout = ${BUSY_MS}; begin; select 1 from sqlite_schema`);
}
