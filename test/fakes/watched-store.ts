/** A store of documents, in memory by default, of which tests can see, hold up and fail what is written. */
import type { Change } from "../../src/documents/change.ts";
import type { Owner } from "../../src/documents/model.ts";
import type { DocumentStore, Written } from "../../src/documents/store/document-store.ts";
import { openSqliteStore } from "../../src/documents/store/sqlite-store.ts";

export class WatchedStore implements DocumentStore {
  /** What was written, a list a transaction. */
  readonly transactions: (readonly Change[])[] = [];
  /** Throws to make a write fail; what it returns is waited for. */
  before: (changes: readonly Change[]) => Promise<void> | void = () => {};
  /** What it returns is waited for before blocks that were read are given back, as from a slow database. */
  afterRead: () => Promise<void> | void = () => {};
  readonly #inner: DocumentStore;

  constructor(inner: DocumentStore) {
    this.#inner = inner;
  }

  static async open(): Promise<WatchedStore> {
    return new WatchedStore(await openSqliteStore({ file: ":memory:" }));
  }

  user = (id: string) => this.#inner.user(id);
  userByName = (name: string) => this.#inner.userByName(name);
  userByToken = (hash: string) => this.#inner.userByToken(hash);
  users = () => this.#inner.users();
  chat = (id: string) => this.#inner.chat(id);
  chats = (userId: string) => this.#inner.chats(userId);
  document = (id: string) => this.#inner.document(id);
  documents = (userId: string) => this.#inner.documents(userId);
  blocks = async (owner: Owner) => {
    const blocks = await this.#inner.blocks(owner);
    await this.afterRead();
    return blocks;
  };
  block = (id: string) => this.#inner.block(id);
  revisions = (blockId: string) => this.#inner.revisions(blockId);
  isAlone = () => this.#inner.isAlone();
  close = () => this.#inner.close();

  async write(changes: readonly Change[]): Promise<Written> {
    await this.before(changes);
    this.transactions.push(changes);
    return this.#inner.write(changes);
  }
}
