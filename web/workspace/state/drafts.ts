/** Texts that are being written by hand, kept for the tab: a reload in the middle loses none. */
import * as z from "zod";
import type { Block } from "../../../src/documents/model.ts";

export interface Draft {
  readonly content: string;
  /** The version of the block that was read. */
  readonly base: number;
}

const DRAFT = z.object({ content: z.string(), base: z.number() });
const PREFIX = "llm-chat draft ";

export class Drafts {
  readonly #storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">;

  /** A browser may refuse its storage: then nothing is kept. */
  constructor(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    this.#storage = storage;
  }

  read(id: string): Draft | null {
    try {
      return DRAFT.parse(JSON.parse(this.#storage().getItem(PREFIX + id) ?? "null"));
    } catch {
      return null;
    }
  }

  keep(id: string, draft: Draft): void {
    try {
      this.#storage().setItem(PREFIX + id, JSON.stringify(draft));
    } catch {
      // It is in its field all the same.
    }
  }

  drop(id: string): void {
    try {
      this.#storage().removeItem(PREFIX + id);
    } catch {
      // There was none.
    }
  }
}

export function draftOf({ current, version }: Block): Draft {
  return { content: current ?? "", base: version };
}
