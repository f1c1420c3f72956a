/** Documents and chats as people name them: by id, by title, the last one. */
import { didYouMean } from "../../agents/nearest.ts";
import type { Chat, Document, User } from "../../documents/model.ts";
import type { DocumentStore } from "../../documents/store/document-store.ts";
import { UsageError } from "../usage-error.ts";

type Reading = Pick<DocumentStore, "documents" | "chats">;

/** Null: there is none of that name. Throws `UsageError` where there are several. */
export async function findDocument(store: Reading, user: User, name: string): Promise<Document | null> {
  const all = await store.documents(user.id);
  const byId = all.find(({ id }) => id === name);
  if (byId) return byId;
  const exact = all.filter(({ title }) => title === name);
  const found = exact.length > 0 ? exact : all.filter(({ title }) => alike(title, name));
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(", ");
    throw new UsageError(
      `${found.length} documents are called "${name}": name one by its id instead, of ${ids} (llm-chat documents shows when each was changed)`,
    );
  }
  return found[0] ?? null;
}

/** Throws `UsageError` where there is none. */
export async function knownDocument(store: Reading, user: User, name: string): Promise<Document> {
  const found = await findDocument(store, user, name);
  if (found) return found;
  const titles = (await store.documents(user.id)).map(({ title }) => title);
  const hint = didYouMean(name, titles) || "; llm-chat documents lists them all";
  throw new UsageError(`there is no document "${name}"${hint}`);
}

/** `last`: the one that was used last. Throws `UsageError` where there is none. */
export async function knownChat(store: Reading, user: User, name: string): Promise<Chat> {
  const chats = await store.chats(user.id);
  const found = name === "last" ? chats[0] : chats.find(({ id }) => id === name);
  if (found) return found;
  if (chats.length === 0) throw new UsageError("--chat: there is no chat yet; leave --chat out and one is made");
  const [newest] = chats;
  throw new UsageError(`--chat: there is no chat "${name}"; the last one is ${newest?.id} ("${newest?.title}")`);
}

function alike(one: string, other: string): boolean {
  const plain = (text: string) => text.normalize("NFC").trim().toLowerCase();
  return plain(one) === plain(other);
}
