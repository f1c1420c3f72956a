/** Messages on their way: gone from here when the chat has them; where a connection broke, nobody knows, and a person decides. */
import { newestText } from "../../../src/documents/core/block-state.ts";
import type { ChatContent, ServerFrame } from "../../../src/documents/wire.ts";
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
    (each.status === "sent" || each.status === "lost") &&
    each.chat_id === chat?.chat.id &&
    arrived.indexOf(each.content, each.before) !== -1;
  return outbox
    .filter((each) => !isHere(each))
    .map((each) => (each.status === "sent" && link.status !== "open" ? { ...each, status: "lost" } : each));
}

/** An error that is of no block is the answer to a message that was sent: it is for the person to say it again, or not. */
export function refusedIn(outbox: readonly Outgoing[], frames: readonly ServerFrame[]): readonly Outgoing[] {
  let refusals = frames.filter((frame) => frame.type === "error" && frame.block_ids === "").length;
  if (refusals === 0) return outbox;
  return outbox.map((each) => (each.status === "sent" && refusals-- > 0 ? { ...each, status: "refused" } : each));
}

/** What people wrote, in order. */
export function messagesOf(chat: ChatContent | null): readonly string[] {
  return (chat?.blocks ?? []).filter(({ block }) => block.meta.role === "user").map(newestText);
}
