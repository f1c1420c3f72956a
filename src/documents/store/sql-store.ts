/** The store over SQL: the same statements for both databases. Rejects with `StoreError`. */
import type { Kysely, Transaction } from "kysely";
import type { Change } from "../change.ts";
import { byCodeUnits, byPosition } from "../core/positions.ts";
import type { Block, BlockState, Chat, Document, Owner, Proposal, Revision, User } from "../model.ts";
import type { DocumentStore, Written } from "./document-store.ts";
import { blockFromRow, chatRow, documentRow, nameKey, proposalFromRow, revisionFromRow, userFromRow } from "./rows.ts";
import type { Engine, Tables } from "./schema.ts";
import { type Place, storeError } from "./store-error.ts";
import { fullText, writeChanges } from "./write-changes.ts";
import { becomeWriter } from "./writers-lock.ts";

/** That the database is open here, as others can see. */
export interface Attendance {
  isAlone(): Promise<boolean>;
  close(): void;
}

export class SqlStore implements DocumentStore {
  readonly #db: Kysely<Tables>;
  readonly #engine: Engine;
  readonly #place: Place;
  readonly #attendance: Attendance;

  constructor(db: Kysely<Tables>, engine: Engine, place: Place, attendance: Attendance) {
    this.#db = db;
    this.#engine = engine;
    this.#place = place;
    this.#attendance = attendance;
  }

  user(id: string): Promise<User | null> {
    return this.#userBy("id", id);
  }

  userByName(name: string): Promise<User | null> {
    return this.#userBy("name_key", nameKey(name));
  }

  userByToken(hash: string): Promise<User | null> {
    return this.#userBy("token_hash", hash);
  }

  async users(): Promise<readonly User[]> {
    const rows = await this.#run((db) => db.selectFrom("users").selectAll().execute());
    return rows.toSorted((one, other) => byCodeUnits(one.name_key, other.name_key)).map(userFromRow);
  }

  async chat(id: string): Promise<Chat | null> {
    const row = await this.#run((db) => db.selectFrom("chats").selectAll().where("id", "=", id).executeTakeFirst());
    return row ? chatRow(row) : null;
  }

  async chats(userId: string): Promise<readonly Chat[]> {
    const rows = await this.#run((db) => db.selectFrom("chats").selectAll().where("user_id", "=", userId).execute());
    return rows.map(chatRow).toSorted(newestFirst);
  }

  async document(id: string): Promise<Document | null> {
    const row = await this.#run((db) => db.selectFrom("documents").selectAll().where("id", "=", id).executeTakeFirst());
    return row ? documentRow(row) : null;
  }

  async documents(userId: string): Promise<readonly Document[]> {
    const rows = await this.#run((db) =>
      db.selectFrom("documents").selectAll().where("user_id", "=", userId).execute(),
    );
    return rows.map(documentRow).toSorted(newestFirst);
  }

  blocks(owner: Owner): Promise<readonly BlockState[]> {
    return owner.type === "chat"
      ? this.#states("chat_id", owner.chat_id)
      : this.#states("document_id", owner.document_id);
  }

  async block(id: string): Promise<BlockState | null> {
    return (await this.#states("id", id))[0] ?? null;
  }

  async revisions(blockId: string): Promise<readonly Revision[]> {
    const rows = await this.#run((db) =>
      db.selectFrom("revisions").selectAll().where("block_id", "=", blockId).orderBy("n", "desc").execute(),
    );
    return rows.map(revisionFromRow);
  }

  write(changes: readonly Change[]): Promise<Written> {
    return this.#run((db) =>
      // Whatever a server has as its default: who has waited for another sees what that one wrote.
      db
        .transaction()
        .setIsolationLevel("read committed")
        .execute(async (transaction) => {
          await becomeWriter(transaction, this.#engine);
          return writeChanges(transaction, changes);
        }),
    );
  }

  isAlone(): Promise<boolean> {
    return this.#run(() => this.#attendance.isAlone());
  }

  async close(): Promise<void> {
    this.#attendance.close();
    await this.#run((db) => db.destroy());
  }

  async #userBy(column: "id" | "name_key" | "token_hash", value: string): Promise<User | null> {
    const row = await this.#run((db) =>
      db.selectFrom("users").selectAll().where(column, "=", value).executeTakeFirst(),
    );
    return row ? userFromRow(row) : null;
  }

  /** Both statements see the same moment: a text that is folded between them would be read twice, or not at all. */
  #states(column: "id" | "chat_id" | "document_id", value: string): Promise<readonly BlockState[]> {
    const read = async (db: Transaction<Tables>) => {
      const blocks = await db.selectFrom("blocks").selectAll().where(column, "=", value).execute();
      const proposals = await db
        .selectFrom("proposals")
        .innerJoin("blocks", "blocks.id", "proposals.block_id")
        .where(`blocks.${column}`, "=", value)
        .selectAll("proposals")
        // Of two columns with one name, the row has the later.
        .select(fullText(db).as("content"))
        .orderBy("proposals.n")
        .execute();
      return statesOf(blocks.map(blockFromRow), proposals.map(proposalFromRow));
    };
    return this.#run((db) =>
      db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(read),
    );
  }

  async #run<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    try {
      return await work(this.#db);
    } catch (error) {
      throw storeError(this.#place, error);
    }
  }
}

function statesOf(blocks: readonly Block[], proposals: readonly Proposal[]): readonly BlockState[] {
  const byBlock = Map.groupBy(proposals, (proposal) => proposal.block_id);
  return blocks.toSorted(byPosition).map((block) => ({ block, proposals: byBlock.get(block.id) ?? [] }));
}

function newestFirst(one: Chat | Document, other: Chat | Document): number {
  return other.updated_at - one.updated_at || other.created_at - one.created_at || byCodeUnits(one.id, other.id);
}
