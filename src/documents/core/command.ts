/** What can be asked of the blocks of one chat or document. */
import type { Author, BlockMeta, BlockType, Owner, ProposalStatus } from "../model.ts";

/** Where a block goes. `after` null: first; a block that is not there: last. */
export type Place = "end" | { readonly after: string | null };

export interface NewBlock {
  readonly id: string;
  readonly type: BlockType;
  readonly meta: BlockMeta;
  readonly place: Place;
}

export type Command =
  /** By a person, or a message of a chat: it is `current` at once. */
  | { readonly type: "add"; readonly block: NewBlock; readonly content: string }
  /** By a person who has read version `base`. */
  | { readonly type: "edit"; readonly block_id: string; readonly base: number; readonly content: string }
  /** By default the newest proposal. `over`: the version of the block that the person has seen, to take a stale proposal all the same. */
  | { readonly type: "accept"; readonly block_id: string; readonly proposal_id?: string; readonly over?: number }
  /** The newest of each block that is neither stale nor being written. */
  | { readonly type: "accept_all" }
  /** By default the newest proposal. A block of which nothing was accepted goes with its last text. */
  | { readonly type: "revert"; readonly block_id: string; readonly proposal_id?: string }
  /** `after` null: first; else a block that is there. */
  | { readonly type: "move"; readonly block_id: string; readonly after: string | null }
  /** `base`: the version that the person has read; absent: whatever it is. */
  | { readonly type: "remove"; readonly block_id: string; readonly base?: number }
  | { readonly type: "describe"; readonly block_id: string; readonly meta: BlockMeta }
  /** A block that is only proposed. */
  | { readonly type: "propose_block"; readonly block: NewBlock; readonly text: NewText }
  | { readonly type: "propose_text"; readonly block_id: string; readonly base: number; readonly text: NewText }
  | { readonly type: "propose_delete"; readonly block_id: string; readonly base: number }
  /** All blocks go: a whole new structure follows. */
  | { readonly type: "propose_delete_all" }
  | { readonly type: "propose_move"; readonly block_id: string; readonly base: number; readonly after: string | null }
  /** Goes on with a text that was cut; one that is done stays as it is. */
  | { readonly type: "write_on"; readonly block_id: string; readonly proposal_id: string }
  /** Of a text that streams, or was taken for cut; what is done stays done. */
  | {
      readonly type: "finish";
      readonly block_id: string;
      readonly proposal_id: string;
      readonly status: "cut" | "done";
    };

/** `streaming`: more follows by `append`. */
export interface NewText {
  readonly proposal_id: string;
  readonly content: string;
  readonly status: ProposalStatus;
}

/** Whose command it is, and what makes it happen once. */
export interface Origin {
  readonly author: Author;
  readonly owner: Owner;
  /** epoch ms */
  readonly now: number;
  readonly newId: (kind: "proposal" | "revision") => string;
}
