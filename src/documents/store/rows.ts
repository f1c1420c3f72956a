/** From what the model calls things to the columns of the tables, and back. */
import type { Insertable, Selectable } from "kysely";
import * as z from "zod";
import type { Author, Block, BlockMeta, Chat, Document, Owner, Proposal, Revision, User } from "../model.ts";
import type { BlockRow, ChatRow, DocumentRow, OwnerColumns, ProposalRow, RevisionRow, UserRow } from "./schema.ts";

/** What a newer llm-chat adds stays. */
const author = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("user"), id: z.string(), name: z.string() }),
  z.looseObject({ type: z.literal("agent"), model: z.string(), name: z.string().optional() }),
]);
const meta = z.record(z.string(), z.unknown());

/** Two names with one key are one name. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

export function userToRow(user: User, tokenHash: string | null): UserRow {
  const { id, name, created_at } = user;
  return { id, name, name_key: nameKey(name), token_hash: tokenHash, created_at };
}

export function userFromRow({ id, name, created_at }: UserRow): User {
  return { id, name, created_at };
}

/** A chat and its row are alike. */
export function chatRow({ id, user_id, title, document_id, created_at, updated_at }: Chat): ChatRow {
  return { id, user_id, title, document_id, created_at, updated_at };
}

/** A document and its row are alike. */
export function documentRow({ id, user_id, title, created_at, updated_at }: Document): DocumentRow {
  return { id, user_id, title, created_at, updated_at };
}

export function blockToRow(block: Block): BlockRow {
  const { id, type, position, version, current, created_at } = block;
  const json = { meta: JSON.stringify(block.meta), author: JSON.stringify(block.author) };
  return { id, ...ownerToColumns(block.owner), type, ...json, position, version, current, created_at };
}

export function blockFromRow(row: BlockRow): Block {
  const { id, type, position, version, current, created_at } = row;
  const of = `block ${id}`;
  const parsed = { meta: parse(meta, row.meta, of) as BlockMeta, author: authorFrom(row.author, of) };
  return { id, owner: ownerFromColumns(row), type, ...parsed, position, version, current, created_at };
}

export function proposalToRow(proposal: Proposal): Insertable<ProposalRow> {
  const { id, block_id, base, created_at, kind } = proposal;
  return {
    ...{ id, block_id, base, created_at, kind, author: JSON.stringify(proposal.author) },
    content: kind === "text" ? proposal.content : null,
    status: kind === "text" ? proposal.status : null,
    after_block: kind === "move" ? proposal.after : null,
  };
}

export function proposalFromRow(row: Selectable<ProposalRow>): Proposal {
  const { id, block_id, base, created_at } = row;
  const common = { id, block_id, base, author: authorFrom(row.author, `proposal ${id}`), created_at };
  switch (row.kind) {
    case "text":
      return { ...common, kind: "text", content: row.content ?? "", status: row.status ?? "cut" };
    case "delete":
      return { ...common, kind: "delete" };
    case "move":
      return { ...common, kind: "move", after: row.after_block };
  }
}

export function revisionToRow(revision: Revision): Insertable<RevisionRow> {
  const { id, block_id, version, content, reason, created_at } = revision;
  const author = JSON.stringify(revision.author);
  return { id, block_id, ...ownerToColumns(revision.owner), version, content, author, reason, created_at };
}

export function revisionFromRow(row: Selectable<RevisionRow>): Revision {
  const { id, block_id, version, content, reason, created_at } = row;
  const author = authorFrom(row.author, `revision ${id}`);
  return { id, block_id, owner: ownerFromColumns(row), version, content, author, reason, created_at };
}

function ownerToColumns(owner: Owner): OwnerColumns {
  return owner.type === "chat"
    ? { chat_id: owner.chat_id, document_id: null }
    : { chat_id: null, document_id: owner.document_id };
}

/** The database keeps that one of the two is there. */
function ownerFromColumns({ chat_id, document_id }: OwnerColumns): Owner {
  return chat_id === null ? { type: "document", document_id: document_id ?? "" } : { type: "chat", chat_id };
}

function authorFrom(json: string, of: string): Author {
  return parse(author, json, of) as Author;
}

/** `of`: whose it is. */
function parse<T>(schema: z.ZodType<T>, json: string, of: string): T {
  try {
    return schema.parse(JSON.parse(json));
  } catch (error) {
    throw new Error(`what the database says of the ${of} cannot be read: restore a copy of it`, { cause: error });
  }
}
