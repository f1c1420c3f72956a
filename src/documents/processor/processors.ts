/** The processors of all chats: an event finds the one of its chat, or one is begun. */
import type { Clock } from "../../chatroom/clock.ts";
import type { DocumentHost } from "../document-host.ts";
import { noChat, noDocument } from "../host/audience.ts";
import { messageOf } from "../host/kept.ts";
import type { Subscriber } from "../host/subscriber.ts";
import type { NewId } from "../ids.ts";
import type { Author, Chat, Document, User } from "../model.ts";
import { type Refusal, refusal } from "../refusal.ts";
import type { DocumentStore } from "../store/document-store.ts";
import { type ControlEvent, LIMITS, type MessageEvent, type ProcessorActivity } from "../wire.ts";
import { type AnswerRequest, placeOf } from "./answer-request.ts";
import { AnswerRun } from "./answer-run.ts";
import type { Answerer, CreateAnswerer, Models } from "./answerer.ts";
import { Processor } from "./processor.ts";
import { titleOf } from "./title-of.ts";

const TIMEOUT_MS = 600_000;
/** Chats of one user that are answered at a time. */
const MOST_RUNNING = 100;

export interface ProcessorsOptions {
  readonly host: DocumentHost;
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly models: Models;
  readonly createAnswerer: CreateAnswerer;
  /** One line for the operator. */
  readonly log: (line: string) => void;
  /** A processor with nothing to do ends after it, ms. */
  readonly timeoutMs?: number;
}

const GOING_DOWN = refusal("invalid", "The server is going down; send the message again when it is back.");

/** What became of an event; null: it was done. */
export type Refused = { readonly refusal: Refusal } | null;

export class Processors {
  readonly #options: ProcessorsOptions;
  readonly #byChat = new Map<string, Processor>();
  /** By user, the chats of their processors. */
  readonly #ofUser = new Map<string, Set<string>>();
  #isClosing = false;

  constructor(options: ProcessorsOptions) {
    this.#options = options;
  }

  activityOf(chatId: string): ProcessorActivity {
    return this.#byChat.get(chatId)?.activity ?? "ended";
  }

