/** Chats and documents: gone to, made, renamed, deleted. */
import type { Chat, Document } from "../../../src/documents/model.ts";
import type { WorkspaceModel } from "./workspace-model.ts";

export class LibraryActions {
  readonly #model: WorkspaceModel;

  constructor(model: WorkspaceModel) {
    this.#model = model;
  }

  openChat({ id, document_id }: Chat): void {
    this.#model.show({ chat_id: id, document_id });
    this.#model.ui({ overlay: null, pane: document_id === null ? "chat" : this.#model.state.ui.pane });
  }

  /** With the chat that worked on it last. */
  openDocument({ id }: Document): void {
    const chat = this.#model.state.chats.find(({ document_id }) => document_id === id);
    this.#model.show({ chat_id: chat?.id ?? null, document_id: id });
    this.#model.ui({ overlay: null, pane: "document" });
  }

  /** Of the same document; made with its first message. */
  newChat(): void {
    this.#model.show({ ...this.#model.state.place, chat_id: null });
    this.#model.ui({ overlay: null, pane: "chat" });
  }

  /** Nothing at all: the first prompt makes what it needs. */
  startOver(): void {
    this.#model.show({ chat_id: null, document_id: null });
    this.#model.ui({ overlay: null });
  }

  async newDocument(): Promise<void> {
    const made = await this.#model.api.createDocument({ title: "Untitled" });
    if (!this.#model.did(made)) return;
    this.#model.show({ chat_id: null, document_id: made.body.document.id });
    this.#model.ui({ overlay: null, pane: "document", editing: { type: "new", after: null } });
    await this.#model.loadLists();
  }

  async rename(kind: "chat" | "document", id: string, title: string): Promise<void> {
    const { api } = this.#model;
    const answer = kind === "chat" ? await api.changeChat(id, { title }) : await api.renameDocument(id, title);
    if (this.#model.did<unknown>(answer)) await this.#model.loadLists();
  }

  async remove(kind: "chat" | "document", id: string): Promise<void> {
    const { api } = this.#model;
    const answer = kind === "chat" ? await api.deleteChat(id) : await api.deleteDocument(id);
    if (!this.#model.did(answer)) return;
    const { place } = this.#model.state;
    const next = kind === "chat" ? { ...place, chat_id: null } : { ...place, document_id: null };
    if ((kind === "chat" ? place.chat_id : place.document_id) === id) this.#model.show(next, false);
    this.#model.tell(`The ${kind} is deleted.`);
    await this.#model.loadLists();
  }
}
