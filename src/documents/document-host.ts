/** The only owner of documents that run: what is asked of it happens one after the other, is stored, and then told. */
import type { Clock } from "../chatroom/clock.ts";
import type { Change } from "./change.ts";
import { applyChanges } from "./core/apply.ts";
import type { Command, NewBlock, Origin } from "./core/command.ts";
import { decide } from "./core/decide.ts";
import { Audience, noChat, noDocument } from "./host/audience.ts";
import { type ChunkHead, errorChunk } from "./host/chunk-head.ts";
import { expectations } from "./host/expectations.ts";
import { framesBetween } from "./host/frames.ts";
import { appended, Gatherer } from "./host/gatherer.ts";
import type { HostParts } from "./host/host-parts.ts";
import { HostText, type TextLoss } from "./host/host-text.ts";
import { Hub, topicsOf } from "./host/hub.ts";
import { Kept, reasonOf } from "./host/kept.ts";
import { NewsListeners, newsOf } from "./host/news.ts";
import { SerialQueue } from "./host/serial-queue.ts";
import { Shelf } from "./host/shelf.ts";
import { beginning, blockOf } from "./host/text-target.ts";
import type { NewId } from "./ids.ts";
import type { Author, BlockState, Owner, Proposal } from "./model.ts";
import { type Refusal, refusal } from "./refusal.ts";
import type { DocumentStore } from "./store/document-store.ts";
import type { PageFrame, ProcessorActivity } from "./wire.ts";

/** One text as it is written. */
export interface OpenText {
  readonly block_id: string;
  readonly proposal_id: string;
  /** What it says so far. */
  readonly text: string;
  /** Why nothing more is written to it (it was taken away, could not be stored, is too long), with the fix; null: it is well. */
  readonly lost: string | null;
  /** Adds text; stored with what comes at about the same time, and told after that. */
  write(text: string): void;
  /** Resolves when all of it is stored and told. Twice is once. */
  end(status: "cut" | "done"): Promise<void>;
}

export type Began = { readonly open: OpenText } | { readonly refusal: Refusal };

/** Where a text goes. */
export type TextTarget =
  /** A block that is not there yet. */
  | { readonly type: "new"; readonly block: NewBlock }
  /** Beside `current` of version `base`. */
  | { readonly type: "edit"; readonly block_id: string; readonly base: number }
  /** At the end of a text that was cut. */
  | { readonly type: "write_on"; readonly block_id: string; readonly proposal_id: string };

/** What the agents of one processor may do: in its chat and its document, as one author. */
export interface Pen {
  readonly author: Author;
  /** Blocks in order, as they are now. */
  blocks(owner: Owner): Promise<readonly BlockState[]>;
  begin(owner: Owner, target: TextTarget, options?: { readonly newDoc?: boolean }): Promise<Began>;
  execute(owner: Owner, command: Command): Promise<Executed>;
  rename(document_id: string, title: string): Promise<void>;
  newId(kind: "block" | "proposal"): string;
  /** Of a person or another agent: a block of the document has changed, `how` as a verb ("accepted", "reverted", "changed", "removed", "moved", "added"). */
  onNews(document_id: string, listener: (news: DocumentNews) => void): () => void;
}

export interface DocumentNews {
  readonly by: Author;
  readonly how: "accepted" | "reverted" | "changed" | "removed" | "moved" | "added";
  readonly block_id: string;
  /** null: it is gone. */
  readonly state: BlockState | null;
  readonly proposal: Proposal | null;
}

/** Who acts, and for which chat's processor. */
export interface Actor {
  readonly author: Author;
  /** null: nobody's, a person by hand. */
  readonly chat_id: string | null;
}

export type Executed = { readonly refusal: Refusal } | { readonly changed: readonly string[] };

export interface DocumentHostOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** One line for the operator. */
  readonly log: (line: string) => void;
  readonly activityOf: (chatId: string) => ProcessorActivity;
  /** Between two transactions of streamed text, ms. */
  readonly gatherMs?: number;
}

const GATHER_MS = 10;
/** Of one command, beside other processes on the same database. */
const MOST_TRIES = 20;
const GONE: TextLoss = { reason: "gone", message: "The text was taken away while it was being written." };

export class DocumentHost {
  readonly shelf: Shelf;
  readonly audience: Audience;
  readonly #parts: HostParts;
  readonly #gatherer: Gatherer;
  readonly #news = new NewsListeners();

