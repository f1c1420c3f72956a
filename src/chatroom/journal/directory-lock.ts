/**
 * One process for one data directory. The lock is one that SQLite takes on a file: the system lets it go when the process
 * ends, however it ends, and no number of a dead process can be in the way. (Nothing else may open that file in this
 * process: closing it would let the lock go.)
 */
import { accessSync, constants, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as sqlite from "node:sqlite";
import { ChatError } from "../errors.ts";
import { loadSqlite } from "./load-sqlite.ts";
import { storageError } from "./storage-error.ts";

const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;
/** A lock that nobody refers to any more would be collected, and be free. */
const held = new Set<sqlite.DatabaseSync>();

export class DirectoryLock {
  readonly #database: sqlite.DatabaseSync;
  readonly #owner: string;

  private constructor(database: sqlite.DatabaseSync, owner: string) {
    this.#database = database;
    this.#owner = owner;
  }

  /** Throws `ChatError("journal_failed")` where another has it, with its process id, or where there can be none. */
  static take(dir: string): DirectoryLock {
    const owner = join(dir, "lock.pid");
    let database: sqlite.DatabaseSync | undefined;
    try {
      accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
      database = new (loadSqlite().DatabaseSync)(join(dir, "lock.db"));
      database.exec("PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    } catch (error) {
      database?.close();
      const { errcode } = error as { errcode?: number };
      if (errcode === SQLITE_BUSY) throw inUse(dir, ownerIn(owner));
      if (errcode === SQLITE_NOTADB) throw notOurs(join(dir, "lock.db"));
      throw storageError(`cannot lock the data directory ${dir}`, error);
    }
    held.add(database);
    try {
      writeFileSync(owner, `${process.pid}\n`);
    } catch {
      // It is only told to others; what is stored can still be read where the disk is full.
    }
    return new DirectoryLock(database, owner);
  }

  release(): void {
    if (!held.delete(this.#database)) return;
    try {
      rmSync(this.#owner);
    } catch {
      // Who comes next writes its own.
    }
    this.#database.close();
  }
}

function inUse(dir: string, pid: number | null): ChatError {
  const by = pid === process.pid ? "this process" : pid === null ? "another process" : `the process ${pid}`;
  const stop = pid === null || pid === process.pid ? "close it there" : `stop that one (kill ${pid})`;
  const message = `the data directory ${dir} is in use by ${by}: ${stop}, or choose another with --data-dir`;
  return new ChatError("journal_failed", message);
}

function notOurs(path: string): ChatError {
  return new ChatError(
    "journal_failed",
    `${path} is not the lock that it was made as: nothing is kept in it, remove it`,
  );
}

function ownerIn(path: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(path, "utf8"), 10);
    return Number.isSafeInteger(pid) ? pid : null;
  } catch {
    return null;
  }
}
