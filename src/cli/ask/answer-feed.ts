/**
 * From what a page is told to what a terminal shows, one block after the other: while one is written, what others write
 * waits; the answer itself gives way. Pure.
 */
import type { BlockState, BlockType } from "../../documents/model.ts";
import type { Chunk, ServerFrame } from "../../documents/wire.ts";
import { authorWords, typeWords } from "./block-words.ts";

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
  readonly heading: string;
  /** Of a chart, whose first line is for whoever draws it. */
  inHeader: boolean;
  hasHeading: boolean;
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

  hear(frame: ServerFrame): readonly Shown[] {
    if ("content" in frame)
      return frame.type === "error" ? [{ type: "error", message: frame.content }] : this.#text(frame);
    return frame.type === "block" ? this.#block(frame.block) : [];
  }

  #block(state: BlockState): readonly Shown[] {
    const { id, meta, type, owner } = state.block;
    const isChat = owner.type === "chat";
    if (meta.role === "user") return [];
    if (isChat) this.#answerId ??= id;
    let known = this.#known.get(id);
    if (!known) {
      known = { id, isChat, type, heading: headingOf(state), inHeader: false, hasHeading: false, actions: 0 };
      this.#known.set(id, known);
    }
    const done = meta.actions ?? [];
    const news = done.slice(known.actions).map(({ label }): Shown => ({ type: "progress", text: label }));
    known.actions = done.length;
    // Not into the middle of a block's text.
    if (this.#live && !this.#live.isChat) this.#progress.push(...news);
    else return news.length === 0 ? [] : [{ type: "pause" }, ...news];
    return [];
  }

  #text(chunk: Chunk): readonly Shown[] {
    const id = chunk.block_ids;
    const known = this.#known.get(id) ?? unknown(chunk);
    this.#known.set(id, known);
    const opens = chunk.document_id !== undefined || chunk.chat_id !== undefined;
    if (opens && known.type === "interactive_chart") known.inHeader = true;
    const text = this.#readable(known, chunk.content);
    if (this.#live !== null && this.#live !== known && !this.#live.isChat) {
      const waiting = this.#waiting.get(id) ?? { text: "", ended: false };
      this.#waiting.set(id, { text: waiting.text + text, ended: waiting.ended || chunk.end === true });
      return [];
    }
    return [...this.#say(known, text), ...(chunk.end ? this.#end() : [])];
  }

  #say(known: Known, text: string): readonly Shown[] {
    // An answer that says nothing yet takes no place.
    if (known.isChat && text === "") return [];
    const shown: Shown[] = [];
    if (this.#live !== known) {
      if (this.#live) shown.push({ type: "pause" });
      const isFirstAnswer = known.id === this.#answerId && this.#live === null && !known.hasHeading;
      if (!isFirstAnswer || this.#hasSaid) shown.push({ type: "heading", text: known.heading });
      known.hasHeading = true;
      this.#live = known;
    }
    this.#hasSaid = true;
    if (text !== "") shown.push({ type: "text", text });
    return shown;
  }

  #hasSaid = false;

  #end(): readonly Shown[] {
    this.#live = null;
    const shown: Shown[] = [{ type: "pause" }, ...this.#progress.splice(0)];
    for (const [id, { text, ended }] of this.#waiting) {
      const known = this.#known.get(id);
      this.#waiting.delete(id);
      if (!known) continue;
      shown.push(...this.#say(known, text));
      if (!ended) break;
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

function headingOf({ block, proposals }: BlockState): string {
  const text = proposals.findLast((each) => each.kind === "text");
  const author = authorWords(text?.author ?? block.author);
  if (block.owner.type === "chat") return author;
  const what = `${block.current === null ? "" : "change of a "}${typeWords(block.type)}`;
  const title = block.meta.title ? ` “${block.meta.title}”` : "";
  return `${author}: ${what}${title} (${block.id})`;
}

function unknown({ block_ids: id, type, document_id }: Chunk): Known {
  const blockType = type === "error" ? "md" : type;
  return {
    ...{ id, isChat: document_id === undefined, type: blockType, heading: `${typeWords(blockType)} (${id})` },
    ...{ inHeader: false, hasHeading: false, actions: 0 },
  };
}
