/** What a message asks of a processor, after all of it was checked; and where its answer goes. */
import type { TextTarget } from "../document-host.ts";
import type { Block, BlockState, Chat, Document, Owner, User } from "../model.ts";
import { type Refusal, refusal } from "../refusal.ts";
import type { MessageEvent, Mode, PenHolders } from "../wire.ts";

export interface AnswerRequest {
  readonly user: User;
  readonly prompt: string;
  readonly about: Block | null;
  readonly mode: Mode;
  readonly models: readonly string[];
  /** As the answer is signed. */
  readonly author: string;
  readonly penHolders: PenHolders;
  readonly document_id: string | null;
  readonly place: AnswerPlace;
  /** The client has named a block: it gets an answer of its own, whatever is being answered. */
  readonly isOwn: boolean;
}

/** `fresh`: a block that is not there yet, in the chat. */
export type AnswerPlace =
  | { readonly type: "fresh"; readonly block_id: string | null }
  | { readonly type: "edit"; readonly block_id: string; readonly document_id: string }
  | { readonly type: "write_on"; readonly block_id: string; readonly proposal_id: string };

export interface Placed {
  readonly place: AnswerPlace;
  readonly about: Block | null;
}

/** What an event's `block_id` means. `found`: the block of that id, whosever it is. `chat` null: it is yet to be made. */
export function placeOf(
  event: Pick<MessageEvent, "block_id" | "mode">,
  found: BlockState | null,
  chat: Chat | null,
  document: Document | null,
): Placed | { readonly refusal: Refusal } {
  const { block_id, mode } = event;
  if (block_id === undefined || found === null) {
    return { place: { type: "fresh", block_id: block_id ?? null }, about: null };
  }
  const { block, proposals } = found;
  if (block.owner.type === "document" && block.owner.document_id === document?.id) {
    const edit = { type: "edit", block_id, document_id: document.id } as const;
    return { place: mode === "chat" ? edit : { type: "fresh", block_id: null }, about: block };
  }
  const text = proposals.findLast((each) => each.kind === "text");
  if (chat && isIn(block, chat) && block.meta.role === "assistant" && text?.status === "cut") {
    return { place: { type: "write_on", block_id, proposal_id: text.id }, about: null };
  }
  return refusal(
    "invalid",
    `block_id: ${block_id} is no block of the document, and no answer in this chat that was cut; leave it out and one is made.`,
  );
}

/** Where the answer is, and what `begin` is asked for. `version`: of the block that is edited. */
export function targetOf(
  { place, about }: AnswerRequest,
  chatId: string,
  version: number,
  newBlockId: () => string,
): { readonly owner: Owner; readonly target: TextTarget } {
  switch (place.type) {
    case "fresh": {
      const meta = { role: "assistant", ...(about && { about: about.id }) } as const;
      const block = { id: place.block_id ?? newBlockId(), type: "md", meta, place: "end" } as const;
      return { owner: chatOf(chatId), target: { type: "new", block } };
    }
    case "edit":
      return {
        owner: { type: "document", document_id: place.document_id },
        target: { type: "edit", block_id: place.block_id, base: version },
      };
    case "write_on":
      return { owner: chatOf(chatId), target: place };
  }
}

function isIn({ owner }: Block, chat: Chat): boolean {
  return owner.type === "chat" && owner.chat_id === chat.id;
}

function chatOf(chat_id: string): Owner {
  return { type: "chat", chat_id };
}
