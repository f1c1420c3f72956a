/** The only owner of what the page knows: hears the server, asks it, and keeps the address. Time, chance and the browser come in. */
import type { Clock } from "../../../src/chatroom/clock.ts";
import type { ServerFrame } from "../../../src/documents/wire.ts";
import type { Socket } from "../../connect/connection.ts";
import { Store } from "../../state/store.ts";
import { Api, type Answer, type Failure } from "../connect/api.ts";
import { PageLink } from "../connect/page-link.ts";
import type { Place } from "../connect/place.ts";
import { authorColors } from "./author-colors.ts";
import { listsAfter } from "./lists.ts";
import { outboxAfter, refusedIn } from "./outbox.ts";
import { selectedAfter } from "./selection.ts";
import { foldFrame } from "./shown.ts";
import {
  type Choice,
  type Editing,
  initialState,
  type Notice,
  type UiState,
  type WorkspaceState,
} from "./workspace-state.ts";

export interface WorkspaceOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly openSocket: () => Socket;
  readonly fetch: typeof fetch;
  readonly token: () => string | null;
  /** Calls back when the browser draws next; what came until then is folded at once. */
  readonly whenDrawn: (callback: () => void) => void;
  /** The address of the page is that of `place` now; `isNew`: one may go back from it. */
  readonly onPlace: (place: Place, isNew: boolean) => void;
}

/** ms that a notice stays. */
const NOTICE_TIME = 6_000;

export class WorkspaceModel {
  readonly store: Store<WorkspaceState>;
  readonly api: Api;
  readonly link: PageLink;
  readonly #options: WorkspaceOptions;
  #heard: ServerFrame[] = [];
  #lastId = 0;

  constructor(options: WorkspaceOptions, place: Place, choice: Choice) {
    this.#options = options;
    this.store = new Store(initialState(place, choice));
    this.api = new Api(options.fetch, options.token);
    this.link = new PageLink({
      clock: options.clock,
      random: options.random,
      openSocket: options.openSocket,
      opening: () => ({ name: "open", ...ids(this.state.place) }),
      onState: (link) => {
        this.store.change({ link, outbox: outboxAfter(this.state.outbox, link) });
        if (link.status === "waiting") void this.#askWho();
        // Much may have happened since.
        if (link.status === "open") void this.#catchUp();
      },
      onFrame: (frame) => this.#hear(frame),
    });
  }

  get state(): WorkspaceState {
    return this.store.value;
  }

  newId(): number {
    return ++this.#lastId;
  }

  /** Also after a token has been given. */
  async start(): Promise<void> {
    if (await this.#askWho()) this.link.connect();
  }

  async loadLists(): Promise<void> {
    const [chats, documents] = await Promise.all([this.api.chats(), this.api.documents()]);
    if ("body" in chats) this.store.change({ chats: chats.body.chats });
    if ("body" in documents) this.store.change({ documents: documents.body.documents });
  }

  /** Goes to a chat and a document. */
  show(place: Place, isNew = true): void {
    const { place: before } = this.state;
    if (before.chat_id === place.chat_id && before.document_id === place.document_id) return;
    const isOtherDocument = before.document_id !== place.document_id;
    // At once: what is open belongs to its document.
    this.store.change({
      place,
      isOpening: place.chat_id !== null || place.document_id !== null,
      ...(isOtherDocument && {
        ui: { ...this.state.ui, selected: null, editing: null, about: null, isFollowing: true },
      }),
    });
    this.#options.onPlace(place, isNew);
    this.link.reopen();
  }

  ui(part: Partial<UiState>): void {
    this.store.change({ ui: { ...this.state.ui, ...part } });
  }

  /** What is written elsewhere does not scroll away from who writes. */
  edit(editing: Editing): void {
    this.ui({ editing, isFollowing: false });
  }

  tell(words: string, action?: Notice["action"]): void {
    this.#notify({ tone: "good", words, ...(action && { action }) });
  }

  /** What went wrong, in the server's words. */
  fail(failure: Pick<Failure, "message"> & Partial<Failure>): void {
    if (failure.status === 401) return this.#refuse();
    this.#notify({ tone: "bad", words: failure.message });
  }

  /** Whether it was done; a failure is told. */
  did<Body>(answer: Answer<Body>): answer is { readonly body: Body } {
    if ("failure" in answer) this.fail(answer.failure);
    return "body" in answer;
  }

  dismiss(id: number): void {
    this.store.change({ notices: this.state.notices.filter((notice) => notice.id !== id) });
  }

  #notify(notice: Omit<Notice, "id">): void {
    const id = this.newId();
    const others = this.state.notices.filter(({ words }) => words !== notice.words);
    this.store.change({ notices: [...others.slice(-2), { id, ...notice }] });
    this.#options.clock.schedule(NOTICE_TIME, () => this.dismiss(id));
  }

