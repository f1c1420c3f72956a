/** Brings the tables of a database to what this program knows, whoever else starts at the same moment. */
import { type Kysely, sql } from "kysely";
import { type MigrationProvider, Migrator } from "kysely/migration";
import { type Engine, migrationsFor, type Tables } from "./schema.ts";
import { StoreError } from "./store-error.ts";

const TABLE = "llm_chat_migration";
/** Of the advisory lock: any number that nobody else in this database uses. */
const LOCK = 5_106_217;

/** `what` names the database. Throws `StoreError` where it is that of something else, or of a newer program. */
export async function migrate(db: Kysely<Tables>, engine: Engine, what: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // In SQLite the transaction has the only write lock there is.
    if (engine === "postgres") await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(transaction);
    const migrations = migrationsFor(engine);
    const done = await migrationsDone(transaction, what);
    const unknown = done.find((name) => !(name in migrations));
    if (unknown !== undefined) {
      throw new StoreError("newer", `${what} was made by a newer llm-chat (it has ${unknown}): update llm-chat`);
    }
    const provider: MigrationProvider = { getMigrations: async () => migrations };
    const migrator = new Migrator({
      ...{ db: transaction, provider },
      migrationTableName: TABLE,
      migrationLockTableName: `${TABLE}_lock`,
    });
    const { error } = await migrator.migrateToLatest();
    if (error instanceof Error) throw error;
    if (error !== undefined) throw new Error(`${what} could not be brought up to date`, { cause: error });
  });
}

async function migrationsDone(db: Kysely<Tables>, what: string): Promise<readonly string[]> {
  const tables = (await db.introspection.getTables({ withInternalKyselyTables: true })).map(({ name }) => name);
  if (tables.includes(TABLE)) {
    const { rows } = await sql<{ name: string }>`select name from ${sql.table(TABLE)}`.execute(db);
    return rows.map(({ name }) => name);
  }
  const [foreign] = tables;
  if (foreign === undefined) return [];
  throw new StoreError("foreign", `${what} is that of something else (it has a table ${foreign}): choose another`);
}
