/** A page of what a room keeps: whole events, oldest first, as many as one answer should carry. */
import { SERVER_LIMITS } from "../http-api.ts";
import { isMessage, type RoomEvent } from "../protocol.ts";
import { toWire, type WireEvent } from "../wire-event.ts";

/** UTF-16 units of all messages of one page; the first is on it however long it is. */
const PAGE_CHARACTERS = 1_000_000;

export interface EventPage {
  readonly messages: readonly WireEvent[];
  /** Every wanted event up to here is on the page. */
  readonly throughSeq: number;
  /** There are wanted events after that. */
  readonly more: boolean;
}

/** `events`: in order, up to `lastSeq`. */
export function pageOf(
  events: readonly RoomEvent[],
  lastSeq: number,
  wanted: (event: RoomEvent) => boolean,
  limit: number = SERVER_LIMITS.messagesPerPage,
): EventPage {
  const messages: WireEvent[] = [];
  let characters = 0;
  for (const event of events) {
    if (!wanted(event)) continue;
    characters += isMessage(event) ? event.content.length : 0;
    if (messages.length === limit || (messages.length > 0 && characters > PAGE_CHARACTERS)) {
      return { messages, throughSeq: messages.at(-1)?.seq ?? 0, more: true };
    }
    messages.push(toWire(event));
  }
  return { messages, throughSeq: lastSeq, more: false };
}
