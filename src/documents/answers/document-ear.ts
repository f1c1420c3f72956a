/** What happens while a model writes: the person's messages, and what others do to the document, until it is told. */
import { newestText } from "../core/decide.ts";
import type { DocumentNews, Pen } from "../document-host.ts";
import { mention, nameOf } from "../tools/block-words.ts";
import type { Reading } from "../tools/reading.ts";

export interface EarOptions {
  readonly person: string;
  readonly takeMessages: () => readonly string[];
  /** Null: there is no document to hear of. */
  readonly document: { readonly pen: Pen; readonly id: string; readonly reading: Reading } | null;
}

export class DocumentEar {
  readonly #options: EarOptions;
  readonly #stop: () => void;
  /** By block and verb: what happened twice is told as it was last. */
  readonly #news = new Map<string, DocumentNews>();

  constructor(options: EarOptions) {
    this.#options = options;
    const { document } = options;
    this.#stop =
      document?.pen.onNews(document.id, (news) => {
        const key = `${news.block_id} ${news.how}`;
        this.#news.delete(key);
        this.#news.set(key, news);
      }) ?? (() => {});
  }

  /** Lines for the model, each since it was asked last. */
  take(): readonly string[] {
    const { takeMessages, person } = this.#options;
    const told = [...this.#news.values()].map((news) => this.#words(news));
    this.#news.clear();
    return [...told, ...takeMessages().map((message) => `[news] ${person} says: ${message}`)];
  }

  close(): void {
    this.#stop();
  }

  #words({ by, how, block_id, state, proposal }: DocumentNews): string {
    const who = nameOf(by);
    if (!state) return `[news] ${who} ${how} ${block_id}; it is gone from the document.`;
    const { block } = state;
    // What is only proposed has not replaced anything yet.
    const proposed = proposal !== null && (how === "changed" || how === "moved" || how === "removed");
    const line = `[news] ${who} ${proposed ? `proposes: ${block_id} is to be ${how}` : `${how} ${mention(state)}`}`;
    if (how !== "changed" && how !== "added") {
      if (how === "accepted") this.#options.document?.reading.tell(block);
      return `${line}.`;
    }
    if (block.type.startsWith("image/")) return `${line} (an image).`;
    this.#options.document?.reading.tell(block);
    const text = proposed && proposal.kind === "text" ? proposal.content : newestText(state);
    return `${line}; it ${proposed ? "would read" : "now reads"} (version ${block.version}):\n${text}\n[end of ${block_id}]`;
  }
}
