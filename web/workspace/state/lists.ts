/** The lists of chats and documents after what was heard: the last used first. */
import type { ServerFrame } from "../../../src/documents/wire.ts";
import type { WorkspaceState } from "./workspace-state.ts";

type Lists = Pick<WorkspaceState, "chats" | "documents">;

export function listsAfter(lists: Lists, frames: readonly ServerFrame[]): Lists {
  let { chats, documents } = lists;
  for (const frame of frames) {
    if (frame.type === "chat") chats = first(chats, frame.chat);
    else if (frame.type === "document") documents = first(documents, frame.document);
    else if (frame.type === "chat_gone") chats = chats.filter(({ id }) => id !== frame.chat_id);
    else if (frame.type === "document_gone") documents = documents.filter(({ id }) => id !== frame.document_id);
  }
  return { chats, documents };
}

function first<Item extends { readonly id: string; readonly updated_at: number }>(
  list: readonly Item[],
  item: Item,
): readonly Item[] {
  return [item, ...list.filter(({ id }) => id !== item.id)].toSorted((one, other) => other.updated_at - one.updated_at);
}