  #refuse(): void {
    this.store.change({ access: this.#options.token() === null ? "token_missing" : "token_wrong" });
    this.link.close();
  }

  /** A refused socket looks like a dead server; HTTP knows better. Whether one is let in, as far as that is known. */
  async #askWho(): Promise<boolean> {
    const me = await this.api.me();
    if ("body" in me) this.store.change({ me: me.body, access: "granted" });
    else if (me.failure.status === 401) this.#refuse();
    return "body" in me || me.failure.status !== 401;
  }

  async #catchUp(): Promise<void> {
    if (this.state.me === null) await this.#askWho();
    await this.loadLists();
  }

  #hear(frame: ServerFrame): void {
    this.#heard.push(frame);
    if (this.#heard.length === 1) this.#options.whenDrawn(() => this.#fold());
  }

  #fold(): void {
    const frames = this.#heard;
    this.#heard = [];
    const before = this.state;
    const shown = frames.reduce(foldFrame, before.shown);
    const selected = selectedAfter(before.shown, shown, before.ui.selected);
    const arrived = outboxAfter(before.outbox, before.link, shown.chat);
    const isAnswered = frames.some(({ type }) => type === "snapshot" || type === "error");
    this.store.change({
      shown,
      colors: authorColors(shown, before.colors),
      ...(selected !== before.ui.selected && { ui: { ...before.ui, selected } }),
      ...listsAfter(before, frames),
      isOpening: before.isOpening && !isAnswered,
      outbox: before.isOpening ? arrived : refusedIn(arrived, frames),
    });
    this.#keepPlace(frames, before.isOpening);
  }

  /** What was asked for was refused: what is in no list is not asked for again. */
  async #leaveStrange(): Promise<void> {
    const { place } = this.state;
    await this.loadLists();
    // Somebody has gone somewhere else meanwhile.
    if (this.state.place !== place) return;
    const { chats, documents } = this.state;
    this.fail({ message: "What was here is gone, or is not yours." });
    const isKnown = (list: readonly { readonly id: string }[], id: string | null) =>
      list.some((each) => each.id === id);
    const chat_id = isKnown(chats, place.chat_id) ? place.chat_id : null;
    const document_id = isKnown(documents, place.document_id) ? place.document_id : null;
    if (chat_id === place.chat_id && document_id === place.document_id)
      this.show({ chat_id: null, document_id: null }, false);
    else this.show({ chat_id, document_id }, false);
  }

  /** The address names nothing that is not there, and a chat brings its document along. */
  #keepPlace(frames: readonly ServerFrame[], wasOpening: boolean): void {
    const { place, shown, isOpening } = this.state;
    if (wasOpening && isRefused(frames)) return void this.#leaveStrange();
    const isTold = frames.some(({ type }) => type === "snapshot" || type.endsWith("_gone"));
    if (isTold && !isOpening) {
      const chat_id = shown.chat?.chat.id ?? null;
      const document_id = shown.document?.document.id ?? null;
      const isGone =
        (place.chat_id !== null && chat_id === null) || (place.document_id !== null && document_id === null);
      if (isGone) {
        this.fail({ message: "What was here is gone, or is not yours." });
        return this.show({ chat_id, document_id }, false);
      }
    }
    const brought = shown.chat?.chat.document_id ?? null;
    if (brought !== null && place.document_id === null && shown.chat?.chat.id === place.chat_id) {
      this.show({ ...place, document_id: brought }, false);
    }
  }
}

function isRefused(frames: readonly ServerFrame[]): boolean {
  return frames.some(({ type }) => type === "error") && !frames.some(({ type }) => type === "snapshot");
}

/** Absent where there is none. */
export function ids({ chat_id, document_id }: Place): { chat_id?: string; document_id?: string } {
  return { ...(chat_id !== null && { chat_id }), ...(document_id !== null && { document_id }) };
}
