/**
 * From what a page is told to what a terminal shows, one block after the other: while one is written, what others write
 * waits; the answer itself gives way. Pure.
 */
import { writer } from "../../documents/core/block-state.ts";
import type { BlockState, BlockType } from "../../documents/model.ts";
import type { Chunk, ServerFrame } from "../../documents/wire.ts";
import { authorWords, blockWords, newestWords, typeWords } from "./block-words.ts";

export type Shown =
  /** A block begins, or goes on after another one. */
  | { readonly type: "heading"; readonly text: string }
  | { readonly type: "text"; readonly text: string }
  /** What has been written so far is at the end of a block. */
  | { readonly type: "pause" }
  /** Something was done to the document. */
  | { readonly type: "progress"; readonly text: string }
  | { readonly type: "error"; readonly message: string };

interface Known {
  readonly id: string;
  readonly isChat: boolean;
  readonly type: BlockType;
  heading: string;
  /** Of a chart, whose first line is for whoever draws it. */
  inHeader: boolean;
  actions: number;
}

interface Waiting {
  text: string;
  ended: boolean;
}

export class AnswerFeed {
  readonly #known = new Map<string, Known>();
  /** In the order in which they came. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #progress: Shown[] = [];
  #live: Known | null = null;
  #answerId: string | null = null;
  #hasSaid = false;
  /** Of the live block, since it was shown. */
  #atStart = true;

  hear(frame: ServerFrame): readonly Shown[] {
    if ("content" in frame)
      return frame.type === "error" ? [{ type: "error", message: frame.content }] : this.#text(frame);
    if (frame.type === "waiting") return frame.why === null ? [] : [{ type: "progress", text: frame.why }];
    return frame.type === "block" ? this.#block(frame.block) : [];
  }

  #block(state: BlockState): readonly Shown[] {
    const { id, meta, type, owner } = state.block;
    const isChat = owner.type === "chat";
    if (meta.role === "user") return [];
    if (isChat) this.#answerId ??= id;
    const known = this.#known.get(id) ?? { id, isChat, type, heading: "", inHeader: false, actions: 0 };
    this.#known.set(id, known);
    known.inHeader = type === "interactive_chart" && writer(state)?.content === "";
    const done = meta.actions ?? [];
    const news = done.slice(known.actions).map(({ label }): Shown => ({ type: "progress", text: label }));
    known.actions = done.length;
    known.heading = headingOf(state);
    if (news.length === 0) return [];
    if (this.#live && !this.#live.isChat) {
      // Not into the middle of a block's text.
      this.#progress.push(...news);
      return [];
    }
    this.#live = null;
    return [{ type: "pause" }, ...news];
  }

  #text(chunk: Chunk): readonly Shown[] {
    const id = chunk.block_ids;
    const known = this.#known.get(id) ?? unknown(chunk);
    this.#known.set(id, known);
    const text = this.#readable(known, chunk.content);
    if (this.#live !== null && this.#live !== known && !this.#live.isChat) {
      const waiting = this.#waiting.get(id) ?? { text: "", ended: false };
      this.#waiting.set(id, { text: waiting.text + text, ended: waiting.ended || chunk.end === true });
      return [];
    }
    return [...this.#say(known, text), ...(chunk.end && this.#live === known ? this.#end() : [])];
  }

  #say(known: Known, text: string): readonly Shown[] {
    // An answer that says nothing yet takes no place.
    if (known.isChat && text === "") return [];
    const shown: Shown[] = [];
    if (this.#live !== known) {
      if (this.#live) shown.push({ type: "pause" });
      // The answer itself needs none where nothing is before it.
      if (this.#hasSaid || known.id !== this.#answerId) shown.push({ type: "heading", text: known.heading });
      this.#live = known;
      this.#atStart = true;
    }
    this.#hasSaid = true;
    // What kept it apart from what came before is done by the heading.
    const said = this.#atStart ? text.replace(/^\n+/, "") : text;
    if (said !== "") this.#atStart = false;
    if (said !== "") shown.push({ type: "text", text: said });
    return shown;
  }

  #end(): readonly Shown[] {
    this.#live = null;
    const shown: Shown[] = [{ type: "pause" }, ...this.#progress.splice(0)];
    for (const [id, { text, ended }] of this.#waiting) {
      const known = this.#known.get(id);
      this.#waiting.delete(id);
      if (!known) continue;
      shown.push(...this.#say(known, text));
      if (!ended && !known.isChat) break;
      if (!ended) continue;
      this.#live = null;
      shown.push({ type: "pause" });
    }
    return shown;
  }

  #readable(known: Known, content: string): string {
    if (known.type === "image/jpg" || known.type === "image/png") return "";
    if (!known.inHeader) return content;
    const end = content.indexOf("\n");
    if (end === -1) return "";
    known.inHeader = false;
    return content.slice(end + 1);
  }
}

function headingOf(state: BlockState): string {
  const { block, proposals } = state;
  const text = proposals.findLast((each) => each.kind === "text");
  const author = authorWords(text?.author ?? block.author);
  const isEmpty = block.meta.title === undefined && block.type === "md" && newestWords(state) === "";
  // Of a new text there is nothing to call it by.
  if (block.owner.type === "chat" || isEmpty) return author;
  return `${author} · ${blockWords(state)}`;
}

function unknown({ block_ids: id, type, document_id }: Chunk): Known {
  const blockType = type === "error" ? "md" : type;
  return {
    ...{ id, isChat: document_id === undefined, type: blockType, heading: `${typeWords(blockType)} (${id})` },
    ...{ inHeader: false, actions: 0 },
  };
}
