/** Brings the tables of a database to what this program knows, whoever else starts at the same moment. */
import { type Kysely, sql } from "kysely";
import { type MigrationProvider, Migrator } from "kysely/migration";
import { type Engine, migrationsFor, TABLE_NAMES, type Tables } from "./schema.ts";
import { type Place, StoreError } from "./store-error.ts";
import { becomeWriter } from "./writers-lock.ts";

const TABLE = "llm_chat_migration";

/** Throws `StoreError` where the database is that of something else, or of a newer program. */
export async function migrate(db: Kysely<Tables>, engine: Engine, place: Place): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await becomeWriter(transaction, engine);
    const migrations = migrationsFor(engine);
    const done = await migrationsDone(transaction, engine, place);
    const unknown = done.find((name) => !(name in migrations));
    if (unknown !== undefined) {
      const message = `${place.name} was made by a newer llm-chat (it has ${unknown}): update llm-chat, or ${place.another}`;
      throw new StoreError("newer", message);
    }
    if (done.length === Object.keys(migrations).length) return;
    if (engine === "postgres") await mayMakeTables(transaction, place);
    const provider: MigrationProvider = { getMigrations: async () => migrations };
    const names = { migrationTableName: TABLE, migrationLockTableName: `${TABLE}_lock` };
    const { error } = await new Migrator({ db: transaction, provider, ...names }).migrateToLatest();
    if (error instanceof Error) throw error;
    if (error !== undefined) throw new Error(`${place.name} could not be brought up to date`, { cause: error });
  });
}

/** Asked first: what fails inside of the migrator is hidden by what it tries after that. */
async function mayMakeTables(db: Kysely<Tables>, place: Place): Promise<void> {
  const query = sql<{ may: boolean | null }>`select has_schema_privilege(current_schema(), 'CREATE') as may`;
  const { rows } = await query.execute(db);
  if (rows[0]?.may) return;
  throw new StoreError(
    "failed",
    `${place.name}: this user may not make tables there; make it the owner of the database`,
  );
}

async function migrationsDone(db: Kysely<Tables>, engine: Engine, place: Place): Promise<readonly string[]> {
  const tables = (await db.introspection.getTables({ withInternalKyselyTables: true })).map(({ name }) => name);
  if (tables.includes(TABLE)) {
    const { rows } = await sql<{ name: string }>`select name from ${sql.table(TABLE)}`.execute(db);
    return rows.map(({ name }) => name);
  }
  // A file is ours or not; in a server's database there may be other things, as long as they are not in the way.
  const foreign = tables.find((name) => engine === "sqlite" || TABLE_NAMES.includes(name));
  if (foreign === undefined) return [];
  const message = `${place.name} is that of something else (it has a table ${foreign}): ${place.another}`;
  throw new StoreError("foreign", message);
}
