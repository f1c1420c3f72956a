/** What a participant is shown of its room. */
import { isMessage, type RoomEvent, subjectOf } from "./protocol.ts";
import type { Seat } from "./room-access.ts";

/** Notices from before it came are not shown, nor what the participant did itself. */
export function isShown(event: RoomEvent, { name, joinedSeq }: Seat): boolean {
  if (!isMessage(event) && event.seq <= joinedSeq) return false;
  if (subjectOf(event) !== name) return true;
  return (
    event.type === "nudge" || (event.type === "stick" && (event.action === "granted" || event.action === "expired"))
  );
}