  /** Resolves when the message is stored and handed over. `subscriber` hears the answer. Rejects where it could not be stored. */
  async message(user: User, event: MessageEvent, subscriber: Subscriber): Promise<Refused> {
    const { host, store, newId } = this.#options;
    if (this.#isClosing) return GOING_DOWN;
    if (this.#running(user.id) >= MOST_RUNNING && this.activityOf(event.chat_id ?? "") !== "running") {
      return refusal("invalid", `At most ${MOST_RUNNING} of your chats are answered at a time; stop one, or wait.`);
    }
    const signed = await this.#signatureOf(event);
    if ("refusal" in signed) return signed;
    const found = await this.#find(user, event);
    if ("refusal" in found) return found;
    const block = event.block_id === undefined ? null : await store.block(event.block_id);
    const placed = placeOf(event, block, found.chat, found.document);
    if ("refusal" in placed) return placed;
    const { content } = event.message;
    const document = found.document ?? (event.mode === "agent" ? await this.#makeDocument(user, content) : null);
    const chat = await this.#chatFor(user, found.chat, document, content);
    if (!chat) return noChat(event.chat_id ?? "");
    await host.audience.follow(subscriber, chat);
    const meta = { role: "user", ...(placed.about && { about: placed.about.id }) } as const;
    const prompt = { id: newId("block"), type: "md", meta, place: "end" } as const;
    const author: Author = { type: "user", id: user.id, name: user.name };
    const added = await host.execute(
      { type: "chat", chat_id: chat.id },
      { type: "add", block: prompt, content },
      { author, chat_id: null },
    );
    if ("refusal" in added) return added;
    const request: AnswerRequest = {
      ...{ user, prompt: content, mode: event.mode, penHolders: event.pen, ...signed, ...placed },
      document_id: document?.id ?? null,
      isOwn: event.block_id !== undefined,
    };
    return this.#hand(chat, request);
  }

  /** A pause or a stop, of a chat, or of all that write into a document. */
  async control(user: User, { name, chat_id, document_id }: ControlEvent): Promise<Refused> {
    const { store } = this.#options;
    if (chat_id === undefined && document_id === undefined) {
      return refusal("invalid", `A ${name} needs the chat_id of the chat that shall ${name}; send it along.`);
    }
    if (chat_id !== undefined) {
      if ((await store.chat(chat_id))?.user_id !== user.id) return noChat(chat_id);
      this.#control(name, this.#byChat.get(chat_id));
      return null;
    }
    if (document_id === undefined) return null;
    if ((await store.document(document_id))?.user_id !== user.id) return noDocument(document_id);
    for (const processor of this.#writing(document_id)) this.#control(name, processor);
    return null;
  }

  /** Before a chat is taken away. */
  async stopChat(chatId: string): Promise<void> {
    await this.#byChat.get(chatId)?.stop();
  }

  /** Before a document is taken away. */
  async stopDocument(documentId: string): Promise<void> {
    await Promise.all(this.#writing(documentId).map((processor) => processor.stop()));
  }

  /** Stops all; resolves when what they have begun is stored and told. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([...this.#byChat.values()].map((processor) => processor.stop()));
  }

  /** How it ends is told; nobody waits for it. */
  #control(name: ControlEvent["name"], processor: Processor | undefined): void {
    if (name === "pause") processor?.pause();
    else void processor?.stop();
  }

  #running(userId: string): number {
    return [...(this.#ofUser.get(userId) ?? [])].filter((chatId) => this.activityOf(chatId) === "running").length;
  }

  #writing(documentId: string): readonly Processor[] {
    return [...this.#byChat.values()].filter((processor) => processor.documentId === documentId);
  }

  /** Whose answer it will be: all models are looked up, so that a name that is none is told before anything is stored. */
  async #signatureOf(
    event: MessageEvent,
  ): Promise<Pick<AnswerRequest, "models" | "author"> | { readonly refusal: Refusal }> {
    const { models } = this.#options;
    const named = (event.model ?? models.usual).split(",").map((spec) => spec.trim());
    if (named.includes("")) return refusal("invalid", `model: "${event.model}" names a model without a name.`);
    if (named.length > LIMITS.models) {
      return refusal("invalid", `model: at most ${LIMITS.models} models can talk in one answer; name fewer.`);
    }
    try {
      const opened = await Promise.all(named.map((spec) => models.open(spec)));
      return { models: named, author: opened.map(({ id }) => id).join(", ") };
    } catch (error) {
      return refusal("invalid", `model: ${messageOf(error)}`);
    }
  }

  async #find(
    user: User,
    { chat_id, document_id }: MessageEvent,
  ): Promise<{ readonly chat: Chat | null; readonly document: Document | null } | { readonly refusal: Refusal }> {
    const { store } = this.#options;
    const chat = chat_id === undefined ? null : await store.chat(chat_id);
    if (chat_id !== undefined && chat?.user_id !== user.id) return noChat(chat_id);
    const wanted = document_id ?? chat?.document_id ?? null;
    const document = wanted === null ? null : await store.document(wanted);
    if (wanted !== null && document?.user_id !== user.id) return noDocument(wanted);
    return { chat, document };
  }

  async #makeDocument(user: User, prompt: string): Promise<Document> {
    const { host, newId, clock } = this.#options;
    const now = clock.now();
    const fields = { id: newId("document"), user_id: user.id, title: titleOf(prompt) };
    const document: Document = { ...fields, created_at: now, updated_at: now };
    await host.shelf.addDocument(document);
    return document;
  }

  /** The chat, which works on the document from here on; made where there is none. Null: it is gone. */
  async #chatFor(user: User, chat: Chat | null, document: Document | null, prompt: string): Promise<Chat | null> {
    const { host, newId, clock } = this.#options;
    const document_id = document?.id ?? null;
    if (chat) return chat.document_id === document_id ? chat : host.shelf.updateChat(chat.id, { document_id });
    const now = clock.now();
    const made: Chat = {
      ...{ id: newId("chat"), user_id: user.id, title: titleOf(prompt), document_id },
      ...{ created_at: now, updated_at: now },
    };
    await host.shelf.addChat(made);
    return made;
  }

  /** To the processor that listens, or a new one where that is ending. */
  async #hand(chat: Chat, request: AnswerRequest): Promise<Refused> {
    for (let found = this.#byChat.get(chat.id); found?.isEnding; found = this.#byChat.get(chat.id)) {
      await found.ended();
    }
    if (this.#isClosing) return GOING_DOWN;
    // Nothing is waited for from here on: it cannot end in between.
    const processor = this.#byChat.get(chat.id) ?? this.#begin(chat);
    processor.take(request);
    return null;
  }

  #begin(chat: Chat): Processor {
    const { host, createAnswerer, clock, timeoutMs = TIMEOUT_MS } = this.#options;
    const answerer: Answerer = createAnswerer({ chat });
    const chatId = chat.id;
    const own = this.#ofUser.get(chat.user_id) ?? new Set();
    this.#ofUser.set(chat.user_id, own.add(chatId));
    const processor = new Processor({
      clock,
      timeoutMs,
      runOf: (request, takeMessages) => new AnswerRun({ ...this.#options, answerer, chatId, request, takeMessages }),
      onActivity: (activity) => {
        if (activity === "ended") {
          this.#byChat.delete(chatId);
          own.delete(chatId);
        }
        void host.audience.tellActivity(chatId, activity);
      },
    });
    this.#byChat.set(chatId, processor);
    return processor;
  }
}
