/** A pen: the host, for one author of one processor, in its chat and its document. */
import type { DocumentHost, Pen } from "../document-host.ts";
import type { NewId } from "../ids.ts";
import type { Author, Owner } from "../model.ts";
import { refusal } from "../refusal.ts";
import type { TextLoss } from "./host-text.ts";

export interface PenOptions {
  readonly host: DocumentHost;
  readonly newId: NewId;
  readonly author: Author;
  readonly chat_id: string;
  /** null: it writes into the chat only. */
  readonly document_id: string | null;
  readonly onLost: (loss: TextLoss) => void;
}

export function hostPen({ host, newId, author, chat_id, document_id, onLost }: PenOptions): Pen {
  const actor = { author, chat_id };
  const isOwn = (owner: Owner) =>
    owner.type === "chat" ? owner.chat_id === chat_id : owner.document_id === document_id;
  const elsewhere = refusal("not_found", "This agent writes into its own chat and document only.");
  return {
    author,
    newId,
    blocks: async (owner) => (isOwn(owner) ? host.blocks(owner) : []),
    begin: async (owner, target, { newDoc = false } = {}) =>
      isOwn(owner) ? host.begin(owner, target, actor, { newDoc, onLost }) : elsewhere,
    execute: async (owner, command) => (isOwn(owner) ? host.execute(owner, command, actor) : elsewhere),
    rename: async (id, title) => {
      if (id === document_id) await host.shelf.renameDocument(id, title);
    },
    onNews: (id, listener) => (id === document_id ? host.onNews(id, author, listener) : () => {}),
  };
}