  constructor({ store, clock, newId, log, activityOf, gatherMs = GATHER_MS }: DocumentHostOptions) {
    const texts: HostParts["texts"] = new Map();
    const kept = new Kept({ store, clock, log, isOpen: (id) => texts.has(id) });
    const queue = new SerialQueue();
    const hub = new Hub();
    this.#parts = { store, clock, newId, kept, queue, hub, texts };
    this.shelf = new Shelf(this.#parts);
    this.audience = new Audience(this.#parts, activityOf);
    this.#gatherer = new Gatherer({
      clock,
      queue,
      gatherMs,
      write: (changes) => kept.write(changes),
      onStored: (text, part) => {
        text.keep();
        hub.chunk(text.head, part);
      },
      onGone: (text) => this.#lose(text, GONE),
      onFailed: (text, error) => this.#lose(text, notStored(error)),
    });
  }

  /** In order, as they are when all that was asked for before is done. */
  blocks(owner: Owner): Promise<readonly BlockState[]> {
    return this.#parts.queue.run(() => this.#parts.kept.blocks(owner));
  }

  /** Resolves when it is stored and told. Rejects where it could not be stored. */
  execute(owner: Owner, command: Command, actor: Actor): Promise<Executed> {
    return this.#parts.queue.run(() => this.#execute(owner, command, actor));
  }

