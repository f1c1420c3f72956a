/**
 * Where users, chats, documents and blocks are kept. Nobody but `DocumentHost` writes; whose something is, is asked by who
 * reads. Rejects with a `StoreError` where the database fails.
 */
import type { Change } from "../change.ts";
import type { BlockState, Chat, Document, Owner, Revision, User } from "../model.ts";

export interface Written {
  /** The proposals of `append` that are not there any more. */
  readonly gone: readonly string[];
  /** What was expected is not so any more: nothing was written. */
  readonly stale?: true;
}

export interface DocumentStore {
  user(id: string): Promise<User | null>;
  userByName(name: string): Promise<User | null>;
  /** SHA-256 of a token, hex. */
  userByToken(hash: string): Promise<User | null>;
  /** By name. */
  users(): Promise<readonly User[]>;
  chat(id: string): Promise<Chat | null>;
  /** Of a user, the last used first. */
  chats(userId: string): Promise<readonly Chat[]>;
  document(id: string): Promise<Document | null>;
  /** Of a user, the last changed first. */
  documents(userId: string): Promise<readonly Document[]>;
  /** In order of position, with every text as far as it has been written. */
  blocks(owner: Owner): Promise<readonly BlockState[]>;
  block(id: string): Promise<BlockState | null>;
  /** Of a block, the newest first; also of one that is gone. */
  revisions(blockId: string): Promise<readonly Revision[]>;
  /** In one transaction, in order; durable when it resolves. Nothing where what it expects is not so. */
  write(changes: readonly Change[]): Promise<Written>;
  /** Whether nobody else has the database open: what is unfinished in it is then nobody's. */
  isAlone(): Promise<boolean>;
  close(): Promise<void>;
}
