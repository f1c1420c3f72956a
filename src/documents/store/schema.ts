/** The tables, and how they came to be: one list of migrations for both databases. Times are epoch ms, JSON is text. */
import { type Generated, type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import type { BlockType, Proposal, ProposalStatus, Revision } from "../model.ts";

export type Engine = "sqlite" | "postgres";

export interface Tables {
  users: UserRow;
  chats: ChatRow;
  documents: DocumentRow;
  blocks: BlockRow;
  proposals: ProposalRow;
  chunks: ChunkRow;
  revisions: RevisionRow;
}

export interface UserRow {
  id: string;
  name: string;
  /** Two names with the same key are one name. */
  name_key: string;
  token_hash: string | null;
  created_at: number;
}

export interface ChatRow {
  id: string;
  user_id: string;
  title: string;
  document_id: string | null;
  created_at: number;
  updated_at: number;
}

export interface DocumentRow {
  id: string;
  user_id: string;
  title: string;
  created_at: number;
  updated_at: number;
}

/** In a chat or in a document: one of the two is null. */
export interface OwnerColumns {
  chat_id: string | null;
  document_id: string | null;
}

export interface BlockRow extends OwnerColumns {
  id: string;
  type: BlockType;
  /** JSON */
  meta: string;
  position: string;
  version: number;
  current: string | null;
  /** JSON */
  author: string;
  created_at: number;
}

export interface ProposalRow {
  /** The older the smaller. */
  n: Generated<number>;
  id: string;
  block_id: string;
  base: number;
  /** JSON */
  author: string;
  created_at: number;
  kind: Proposal["kind"];
  /** Of a text, with `status`; what was appended since is in `chunks`. */
  content: string | null;
  status: ProposalStatus | null;
  /** Of a move. */
  after_block: string | null;
}

/** What was appended to a text, each piece as it came: a row is never changed. */
export interface ChunkRow {
  n: Generated<number>;
  proposal_n: number;
  content: string;
}

export interface RevisionRow extends OwnerColumns {
  n: Generated<number>;
  id: string;
  block_id: string;
  version: number | null;
  content: string;
  /** JSON */
  author: string;
  reason: Revision["reason"];
  created_at: number;
}

const TABLES: Readonly<Record<keyof Tables, true>> = {
  users: true,
  chats: true,
  documents: true,
  blocks: true,
  proposals: true,
  chunks: true,
  revisions: true,
};
export const TABLE_NAMES: readonly string[] = Object.keys(TABLES);

const ONE_OWNER = sql<boolean>`(chat_id is null) <> (document_id is null)`;

const LOOKED_UP_BY = [
  ["documents", "user_id"],
  ["chats", "user_id"],
  ["chats", "document_id"],
  ["blocks", "chat_id"],
  ["blocks", "document_id"],
  ["proposals", "block_id"],
  ["chunks", "proposal_n"],
  ["revisions", "block_id"],
  ["revisions", "chat_id"],
  ["revisions", "document_id"],
] as const;

/** Names are in alphabetical order. One that has been released is never changed: add another. */
export function migrationsFor(engine: Engine): Record<string, Migration> {
  return { "001-documents": { up: (db) => createDocuments(db, engine) } };
}

async function createDocuments(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const { schema } = db;
  /** SQLite numbers the rows of a table with exactly this type by itself. */
  const number = engine === "sqlite" ? "integer" : "bigserial";

  await schema
    .createTable("users")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("name_key", "text", (column) => column.notNull().unique())
    .addColumn("token_hash", "text", (column) => column.unique())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();

  await schema
    .createTable("documents")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("user_id", "text", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute();

  await schema
    .createTable("chats")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("user_id", "text", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("document_id", "text", (column) => column.references("documents.id").onDelete("set null"))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute();

  await schema
    .createTable("blocks")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("chat_id", "text", (column) => column.references("chats.id").onDelete("cascade"))
    .addColumn("document_id", "text", (column) => column.references("documents.id").onDelete("cascade"))
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("meta", "text", (column) => column.notNull())
    .addColumn("position", "text", (column) => column.notNull())
    .addColumn("version", "bigint", (column) => column.notNull())
    .addColumn("current", "text")
    .addColumn("author", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addCheckConstraint("block_has_one_owner", ONE_OWNER)
    .execute();

  await schema
    .createTable("proposals")
    .addColumn("n", number, (column) => column.primaryKey().notNull())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("block_id", "text", (column) => column.notNull().references("blocks.id").onDelete("cascade"))
    .addColumn("base", "bigint", (column) => column.notNull())
    .addColumn("author", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("content", "text")
    .addColumn("status", "text")
    .addColumn("after_block", "text")
    .execute();

  await schema
    .createTable("chunks")
    .addColumn("n", number, (column) => column.primaryKey().notNull())
    .addColumn("proposal_n", "bigint", (column) => column.notNull().references("proposals.n").onDelete("cascade"))
    .addColumn("content", "text", (column) => column.notNull())
    .execute();

  await schema
    .createTable("revisions")
    .addColumn("n", number, (column) => column.primaryKey().notNull())
    .addColumn("id", "text", (column) => column.notNull().unique())
    // No reference: the revisions of a block are there after it.
    .addColumn("block_id", "text", (column) => column.notNull())
    .addColumn("chat_id", "text", (column) => column.references("chats.id").onDelete("cascade"))
    .addColumn("document_id", "text", (column) => column.references("documents.id").onDelete("cascade"))
    .addColumn("version", "bigint")
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("author", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addCheckConstraint("revision_has_one_owner", ONE_OWNER)
    .execute();

  for (const [table, column] of LOOKED_UP_BY) {
    await schema.createIndex(`${table}_by_${column}`).on(table).column(column).execute();
  }
}
