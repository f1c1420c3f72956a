/** One answer, from its first chunk to its end: what was begun is ended, whatever becomes of it. */
import { type Clock, sleep } from "../../chatroom/clock.ts";
import type { DocumentHost, OpenText, Pen } from "../document-host.ts";
import { hostPen } from "../host/host-pen.ts";
import { messageOf, reasonOf } from "../host/kept.ts";
import type { NewId } from "../ids.ts";
import type { Author, Chat, Document } from "../model.ts";
import type { DocumentStore } from "../store/document-store.ts";
import { newestText } from "../core/decide.ts";
import { type AnswerRequest, targetOf } from "./answer-request.ts";
import type { AnswerEnd, Answerer } from "./answerer.ts";

/** An answerer that does not end is not waited for any longer, ms after it was told to. */
const GRACE_MS = 5_000;

export interface AnswerRunOptions {
  readonly host: DocumentHost;
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly answerer: Answerer;
  readonly chatId: string;
  readonly request: AnswerRequest;
  readonly takeMessages: () => readonly string[];
  /** One line for the operator. */
  readonly log: (line: string) => void;
}

export class AnswerRun {
  readonly #options: AnswerRunOptions;
  readonly #controller = new AbortController();
  /** Begun by the pens of this run. */
  readonly #texts = new Set<OpenText>();
  /** Why it was given up, where nobody has asked for that. */
  #failure: string | null = null;

  constructor(options: AnswerRunOptions) {
    this.#options = options;
  }

  get documentId(): string | null {
    return this.#options.request.document_id;
  }

  /** A pause, a stop: what was written so far stays, and is ended at once. */
  abort(): void {
    this.#controller.abort();
    for (const text of this.#texts) void text.end("cut");
  }

  /** Resolves when all is stored and told; never rejects. */
  async answer(): Promise<void> {
    const { host, chatId, log } = this.#options;
    try {
      await this.#answer();
    } catch (error) {
      log(`the answer in chat ${chatId} failed: ${messageOf(error)}`);
      host.tellError(`The answer could not be given: ${reasonOf(error)}. Send the message again.`, {
        chat_id: chatId,
      });
    } finally {
      await Promise.all([...this.#texts].map((text) => text.end("cut")));
    }
  }

  async #answer(): Promise<void> {
    const { host, store, newId, request, chatId } = this.#options;
    const [chat, document, about] = await Promise.all([
      store.chat(chatId),
      request.document_id === null ? null : store.document(request.document_id),
      request.about && store.block(request.about.id),
    ]);
    if (!chat) return;
    const { owner, target } = targetOf(request, chatId, about?.block.version ?? 0, () => newId("block"));
    const actor = { author: agent(request.author), chat_id: chatId };
    const began = await host.begin(owner, target, actor, {
      onLost: ({ reason, message }) => this.#giveUp(reason === "too_large" ? message : null),
    });
    if ("refusal" in began) return host.tellError(began.refusal.message, { chat_id: chatId });
    const answer = began.open;
    this.#texts.add(answer);
    if (target.type === "write_on") {
      await host.execute(owner, { type: "describe", block_id: answer.block_id, meta: { error: undefined } }, actor);
    }
    const end = await this.#ask(answer, chat, document, about && newestText(about));
    const isDone = end.reason === "done" && !this.#controller.signal.aborted;
    await Promise.all([...this.#texts].map((text) => text.end(text === answer && isDone ? "done" : "cut")));
    const { block_id, proposal_id } = answer;
    // Of an edit that says nothing, nothing is left to accept.
    if (target.type === "edit" && answer.text === "" && answer.lost === null && end.reason !== "done") {
      await host.execute(owner, { type: "revert", block_id, proposal_id }, actor);
    }
    const failure = this.#failure ?? (end.reason === "failed" ? end.message : null);
    if (failure === null) return;
    if (owner.type === "chat")
      await host.execute(owner, { type: "describe", block_id, meta: { error: failure } }, actor);
    host.tellError(failure, { block_id, chat_id: chatId });
  }

  /** As it ends by itself, or some time after it was told to. */
  async #ask(answer: OpenText, chat: Chat, document: Document | null, aboutText: string | null): Promise<AnswerEnd> {
    const { host, chatId, answerer, request, takeMessages, clock, log } = this.#options;
    const { signal } = this.#controller;
    if (signal.aborted) return { reason: "stopped" };
    const { user, prompt, about, mode, models, penHolders } = request;
    const asked = { user, chat, document, prompt, about, aboutText, mode, models, penHolders };
    const onWaiting = (why: string | null) => void host.audience.tellWaiting(chatId, why);
    const task = { ...asked, answer, takeMessages, onWaiting, signal };
    const over = new AbortController();
    const answered = answerer
      .answer({ ...task, penOf: (author) => this.#penOf(author) })
      .catch((error: unknown): AnswerEnd => {
        log(`an answerer failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return { reason: "failed", message: `The answer broke off: ${reasonOf(error)}. Send the message again.` };
      })
      .finally(() => over.abort());
    const late = new Promise<AnswerEnd>((resolve) => {
      const wait = () => void sleep(clock, GRACE_MS, over.signal).then(() => resolve({ reason: "stopped" }));
      signal.addEventListener("abort", wait, { once: true });
    });
    return Promise.race([answered, late]);
  }

  #penOf(author: Author): Pen {
    const { host, store, newId, chatId } = this.#options;
    const { signal } = this.#controller;
    const pen = hostPen({
      ...{ host, newId, author, chat_id: chatId, document_id: this.documentId },
      onLost: ({ reason }) => {
        if (reason === "not_stored") this.#giveUp(null);
      },
    });
    return {
      ...pen,
      begin: async (owner, target, options) => {
        const began = await pen.begin(owner, target, options);
        if ("refusal" in began) {
          // Taken away by another process, perhaps with its user: nobody reads what would be written.
          if (began.refusal.code === "not_found" && !(await store.chat(chatId))) this.#giveUp(null);
          return began;
        }
        this.#texts.add(began.open);
        if (signal.aborted) await began.open.end("cut");
        return began;
      },
    };
  }

  #giveUp(failure: string | null): void {
    this.#failure ??= failure;
    this.#controller.abort();
  }
}

function agent(model: string): Author {
  return { type: "agent", model };
}
