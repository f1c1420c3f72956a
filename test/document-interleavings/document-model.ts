/**
 * What documents promise, once more and as simple as can be: a list of blocks that is changed in place, without positions,
 * changes or folds. It shares no line with src/documents/core.
 */
import { applyPatch } from "diff";
import type { Author, Proposal, Revision } from "../../src/documents/model.ts";
import type { Refusal } from "../../src/documents/refusal.ts";
import type { Action } from "./steps.ts";

interface ModelBlock {
  readonly id: string;
  current: string | null;
  version: number;
  author: Author;
  waiting: Waiting[];
}

/** `content` null: not a text. */
interface Waiting {
  readonly kind: Proposal["kind"];
  readonly id: string;
  readonly base: number;
  author: Author;
  content: string | null;
  status: string;
  readonly after: string | null;
}

export type Outcome = { readonly refused: null } | { readonly refused: Refusal["code"]; readonly proposed?: string };

const OK: Outcome = { refused: null };
const no = (refused: Refusal["code"]): Outcome => ({ refused });

export class DocumentModel {
  blocks: ModelBlock[] = [];
  /** What became of texts that are no more, oldest first. */
  readonly kept: Pick<Revision, "block_id" | "version" | "content" | "author" | "reason">[] = [];
  /** Texts that a person took back. */
  readonly reverted: string[] = [];

  run(author: Author, action: Action): Outcome {
    switch (action.type) {
      case "add":
      case "propose_block": {
        const { id, place } = action.block;
        if (this.blocks.some((each) => each.id === id)) return no("invalid");
        const block: ModelBlock = { id, current: null, version: 0, author, waiting: [] };
        if (action.type === "add") Object.assign(block, { current: action.content, version: 1 });
        else block.waiting.push(text(action.text, 0, author));
        this.#insert(block, place === "end" ? "end" : place.after);
        return OK;
      }
      case "append": {
        const open = this.blocks.flatMap(({ waiting }) => waiting).find(({ id }) => id === action.proposal_id);
        if (open) open.content += action.text;
        return OK;
      }
      case "append_and_finish":
        this.run(author, { type: "append", proposal_id: action.finish.proposal_id, text: action.text });
        return this.run(author, action.finish);
      case "accept_all":
        for (const block of [...this.blocks]) this.#acceptNewest(block);
        return OK;
      case "propose_delete_all":
        for (const block of this.blocks) this.#proposeDelete(block, block.version, author);
        return OK;
      default: {
        const block = this.blocks.find(({ id }) => id === action.block_id);
        return block ? this.#runOn(block, author, action) : no("not_found");
      }
    }
  }

