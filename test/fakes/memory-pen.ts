/** Documents in memory: the pens of several authors over the pure core, where every text that is written is there at once. */
import { applyChanges } from "../../src/documents/core/apply.ts";
import type { Command } from "../../src/documents/core/command.ts";
import { decide } from "../../src/documents/core/decide.ts";
import type { Began, DocumentNews, OpenText, Pen, TextTarget } from "../../src/documents/document-host.ts";
import type { Author, BlockState, Owner } from "../../src/documents/model.ts";

export const GRACE: Author = { type: "user", id: "u1", name: "Grace" };
export const DOCUMENT: Owner = { type: "document", document_id: "d1" };

export class MemoryDocuments {
  readonly renamed: string[] = [];
  /** Which blocks began a new document. */
  readonly newDocs: string[] = [];
  #ids = 0;
  readonly #blocks = new Map<string, readonly BlockState[]>();
  readonly #listeners = new Set<(news: DocumentNews) => void>();

  penOf(author: Author): Pen {
    return {
      author,
      blocks: async (owner) => this.blocks(owner),
      begin: async (owner, target, options) => this.#begin(author, owner, target, options?.newDoc === true),
      execute: async (owner, command) => this.do(author, owner, command),
      rename: async (_id, title) => void this.renamed.push(title),
      newId: (kind) => this.newId(kind),
      onNews: (_id, listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  newId(kind: string): string {
    return `${kind.charAt(0)}${++this.#ids}`;
  }

  blocks(owner: Owner = DOCUMENT): readonly BlockState[] {
    return this.#blocks.get(keyOf(owner)) ?? [];
  }

  block(id: string): BlockState {
    const found = [...this.#blocks.values()].flat().find(({ block }) => block.id === id);
    if (!found) throw new Error(`no block ${id}`);
    return found;
  }

  /** What is proposed for a block, as `status: text`. */
  texts(id: string): readonly string[] {
    return this.block(id).proposals.flatMap((each) =>
      each.kind === "text" ? [`${each.status}: ${each.content}`] : [],
    );
  }

  do(author: Author, owner: Owner, command: Command) {
    const origin = { author, owner, now: 0, newId: (kind: string) => this.newId(kind) };
    const decision = decide(this.blocks(owner), command, origin);
    if ("refusal" in decision) return decision;
    this.#blocks.set(keyOf(owner), applyChanges(this.blocks(owner), decision.changes));
    return { changed: [] };
  }

  tell(news: DocumentNews): void {
    for (const listener of this.#listeners) listener(news);
  }

  #begin(author: Author, owner: Owner, target: TextTarget, newDoc: boolean): Began {
    const proposal_id = target.type === "write_on" ? target.proposal_id : this.newId("proposal");
    const text = { proposal_id, content: "", status: "streaming" } as const;
    const block_id = target.type === "new" ? target.block.id : target.block_id;
    const command: Command =
      target.type === "new"
        ? { type: "propose_block", block: target.block, text }
        : target.type === "edit"
          ? { type: "propose_text", block_id, base: target.base, text }
          : { type: "write_on", block_id, proposal_id };
    const done = this.do(author, owner, command);
    if ("refusal" in done) return done;
    if (newDoc) this.newDocs.push(block_id);
    return { open: this.#open(owner, block_id, proposal_id, author) };
  }

  #open(owner: Owner, block_id: string, proposal_id: string, author: Author): OpenText {
    let ended = false;
    const textNow = () => {
      const found = this.blocks(owner).find(({ block }) => block.id === block_id);
      const proposal = found?.proposals.find(({ id }) => id === proposal_id);
      return proposal?.kind === "text" ? proposal.content : "";
    };
    return {
      block_id,
      proposal_id,
      lost: null,
      get text() {
        return textNow();
      },
      write: (text) => {
        if (ended) throw new Error("the text has ended");
        const append = { type: "append", proposal_id, text } as const;
        this.#blocks.set(keyOf(owner), applyChanges(this.blocks(owner), [append]));
      },
      end: async (status) => {
        if (ended) return;
        ended = true;
        this.do(author, owner, { type: "finish", block_id, proposal_id, status });
      },
    };
  }
}

function keyOf(owner: Owner): string {
  return owner.type === "chat" ? owner.chat_id : owner.document_id;
}
