/** Texts that are being written by hand, and where, kept for the tab: a reload in the middle loses none. */
import * as z from "zod";
import type { Block } from "../../../src/documents/model.ts";
import type { Editing } from "./workspace-state.ts";

const WRITTEN_TYPES = ["md", "csv", "interactive_chart"] as const;

/** Of a block that is made by hand. */
export type WrittenType = (typeof WRITTEN_TYPES)[number];

export interface Draft {
  readonly content: string;
  /** The version of the block that was read. */
  readonly base: number;
  /** Of a new block. */
  readonly type?: WrittenType | undefined;
}

const DRAFT = z.object({ content: z.string(), base: z.number(), type: z.enum(WRITTEN_TYPES).optional() });
const EDITING = z.discriminatedUnion("type", [
  z.object({ type: z.literal("block"), block_id: z.string() }),
  z.object({ type: z.literal("new"), after: z.string().nullable() }),
]);
const PREFIX = "llm-chat draft ";
const OPEN = "llm-chat editor ";

export class Drafts {
  readonly #storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">;

  /** A browser may refuse its storage: then nothing is kept. */
  constructor(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    this.#storage = storage;
  }

  read(id: string): Draft | null {
    return this.#read(PREFIX + id, DRAFT);
  }

  keep(id: string, draft: Draft): void {
    this.#keep(PREFIX + id, draft);
  }

  drop(id: string): void {
    this.#keep(PREFIX + id, null);
  }

  /** The editor that stood open in a document. */
  editorIn(documentId: string): Editing | null {
    return this.#read(OPEN + documentId, EDITING);
  }

  keepEditor(documentId: string, editing: Editing | null): void {
    this.#keep(OPEN + documentId, editing);
  }

  #read<Kept>(name: string, schema: z.ZodType<Kept>): Kept | null {
    try {
      return schema.parse(JSON.parse(this.#storage().getItem(name) ?? "null"));
    } catch {
      return null;
    }
  }

  #keep(name: string, kept: object | null): void {
    try {
      if (kept === null) this.#storage().removeItem(name);
      else this.#storage().setItem(name, JSON.stringify(kept));
    } catch {
      // It is in its field all the same.
    }
  }
}

export function draftOf({ current, version }: Block): Draft {
  return { content: current ?? "", base: version };
}

/** A document may have one new block begun at each place. */
export function newDraftId(documentId: string, after: string | null): string {
  return `new ${documentId} ${after ?? ""}`;
}