  #runOn(block: ModelBlock, author: Author, action: Extract<Action, { block_id: string }>): Outcome {
    const isWritten = block.waiting.some(({ status }) => status === "streaming");
    switch (action.type) {
      case "edit":
        if (action.base !== block.version) return { refused: "stale_base", proposed: action.content };
        this.#set(block, action.content, author);
        return OK;
      case "remove":
        if (action.base !== undefined && action.base !== block.version) return { refused: "stale_base", proposed: "" };
        if (isWritten) return no("being_written");
        this.#remove(block);
        return OK;
      case "move":
        return this.#move(block, action.after);
      case "accept": {
        const found = pick(block, action.proposal_id);
        if (!found) return no("not_found");
        if (found.status === "streaming") return no("being_written");
        if (found.kind === "move") {
          const moved = this.#move(block, found.after);
          if (moved.refused === null) forget(block, found);
          return moved;
        }
        if (found.base !== block.version && action.over !== block.version) {
          return { refused: "stale_base", proposed: found.content ?? "" };
        }
        if (found.kind === "delete") {
          if (isWritten) return no("being_written");
          this.#remove(block);
        } else {
          this.#set(block, found.content ?? "", found.author);
          forget(block, found);
        }
        return OK;
      }
      case "revert": {
        const found = pick(block, action.proposal_id);
        if (!found) return no("not_found");
        if (found.status === "streaming") return no("being_written");
        if (found.content !== null) this.reverted.push(found.content);
        forget(block, found);
        const saysNothing = block.current === null && block.waiting.every(({ content }) => content === null);
        if (saysNothing) this.blocks = this.blocks.filter((each) => each !== block);
        return OK;
      }
      case "propose_text":
        if (action.base > block.version) return no("invalid");
        if (isWritten) return no("being_written");
        for (const old of block.waiting.filter((each) => each.content !== null && same(each.author, author))) {
          this.#keep(block, null, old.content ?? "", old.author, "superseded");
          forget(block, old);
        }
        block.waiting.push(text(action.text, action.base, author));
        return OK;
      case "propose_delete":
        if (action.base > block.version) return no("invalid");
        this.#proposeDelete(block, action.base, author);
        return OK;
      case "propose_move": {
        if (action.base > block.version) return no("invalid");
        if (action.after === block.id) return no("invalid");
        if (action.after !== null && !this.blocks.some(({ id }) => id === action.after)) return no("not_found");
        block.waiting = block.waiting.filter((each) => each.kind !== "move" || !same(each.author, author));
        block.waiting.push({ ...nothing(action.base, author), kind: "move", after: action.after });
        return OK;
      }
      case "write_on": {
        const found = block.waiting.find((each) => each.id === action.proposal_id && each.content !== null);
        if (!found) return no("not_found");
        if (isWritten) return no("being_written");
        if (found.status === "done") return no("invalid");
        found.status = "streaming";
        found.author = author;
        return OK;
      }
      case "finish": {
        const found = block.waiting.find((each) => each.id === action.proposal_id && each.content !== null);
        if (!found) return no("not_found");
        if (found.status !== "done") found.status = action.status;
        return OK;
      }
      case "describe":
        return OK;
    }
  }

  #acceptNewest(block: ModelBlock): void {
    if (block.waiting.some(({ status }) => status === "streaming")) return;
    const fresh = block.waiting.filter(({ kind, base }) => kind !== "move" && base === block.version).at(-1);
    if (fresh?.kind === "delete") return this.#remove(block);
    const moves = block.waiting.filter(({ kind }) => kind === "move");
    const last = moves.at(-1);
    if (last && this.#move(block, last.after).refused === null) for (const each of moves) forget(block, each);
    if (!fresh) return;
    this.#set(block, fresh.content ?? "", fresh.author);
    forget(block, fresh);
  }

  #proposeDelete(block: ModelBlock, base: number, author: Author): void {
    if (block.waiting.some((each) => each.kind === "delete" && each.base === base)) return;
    block.waiting.push({ ...nothing(base, author), kind: "delete" });
  }

  #set(block: ModelBlock, content: string, author: Author): void {
    if (block.current !== null) this.#keep(block, block.version, block.current, block.author, "replaced");
    Object.assign(block, { current: content, version: block.version + 1, author });
  }

  #remove(block: ModelBlock): void {
    if (block.current !== null) this.#keep(block, block.version, block.current, block.author, "deleted");
    for (const each of block.waiting) {
      if (each.content !== null) this.#keep(block, null, each.content, each.author, "deleted");
    }
    this.blocks = this.blocks.filter((each) => each !== block);
  }

  #move(block: ModelBlock, after: string | null): Outcome {
    if (after === block.id) return no("invalid");
    if (after !== null && !this.blocks.some(({ id }) => id === after)) return no("not_found");
    this.blocks = this.blocks.filter((each) => each !== block);
    this.#insert(block, after);
    return OK;
  }

  #insert(block: ModelBlock, after: string | null): void {
    const index = after === null ? 0 : this.blocks.findIndex(({ id }) => id === after) + 1;
    this.blocks.splice(after !== null && index === 0 ? this.blocks.length : index, 0, block);
  }

  #keep(block: ModelBlock, version: number | null, content: string, author: Author, reason: Revision["reason"]): void {
    this.kept.push({ block_id: block.id, version, content, author, reason });
  }
}

/** Whether `difference` leads from what is there to what was proposed. */
export function leadsTo(difference: string, current: string, proposed: string): boolean {
  return applyPatch(current, difference, { autoConvertLineEndings: false }) === proposed;
}

function text(
  { proposal_id, content, status }: { readonly proposal_id: string; readonly content: string; readonly status: string },
  base: number,
  author: Author,
): Waiting {
  return { kind: "text", id: proposal_id, base, author, content, status, after: null };
}

function nothing(base: number, author: Author): Omit<Waiting, "kind"> {
  return { id: "", base, author, content: null, status: "", after: null };
}

/** Of a deletion or a move the model does not know the id; the world tells it (`learnIds`). */
function pick(block: ModelBlock, id: string | undefined): Waiting | undefined {
  return id === undefined ? block.waiting.at(-1) : block.waiting.find((each) => each.id === id);
}

function forget(block: ModelBlock, one: Waiting): void {
  block.waiting = block.waiting.filter((each) => each !== one);
}

function same(one: Author, other: Author): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
