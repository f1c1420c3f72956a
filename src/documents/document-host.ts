/** (seam; the implementation follows) The only owner of documents that run: what is asked of it happens one after the other, is stored, and then told. */
import type { Command, NewBlock } from "./core/command.ts";
import type { Author, BlockState, Owner, Proposal } from "./model.ts";
import type { Refusal } from "./refusal.ts";

/** One text as it is written. */
export interface OpenText {
  readonly block_id: string;
  readonly proposal_id: string;
  /** What it says so far. */
  readonly text: string;
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
  execute(
    owner: Owner,
    command: Command,
  ): Promise<{ readonly refusal: Refusal } | { readonly changed: readonly string[] }>;
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
