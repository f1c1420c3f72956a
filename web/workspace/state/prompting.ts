/** What is said in the chat: prompts, and what they need (a chat, a document); pause, stop, go on. */
import { titleOf } from "../../../src/documents/processor/title-of.ts";
import type { ApplyPlace } from "../connect/api.ts";
import { chosenModels } from "./chosen-models.ts";
import { messagesOf } from "./outbox.ts";
import { ids, type WorkspaceModel } from "./workspace-model.ts";
import type { Outgoing } from "./workspace-state.ts";

/** What a person says to go on after a pause. */
const GO_ON = "Go on.";

export class Prompting {
  readonly #model: WorkspaceModel;

  constructor(model: WorkspaceModel) {
    this.#model = model;
  }

  /** Whether it is on its way. `blockId`: an answer that is to be written on. */
  async send(content: string, blockId: string | null = null): Promise<boolean> {
    const chatId = await this.#chatFor(content);
    if (chatId === null) return false;
    const { place, ui, shown } = this.#model.state;
    const outgoing: Outgoing = {
      id: this.#model.newId(),
      status: "waiting",
      content,
      chat_id: chatId,
      document_id: place.document_id,
      block_id: blockId ?? ui.about,
      before: shown.chat?.chat.id === chatId ? messagesOf(shown.chat).length : 0,
    };
    this.#model.store.change({ outbox: [...this.#model.state.outbox, outgoing] });
    this.#model.ui({ about: null, isFollowing: true });
    this.flush();
    return true;
  }

  /** What waits goes out; also after a connection has come back. */
  flush(): void {
    const model = this.#model;
    if (!model.link.isOpen || model.state.isOpening) return;
    const outbox = model.state.outbox.map((each): Outgoing => {
      return each.status === "waiting" && this.#sent(each) ? { ...each, status: "sent" } : each;
    });
    if (outbox.some((each, index) => each !== model.state.outbox[index])) model.store.change({ outbox });
  }

  again(id: number): void {
    const outbox = this.#model.state.outbox.map((each) =>
      each.id === id ? { ...each, status: "waiting" as const } : each,
    );
    this.#model.store.change({ outbox });
    this.flush();
  }

  discard(id: number): void {
    this.#model.store.change({ outbox: this.#model.state.outbox.filter((each) => each.id !== id) });
  }

  pause(): void {
    this.#control("pause");
  }

  stop(): void {
    this.#control("stop");
  }

  /** An answer that was cut is written on where it is; an agent finds by itself what is left to do. */
  goOn(): void {
    const { shown, ui } = this.#model.state;
    const last = shown.chat?.blocks.at(-1);
    const text = last?.proposals.findLast((each) => each.kind === "text");
    const isCut = last?.block.meta.role === "assistant" && text?.status === "cut";
    void this.send(GO_ON, isCut && ui.choice.mode === "chat" ? last.block.id : null);
  }

  async apply(blockId: string, place: ApplyPlace): Promise<void> {
    const answer = await this.#model.api.apply(blockId, place);
    if (!this.#model.did(answer)) return;
    this.#model.ui({ selected: answer.body.block.id, pane: "document" });
    this.#model.tell("It is in the document, to be accepted.");
  }

  #control(name: "pause" | "stop"): void {
    const { chat_id } = this.#model.state.place;
    if (chat_id === null) return;
    if (!this.#model.link.send({ name, chat_id })) this.#model.fail({ message: "There is no connection just now." });
  }

  #sent({ content, chat_id, document_id, block_id }: Outgoing): boolean {
    const { choice } = this.#model.state.ui;
    const models = chosenModels(this.#model.state);
    return this.#model.link.send({
      name: "message",
      message: { role: "user", content },
      mode: choice.mode,
      ...(models.length > 0 && { model: models.join(",") }),
      ...(models.length > 1 && { pen: choice.pen }),
      ...(block_id !== null && { block_id }),
      ...ids({ chat_id, document_id }),
    });
  }

  /** The chat it goes to, made where there is none; so is the document that an agent is to write. */
  async #chatFor(content: string): Promise<string | null> {
    const { api } = this.#model;
    const { place, ui } = this.#model.state;
    const title = titleOf(content);
    let { chat_id, document_id } = place;
    if (document_id === null && ui.choice.mode === "agent") {
      const made = await api.createDocument({ title });
      if (!this.#model.did(made)) return null;
      document_id = made.body.document.id;
      if (chat_id !== null && !this.#model.did(await api.changeChat(chat_id, { document_id }))) return null;
    }
    if (chat_id === null) {
      const made = await api.createChat({ title, ...(document_id !== null && { document_id }) });
      if (!this.#model.did(made)) return null;
      chat_id = made.body.chat.id;
    }
    if (chat_id !== place.chat_id || document_id !== place.document_id) {
      this.#model.show({ chat_id, document_id }, place.chat_id !== null);
      void this.#model.loadLists();
    }
    return chat_id;
  }
}
