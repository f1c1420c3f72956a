/** Messages on their way: gone from here when the chat has them; where a connection broke, nobody knows, and a person decides. */
import { newestText } from "../../../src/documents/core/block-state.ts";
import type { ChatContent } from "../../../src/documents/wire.ts";
import type { LinkState } from "../connect/page-link.ts";
import type { Outgoing } from "./workspace-state.ts";

/** `chat`: as it is now, where it has been heard of. */
export function outboxAfter(
  outbox: readonly Outgoing[],
  link: LinkState,
  chat: ChatContent | null = null,
): readonly Outgoing[] {
  if (outbox.length === 0) return outbox;
  const arrived = messagesOf(chat);
  const isHere = (each: Outgoing) =>
    each.status !== "waiting" && each.chat_id === chat?.chat.id && arrived.indexOf(each.content, each.before) !== -1;
  return outbox
    .filter((each) => !isHere(each))
    .map((each) => (each.status === "sent" && link.status !== "open" ? { ...each, status: "lost" } : each));
}

/** What people wrote, in order. */
export function messagesOf(chat: ChatContent | null): readonly string[] {
  return (chat?.blocks ?? []).filter(({ block }) => block.meta.role === "user").map(newestText);
}
