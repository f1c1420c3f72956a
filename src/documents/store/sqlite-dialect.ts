/**
 * kysely over `node:sqlite`: what may be bound, texts as `lossless-text.ts` writes them, and transactions that take the
 * write lock when they begin, so that none has to give up halfway because another process was quicker.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
} from "kysely";
import { type Clock, sleep } from "../../chatroom/clock.ts";
import { rowFromStored, toStored } from "./lossless-text.ts";

/** How long another process may hold the database. */
export const BUSY_MS = 5_000;
const RETRY_MS = 4;
const SQLITE_BUSY = 5;
/** Statements differ by how many rows they write. */
const MOST_PREPARED = 100;

export function sqliteDialect(database: DatabaseSync, clock: Clock): Dialect {
  return {
    createDriver: () => new LockingDriver(database, clock),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/**
 * Runs `work` until no other has the lock. Waits without holding up this process: whoever has the lock may be in it.
 * Throws what SQLite says when that takes too long.
 */
export async function whenFree<T>(database: DatabaseSync, clock: Clock, work: () => T): Promise<T> {
  const end = clock.monotonic() + BUSY_MS;
  for (;;) {
    try {
      database.exec("pragma busy_timeout = 0");
      return work();
    } catch (error) {
      if (!isBusy(error) || clock.monotonic() >= end) throw error;
    } finally {
      database.exec(`pragma busy_timeout = ${BUSY_MS}`);
    }
    await sleep(clock, RETRY_MS);
  }
}

function isBusy(error: unknown): boolean {
  // The low byte; the others say how.
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY;
}

/** SQLite takes a changed schema back with the rest; kysely only wants to know it to migrate in a transaction of ours. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class LockingDriver extends SqliteDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;

  constructor(database: DatabaseSync, clock: Clock) {
    super({ database: asKyselyWants(database) });
    this.#database = database;
    this.#clock = clock;
  }

  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    if (settings?.accessMode === "read only") {
      await connection.executeQuery(CompiledQuery.raw("begin"));
    } else {
      await whenFree(this.#database, this.#clock, () => this.#database.exec("begin immediate"));
    }
  }

  /** Of some errors, a full disk among them, SQLite has taken the transaction back by itself. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

function asKyselyWants(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = prepared.get(sql) ?? statementOf(database.prepare(sql));
      // The one that was used last is the last to go.
      prepared.delete(sql);
      prepared.set(sql, known);
      for (const [oldest] of prepared) {
        if (prepared.size <= MOST_PREPARED) break;
        prepared.delete(oldest);
      }
      return known;
    },
  };
}

function statementOf(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(bound)).map(rowFromStored),
    run: (parameters) => statement.run(...parameters.map(bound)),
    *iterate(parameters) {
      for (const row of statement.iterate(...parameters.map(bound))) yield rowFromStored(row);
    },
  };
}

/** An object or a date would silently become NULL. */
function bound(value: unknown): SQLInputValue {
  switch (typeof value) {
    case "string":
      return toStored(value);
    case "number":
    case "bigint":
      return value;
    case "boolean":
      return value ? 1 : 0;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      throw new TypeError(`SQLite cannot hold ${Object.prototype.toString.call(value)}; give a text or a number`);
  }
}
