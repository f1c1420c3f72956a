/**
 * One writer at a time. SQLite has no other way; in PostgreSQL a lock of our own makes it so: two batches that change the
 * same rows in another order would else be in each other's way, and one would fail. Who reads waits for nobody.
 */
import { sql, type Transaction } from "kysely";
import type { Engine, Tables } from "./schema.ts";

/** Any number that nobody else in this database uses. */
const LOCK = 5_106_217;

/** Held until the transaction ends. */
export async function becomeWriter(transaction: Transaction<Tables>, engine: Engine): Promise<void> {
  // In SQLite the transaction has the only write lock there is.
  if (engine === "postgres") await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(transaction);
}
