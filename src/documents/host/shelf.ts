/** Chats and documents themselves: made, renamed, taken away. What is in them is the host's business. */
import type { Chat, Document } from "../model.ts";
import type { PageFrame } from "../wire.ts";
import type { HostParts } from "./host-parts.ts";

export class Shelf {
  readonly #parts: HostParts;

  constructor(parts: HostParts) {
    this.#parts = parts;
  }

  addChat(chat: Chat): Promise<void> {
    return this.#parts.queue.run(() => this.#putChat(chat));
  }

  /** Null: it is gone. */
  updateChat(id: string, fields: Partial<Pick<Chat, "title" | "document_id">>): Promise<Chat | null> {
    return this.#parts.queue.run(async () => {
      const chat = await this.#parts.store.chat(id);
      if (!chat) return null;
      const changed = { ...chat, ...fields };
      await this.#putChat(changed);
      return changed;
    });
  }

  /** Nothing may be written to it any more. */
  dropChat(id: string): Promise<void> {
    const { queue, kept, hub } = this.#parts;
    return queue.run(async () => {
      await kept.write([{ type: "chat_drop", chat_id: id }]);
      hub.tell([{ type: "chat_gone", chat_id: id }], `chat ${id}`);
    });
  }

  addDocument(document: Document): Promise<void> {
    return this.#parts.queue.run(() => this.#putDocument(document));
  }

  /** Null: it is gone. */
  renameDocument(id: string, title: string): Promise<Document | null> {
    return this.#parts.queue.run(async () => {
      const document = await this.#parts.store.document(id);
      if (!document) return null;
      const changed = { ...document, title, updated_at: this.#parts.clock.now() };
      await this.#putDocument(changed);
      return changed;
    });
  }

  /** Nothing may be written to it any more. Its chats stay. */
  dropDocument({ id, user_id }: Document): Promise<void> {
    const { queue, kept, hub, store } = this.#parts;
    return queue.run(async () => {
      const chats = (await store.chats(user_id)).filter(({ document_id }) => document_id === id);
      await kept.write([{ type: "document_drop", document_id: id }]);
      hub.tell([{ type: "document_gone", document_id: id }], `document ${id}`);
      for (const chat of chats) hub.tell([{ type: "chat", chat: { ...chat, document_id: null } }], `chat ${chat.id}`);
    });
  }

  async #putChat(chat: Chat): Promise<void> {
    await this.#parts.kept.write([{ type: "chat_put", chat }]);
    this.#parts.hub.tell([{ type: "chat", chat }], `chat ${chat.id}`);
  }

  async #putDocument(document: Document): Promise<void> {
    await this.#parts.kept.write([{ type: "document_put", document }]);
    const frame: PageFrame = { type: "document", document };
    this.#parts.hub.tell([frame], `document ${document.id}`);
  }
}
