/** Server-sent events as bytes: serialised once, and the same bytes for every reader. */
import { FRAME_EVENTS } from "../http-api.ts";
import { isMessage, type RoomEvent } from "../protocol.ts";
import { toWire } from "../wire-event.ts";

/** UTF-16 units of the messages in one frame; a longer message has a frame of its own. */
const FRAME_CHARACTERS = 65_536;

/** Before anything else: how long a reader waits until it comes back, in ms. */
export const OPENING = Buffer.from("retry: 1000\n\n");
/** A comment for proxies, an event for readers that cannot see comments. */
export const HEARTBEAT = Buffer.from(": here\nevent: ping\ndata: []\n\n");
export const CLOSING = Buffer.from(": the server closes\n\n");

/** Events with their seqs in a row. */
export function eventFrame(events: readonly RoomEvent[], lastSeq: number, type: "message" | "resync"): string {
  // JSON escapes line ends: the data is one line, whatever somebody said.
  const data = JSON.stringify(events.map(toWire));
  return `${type === "resync" ? "event: resync\n" : ""}id: ${lastSeq}\ndata: ${data}\n\n`;
}

/** No event of the room: without an id, so that it moves nobody's cursor. */
export function composingFrame(username: string): string {
  return `event: composing\ndata: ${JSON.stringify({ username })}\n\n`;
}

/** What is put into one frame, event by event. */
export class FrameDraft {
  readonly events: RoomEvent[] = [];
  #characters = 0;

  /** Whether `event` goes into the same frame. */
  hasRoomFor(event: RoomEvent): boolean {
    if (this.events.length === 0) return true;
    return this.events.length < FRAME_EVENTS && this.#characters + charactersOf(event) <= FRAME_CHARACTERS;
  }

  add(event: RoomEvent): void {
    this.events.push(event);
    this.#characters += charactersOf(event);
  }
}

function charactersOf(event: RoomEvent): number {
  return isMessage(event) ? event.content.length : 0;
}
