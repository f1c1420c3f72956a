/** The store in a PostgreSQL server, which several processes on several machines may share. */
import { randomBytes } from "node:crypto";
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from "kysely";
import pg from "pg";
import type { DocumentStore } from "./document-store.ts";
import { rowFromStored, toStored } from "./lossless-text.ts";
import { migrate } from "./migrate.ts";
import type { Tables } from "./schema.ts";
import { SqlStore } from "./sql-store.ts";
import { type Place, StoreError, storeError } from "./store-error.ts";

const MOST_CONNECTIONS = 10;
const CONNECT_MS = 10_000;
const IDLE_MS = 30_000;
/** How long another process may be the writer, and how long one that has gone silent stays it. */
const LOCKED_MS = 10_000;
const { INT8 } = pg.types.builtins;

/**
 * `url`: `postgresql://user:password@host:port/database`, or as libpq knows it. Makes the tables where they are missing.
 * Throws `StoreError`.
 */
export async function openPostgresStore(url: string): Promise<DocumentStore> {
  // By it others see that the database is open here.
  const name = `llm-chat ${randomBytes(9).toString("base64url")}`;
  const { pool, place } = poolFor(url, name);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: lossless(pool) }) });
  try {
    await mustBeUtf8(db, place);
    await migrate(db, "postgres", place);
    return new SqlStore(db, "postgres", place, { isAlone: () => isAlone(db, name), close: () => {} });
  } catch (error) {
    await db.destroy();
    throw storeError(place, error);
  }
}

async function isAlone(db: Kysely<Tables>, name: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity
    where datname = current_database() and application_name like 'llm-chat %' and application_name <> ${name} limit 1
  `.execute(db);
  return rows.length === 0;
}

function poolFor(url: string, name: string): { readonly pool: pg.Pool; readonly place: Place } {
  const another = "give llm-chat a database of its own (createdb, then --database or LLM_CHAT_DATABASE)";
  const types = new pg.TypeOverrides();
  // Times in ms and numbers of rows never reach 2^53.
  types.setTypeParser(INT8, Number);
  try {
    const { host, port, database } = new pg.Client({ connectionString: url });
    const pool = new pg.Pool({
      connectionString: url,
      application_name: name,
      // One that stays: who is silent for long has the database open all the same.
      min: 1,
      max: MOST_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      idleTimeoutMillis: IDLE_MS,
      lock_timeout: LOCKED_MS,
      idle_in_transaction_session_timeout: LOCKED_MS,
      keepAlive: true,
      types,
    });
    // A connection that is lost says so to whoever waits for an answer, and besides to everybody; the pool makes another.
    pool.on("error", () => {});
    pool.on("connect", (client) => client.on("error", () => {}));
    return { pool, place: { name: `the database ${database ?? ""} of PostgreSQL at ${host}:${port}`, another } };
  } catch {
    // What fails here quotes the URL, password and all.
    const example = "postgresql://user:password@host:5432/database";
    throw new StoreError("unreachable", `this is no address of a PostgreSQL database; write it as ${example}`);
  }
}

async function mustBeUtf8(db: Kysely<Tables>, place: Place): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db);
  const encoding = rows[0]?.server_encoding;
  if (encoding === "UTF8") return;
  const message = `${place.name} has the encoding ${encoding ?? "unknown"}, which cannot hold every text; make one with createdb -E UTF8 -T template0`;
  throw new StoreError("foreign", message);
}

/** Writes and reads texts as `lossless-text.ts` does. */
function lossless(pool: pg.Pool): PostgresPool {
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      // kysely knows a connection by its client.
      const known = wrapped.get(client) ?? losslessClient(client);
      wrapped.set(client, known);
      return known;
    },
  };
}

function losslessClient(client: pg.PoolClient): PostgresPoolClient {
  const query = async (text: string, parameters: readonly unknown[]) => {
    const values = parameters.map((value) => (typeof value === "string" ? toStored(value) : value));
    const result = await client.query<Record<string, unknown>>(text, values);
    for (const row of result.rows) rowFromStored(row);
    return result;
  };
  // Cursors are not used.
  return { query: query as unknown as PostgresPoolClient["query"], release: (destroy) => client.release(destroy) };
}
