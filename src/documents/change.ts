/** Everything that is ever written: the store applies a list of these in one transaction, all or nothing. */
import type { Author, Block, Chat, Document, Proposal, ProposalStatus, Revision, User } from "./model.ts";

export type Change =
  /**
   * Changes nothing: the block is as it was read, of this version (null: not there) and with these proposals, oldest first.
   * Where it is not, nothing of the list is written, and the store says so.
   */
  | {
      readonly type: "expect";
      readonly block_id: string;
      readonly version: number | null;
      readonly proposals: readonly string[];
    }
  /** `token_hash`: SHA-256 of the user's token, hex; null: the user has none (the local one). */
  | { readonly type: "user_put"; readonly user: User; readonly token_hash: string | null }
  /** With all it has. */
  | { readonly type: "user_drop"; readonly user_id: string }
  | { readonly type: "chat_put"; readonly chat: Chat }
  /** With its blocks and their revisions. */
  | { readonly type: "chat_drop"; readonly chat_id: string }
  | { readonly type: "document_put"; readonly document: Document }
  /** With its blocks and their revisions; its chats stay, without a document. */
  | { readonly type: "document_drop"; readonly document_id: string }
  /** Made, or changed in any field. */
  | { readonly type: "block_put"; readonly block: Block }
  /** With its proposals. Revisions stay. */
  | { readonly type: "block_drop"; readonly block_id: string }
  | { readonly type: "proposal_add"; readonly proposal: Proposal }
  /** Text at the end of a proposal's content. Where the proposal is gone nothing is written, and the store says so. */
  | { readonly type: "append"; readonly proposal_id: string; readonly text: string }
  /** Of a text: how it ended, or that it is written on. */
  | {
      readonly type: "proposal_status";
      readonly proposal_id: string;
      readonly status: ProposalStatus;
      /** Who writes it from here on; absent: who did. */
      readonly author?: Author;
    }
  | { readonly type: "proposal_drop"; readonly proposal_id: string }
  | { readonly type: "revision_add"; readonly revision: Revision };
