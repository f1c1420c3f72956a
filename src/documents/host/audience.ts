/**
 * Who joins and leaves the audience of chats and documents. What somebody is given at first and what follows are one step:
 * nothing is stored in between, so there is neither a gap nor a double.
 */
import type { Chat, Document } from "../model.ts";
import { type Refusal, refusal } from "../refusal.ts";
import type { ChatContent, DocumentContent, ProcessorActivity } from "../wire.ts";
import type { HostParts } from "./host-parts.ts";
import { topicsOf } from "./hub.ts";
import type { Subscriber } from "./subscriber.ts";

export interface Wanted {
  /** Nobody else's is shown. */
  readonly user_id: string;
  readonly chat_id: string | undefined;
  /** Absent: the chat's. */
  readonly document_id: string | undefined;
}

export class Audience {
  readonly #parts: HostParts;
  readonly #activityOf: (chatId: string) => ProcessorActivity;

  constructor(parts: HostParts, activityOf: (chatId: string) => ProcessorActivity) {
    this.#parts = parts;
    this.#activityOf = activityOf;
  }

  /** Gives a page what it wants to show, and from then on what changes in that and in nothing else. */
  open(subscriber: Subscriber, wanted: Wanted): Promise<{ readonly refusal: Refusal } | null> {
    const { queue, hub, store } = this.#parts;
    return queue.run(async () => {
      const chat = wanted.chat_id === undefined ? null : await store.chat(wanted.chat_id);
      if (wanted.chat_id !== undefined && chat?.user_id !== wanted.user_id) return noChat(wanted.chat_id);
      const documentId = wanted.document_id ?? chat?.document_id ?? null;
      const document = documentId === null ? null : await store.document(documentId);
      if (documentId !== null && document?.user_id !== wanted.user_id) return noDocument(documentId);
      const shown = {
        chat: chat && (await this.#chatContent(chat)),
        document: document && (await this.#documentContent(document)),
      };
      hub.remove(subscriber);
      subscriber.isPage = true;
      if (chat) hub.add(subscriber, `chat ${chat.id}`);
      if (document) hub.add(subscriber, `document ${document.id}`);
      subscriber.tell({ type: "snapshot", ...shown });
      return null;
    });
  }

  /** Who has sent a message hears the answer. The chat is its own. */
  follow(subscriber: Subscriber, chat: Chat): Promise<void> {
    const { queue, hub, texts } = this.#parts;
    return queue.run(async () => {
      if (hub.has(subscriber, `chat ${chat.id}`)) return;
      const content = subscriber.isPage ? await this.#chatContent(chat) : null;
      hub.add(subscriber, `chat ${chat.id}`);
      if (content) {
        subscriber.tell({ type: "chat", chat });
        for (const block of content.blocks) subscriber.tell({ type: "block", block });
        subscriber.tell({ type: "activity", chat_id: chat.id, activity: content.activity });
        return;
      }
      for (const { head, stored } of texts.values()) {
        if (topicsOf(head).includes(`chat ${chat.id}`)) subscriber.catchUp(head, stored);
      }
    });
  }

  leave(subscriber: Subscriber): void {
    this.#parts.hub.remove(subscriber);
  }

  /** Told to pages, after all that was asked for before. */
  tellActivity(chatId: string, activity: ProcessorActivity): Promise<void> {
    const { queue, hub } = this.#parts;
    return queue.run(async () => hub.tell([{ type: "activity", chat_id: chatId, activity }], `chat ${chatId}`));
  }

  /** Told to pages, as `tellActivity`. */
  tellWaiting(chatId: string, why: string | null): Promise<void> {
    const { queue, hub } = this.#parts;
    return queue.run(async () => hub.tell([{ type: "waiting", chat_id: chatId, why }], `chat ${chatId}`));
  }

  async #chatContent(chat: Chat): Promise<ChatContent> {
    const blocks = await this.#parts.kept.blocks({ type: "chat", chat_id: chat.id });
    return { chat, blocks, activity: this.#activityOf(chat.id) };
  }

  async #documentContent(document: Document): Promise<DocumentContent> {
    return { document, blocks: await this.#parts.kept.blocks({ type: "document", document_id: document.id }) };
  }
}

export function noChat(id: string): { readonly refusal: Refusal } {
  return refusal("not_found", `There is no chat ${id}; leave chat_id out and one is made.`);
}

export function noDocument(id: string): { readonly refusal: Refusal } {
  return refusal("not_found", `There is no document ${id}; GET /api/documents lists yours.`);
}
