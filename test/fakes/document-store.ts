/** A store of documents in memory that tests can hold up and make fail. */
import { applyChanges } from "../../src/documents/core/apply.ts";
import type { Change } from "../../src/documents/change.ts";
import type { BlockState, Chat, Document, Owner, Revision, User } from "../../src/documents/model.ts";
import type { DocumentStore, Written } from "../../src/documents/store/document-store.ts";

export class FakeDocumentStore implements DocumentStore {
  readonly #users = new Map<string, { user: User; token_hash: string | null }>();
  readonly #chats = new Map<string, Chat>();
  readonly #documents = new Map<string, Document>();
  readonly #revisions: Revision[] = [];
  #blocks: readonly BlockState[] = [];
  /** What was written, a list a transaction. */
  readonly transactions: (readonly Change[])[] = [];
  /** Throws to make a write fail; what it returns is waited for. */
  before: (changes: readonly Change[]) => Promise<void> | void = () => {};

  user = async (id: string) => this.#users.get(id)?.user ?? null;
  userByName = async (name: string) =>
    [...this.#users.values()].find(({ user }) => user.name.toLowerCase() === name.toLowerCase())?.user ?? null;
  userByToken = async (hash: string) =>
    [...this.#users.values()].find(({ token_hash }) => token_hash === hash)?.user ?? null;
  users = async () => [...this.#users.values()].map(({ user }) => user);
  chat = async (id: string) => this.#chats.get(id) ?? null;
  chats = async (userId: string) =>
    [...this.#chats.values()].filter(({ user_id }) => user_id === userId).sort((a, b) => b.updated_at - a.updated_at);
  document = async (id: string) => this.#documents.get(id) ?? null;
  documents = async (userId: string) => [...this.#documents.values()].filter(({ user_id }) => user_id === userId);
  blocks = async (owner: Owner) => this.#blocks.filter(({ block }) => isSame(block.owner, owner));
  block = async (id: string) => this.#blocks.find(({ block }) => block.id === id) ?? null;
  revisions = async (blockId: string) => this.#revisions.filter(({ block_id }) => block_id === blockId).reverse();
  close = async () => {};

  async write(changes: readonly Change[]): Promise<Written> {
    await this.before(changes);
    this.transactions.push(changes);
    const there = new Set(this.#blocks.flatMap(({ proposals }) => proposals.map(({ id }) => id)));
    const gone: string[] = [];
    for (const change of changes) {
      switch (change.type) {
        case "user_put":
          this.#users.set(change.user.id, change);
          break;
        case "user_drop":
          this.#users.delete(change.user_id);
          break;
        case "chat_put":
          this.#chats.set(change.chat.id, change.chat);
          break;
        case "chat_drop":
          this.#chats.delete(change.chat_id);
          this.#drop({ type: "chat", chat_id: change.chat_id });
          break;
        case "document_put":
          this.#documents.set(change.document.id, change.document);
          break;
        case "document_drop":
          this.#documents.delete(change.document_id);
          this.#drop({ type: "document", document_id: change.document_id });
          for (const chat of this.#chats.values()) {
            if (chat.document_id === change.document_id) this.#chats.set(chat.id, { ...chat, document_id: null });
          }
          break;
        case "revision_add":
          this.#revisions.push(change.revision);
          break;
        default:
          if (change.type === "proposal_add") there.add(change.proposal.id);
          if (change.type === "append" && !there.has(change.proposal_id)) gone.push(change.proposal_id);
          this.#blocks = applyChanges(this.#blocks, [change]);
      }
    }
    return { gone };
  }

  #drop(owner: Owner): void {
    this.#blocks = this.#blocks.filter(({ block }) => !isSame(block.owner, owner));
  }
}

function isSame(one: Owner, other: Owner): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
