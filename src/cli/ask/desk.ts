/** Where a question goes: the chat and the document, found or made. */
import type { Documents } from "../../documents/documents.ts";
import type { Chat, Document, User } from "../../documents/model.ts";
import { titleOf } from "../../documents/processor/title-of.ts";
import { LIMITS, type Mode } from "../../documents/wire.ts";
import { UsageError } from "../usage-error.ts";
import type { AskOptions } from "./ask-options.ts";
import { findDocument, knownChat } from "./find-document.ts";

export interface Desk {
  readonly chat: Chat;
  readonly document: Document | null;
  readonly mode: Mode;
  /** What was made for it, to be told. */
  readonly news: readonly string[];
}

/** Throws `UsageError`. */
export async function openDesk(
  documents: Documents,
  user: User,
  question: string,
  options: Pick<AskOptions, "document" | "chat" | "mode" | "file">,
): Promise<Desk> {
  const { store, host, clock, newId } = documents;
  const chat = options.chat === undefined ? null : await knownChat(store, user, options.chat);
  const ofChat = chat?.document_id == null ? null : await store.document(chat.document_id);
  const found = options.document === undefined ? ofChat : await findDocument(store, user, options.document);
  const mode = options.mode ?? (options.document !== undefined || found ? "agent" : "chat");
  if (options.file && mode === "chat" && !found && options.document === undefined) {
    throw new UsageError("--output is for a document: name one with --document");
  }
  const now = clock.now();
  const title = options.document ?? titleOf(question);
  if (title.length > LIMITS.title) {
    throw new UsageError(`--document: a title has at most ${LIMITS.title} characters; take a shorter one`);
  }
  const isNew = !found && (mode === "agent" || options.document !== undefined);
  const document = isNew ? { id: newId("document"), user_id: user.id, title, created_at: now, updated_at: now } : found;
  if (isNew && document) await host.shelf.addDocument(document);
  const document_id = document?.id ?? null;
  const news = isNew ? [`New document “${title}” (${document_id})`] : [];
  if (chat) {
    const there = chat.document_id === document_id ? chat : await host.shelf.updateChat(chat.id, { document_id });
    return { chat: there ?? chat, document, mode, news };
  }
  const made: Chat = {
    ...{ id: newId("chat"), user_id: user.id, title: titleOf(question), document_id },
    ...{ created_at: now, updated_at: now },
  };
  await host.shelf.addChat(made);
  return { chat: made, document, mode, news };
}