  /** Resolves when its first chunk, an empty one, is told. `onLost` is told once. Rejects where it could not be stored. */
  begin(
    owner: Owner,
    target: TextTarget,
    actor: Actor,
    {
      newDoc = false,
      onLost = () => {},
    }: { readonly newDoc?: boolean; readonly onLost?: (loss: TextLoss) => void } = {},
  ): Promise<Began> {
    // What was written before it is told before it.
    this.#gatherer.hurry();
    return this.#parts.queue.run(async () => {
      const proposal_id = target.type === "write_on" ? target.proposal_id : this.#parts.newId("proposal");
      const done = await this.#execute(owner, beginning(target, proposal_id), actor);
      if ("refusal" in done) return done;
      const state = done.blocks.find(({ block }) => block.id === blockOf(target));
      const proposal = state?.proposals.find(({ id }) => id === proposal_id);
      if (!state || proposal?.kind !== "text") return refusal("not_found", GONE.message);
      const { type, id: block_id } = state.block;
      const edit = target.type === "edit" && { base: target.base };
      const head: ChunkHead = { type, block_id, owner, chat_id: actor.chat_id, newDoc, ...edit };
      const open = new HostText({
        head,
        proposal_id,
        stored: proposal.content,
        onText: (text) => this.#gatherer.add(text),
        onEnd: (text, status) => this.#parts.queue.run(() => this.#end(text, status, actor)),
        onLost,
      });
      this.#parts.texts.set(proposal_id, open);
      this.#parts.hub.chunk(head, "", { opening: true });
      return { open };
    });
  }

  /** Hears what is done to a document by others than `author`; returns how to stop. */
  onNews(documentId: string, author: Author, listener: (news: DocumentNews) => void): () => void {
    return this.#news.add(documentId, author, listener);
  }

  /** An `error` chunk for who follows the chat. */
  tellError(message: string, ids: { readonly block_id?: string; readonly chat_id: string }): void {
    this.#parts.hub.error(errorChunk(message, ids), `chat ${ids.chat_id}`);
  }

  /** Resolves when all that was written and asked for so far is stored and told. */
  async settled(): Promise<void> {
    this.#gatherer.hurry();
    await this.#parts.queue.settled();
  }

  async #execute(
    owner: Owner,
    command: Command,
    actor: Actor,
  ): Promise<
    { readonly refusal: Refusal } | { readonly changed: readonly string[]; readonly blocks: readonly BlockState[] }
  > {
    const { kept, store } = this.#parts;
    const touched = await this.#touch(owner, command);
    if (touched === null) return owner.type === "chat" ? noChat(owner.chat_id) : noDocument(owner.document_id);
    // Ids are unique among all blocks, not only among those that a decision sees.
    if ("block" in command && (await store.block(command.block.id))) return taken(command.block.id);
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const before = await kept.blocks(owner);
      const decision = decide(before, command, this.#origin(owner, actor));
      if ("refusal" in decision) return decision;
      const { changes } = decision;
      if (changes.length === 0) return { changed: [], blocks: before };
      const { stale } = await kept.write([...expectations(before, changes), ...changes, ...touched.changes]);
      // Another process was quicker: what it has done may decide otherwise.
      if (stale) continue;
      const after = applyChanges(before, changes);
      const changed = this.#tell(owner, command, actor, { changes, before, after }, touched.frames);
      return { changed, blocks: after };
    }
    return refusal("being_written", "Somebody else changes the same just now, again and again; try it once more.");
  }

  #tell(
    owner: Owner,
    command: Command,
    actor: Actor,
    {
      changes,
      before,
      after,
    }: { changes: readonly Change[]; before: readonly BlockState[]; after: readonly BlockState[] },
    more: readonly PageFrame[],
  ): readonly string[] {
    const { hub } = this.#parts;
    const frames = framesBetween(before, after);
    hub.tell([...frames, ...more], ...topicsOf({ owner, chat_id: actor.chat_id }));
    if ("text" in command && command.text.status !== "streaming") {
      const id = "block" in command ? command.block.id : command.block_id;
      const type = after.find(({ block }) => block.id === id)?.block.type ?? "md";
      const base = command.type === "propose_text" && { base: command.base };
      hub.wholeText({ type, block_id: id, owner, chat_id: actor.chat_id, ...base }, command.text.content);
    }
    if (owner.type === "document") {
      this.#news.tell(owner.document_id, newsOf(command, actor.author, changes, before, after));
    }
    return frames.flatMap((frame) =>
      frame.type === "block" ? [frame.block.block.id] : frame.type === "block_gone" ? [frame.block_id] : [],
    );
  }

  /** What is still to be stored goes with the end; where nothing can be written any more, it ends as it is. */
  async #end(text: HostText, status: "cut" | "done", actor: Actor): Promise<void> {
    const { kept, hub, texts } = this.#parts;
    const { owner, block_id, proposal_id, head } = text;
    this.#gatherer.release(text);
    try {
      if (text.loss?.reason === "gone") return;
      const command: Command = { type: "finish", block_id, proposal_id, status: text.loss ? "cut" : status };
      const before = await kept.blocks(owner);
      const decision = decide(before, command, this.#origin(owner, actor));
      const touched = await this.#touch(owner, command);
      if ("refusal" in decision || touched === null) return this.#lose(text, GONE);
      const part = text.take();
      const changes = [...(part === "" ? [] : [appended(text, part)]), ...decision.changes];
      const { gone } = await kept.write([...changes, ...touched.changes]);
      if (gone.length > 0) return this.#lose(text, GONE);
      text.keep();
      hub.chunk(head, part, { end: true });
      const after = applyChanges(before, changes);
      this.#tell(owner, command, actor, { changes, before, after }, touched.frames);
    } catch (error) {
      kept.abandon(proposal_id);
      this.#lose(text, notStored(error));
    } finally {
      texts.delete(proposal_id);
    }
  }

  #lose(text: HostText, loss: TextLoss): void {
    const { head } = text;
    if (text.loss === null && loss.reason === "not_stored") {
      const { block_id, chat_id } = head;
      this.#parts.hub.error(
        errorChunk(loss.message, { block_id, ...(chat_id !== null && { chat_id }) }),
        ...topicsOf(head),
      );
    }
    text.lose(loss);
  }

  /** What else changes with `owner`; null where it is gone. */
  async #touch(
    owner: Owner,
    command: Command,
  ): Promise<{ readonly changes: readonly Change[]; readonly frames: readonly PageFrame[] } | null> {
    const { store, clock } = this.#parts;
    if (owner.type === "document") {
      const found = await store.document(owner.document_id);
      if (!found) return null;
      const document = { ...found, updated_at: clock.now() };
      return { changes: [{ type: "document_put", document }], frames: [{ type: "document", document }] };
    }
    const found = await store.chat(owner.chat_id);
    if (!found) return null;
    if (command.type !== "add") return { changes: [], frames: [] };
    const chat = { ...found, updated_at: clock.now() };
    return { changes: [{ type: "chat_put", chat }], frames: [{ type: "chat", chat }] };
  }

  #origin(owner: Owner, { author }: Actor): Origin {
    return { author, owner, now: this.#parts.clock.now(), newId: this.#parts.newId };
  }
}

function taken(id: string): { readonly refusal: Refusal } {
  return refusal("invalid", `There is a block ${id} already; leave block_id out and one is made.`);
}

function notStored(error: unknown): TextLoss {
  return {
    reason: "not_stored",
    message: `What follows could not be stored (${reasonOf(error)}); what is shown is safe. Send a message to go on.`,
  };
}
