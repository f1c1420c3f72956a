/** The three unofficial fields reasoning comes in over Chat Completions; gathered to be read, and to be sent back. */
import type { ChatDelta } from "./chat-chunk.ts";

export class ChatReasoning {
  #content: string | undefined;
  #reasoning: string | undefined;
  readonly #details: Record<string, unknown>[] = [];

  /** Answers the text that is new in it: servers that fill several fields say the same in each. */
  add(delta: ChatDelta): string {
    if (typeof delta.reasoning_content === "string") this.#content = (this.#content ?? "") + delta.reasoning_content;
    if (typeof delta.reasoning === "string") this.#reasoning = (this.#reasoning ?? "") + delta.reasoning;
    let detailText = "";
    for (const detail of delta.reasoning_details ?? []) {
      this.#addDetail(detail);
      detailText += textIn(detail["text"]) || textIn(detail["summary"]);
    }
    return delta.reasoning_content || delta.reasoning || detailText;
  }

  /** The fields to send back. `expected`: the server wants `reasoning_content` even where it sent none this time. */
  fields(expected: boolean): Record<string, unknown> {
    const content = this.#content ?? (expected ? "" : undefined);
    return {
      ...(content === undefined ? {} : { reasoning_content: content }),
      ...(this.#reasoning === undefined ? {} : { reasoning: this.#reasoning }),
      ...(this.#details.length === 0 ? {} : { reasoning_details: this.#details }),
    };
  }

  /** Pieces of one detail follow each other: text grows, what comes with its last piece (a signature) is added. */
  #addDetail(detail: Readonly<Record<string, unknown>>): void {
    const last = this.#details.at(-1);
    const grows = "text" in detail || "summary" in detail || "signature" in detail;
    if (!last || !grows || last["type"] !== detail["type"] || last["index"] !== detail["index"]) {
      this.#details.push({ ...detail });
      return;
    }
    for (const [name, value] of Object.entries(detail)) {
      if (name === "text" || name === "summary") last[name] = textIn(last[name]) + textIn(value);
      else if (value !== null && value !== undefined) last[name] = value;
    }
  }
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}
