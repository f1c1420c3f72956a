/** What a line must have to be an event. The checksum has said that it is as it was written: this is no deep check. */
import type { RoomEvent } from "../protocol.ts";

/** The texts of each type, without which a room cannot go on. */
const TEXTS: Readonly<Record<RoomEvent["type"], readonly string[]>> = {
  message: ["message_id", "sender_id", "sender", "content", "push_id"],
  joined: ["participant", "participant_id"],
  left: ["participant"],
  stick: ["action", "participant"],
  waiting: ["participant"],
  nudge: ["participant"],
  announcement: ["content"],
};

/** The event, or in words why `fields` are not the one of `seq`. */
export function eventOf(fields: unknown, seq: number): RoomEvent | string {
  if (typeof fields !== "object" || fields === null) return "it is no event";
  const event = fields as Readonly<Record<string, unknown>>;
  if (event.seq !== seq) return `its seq is ${JSON.stringify(event.seq)}, and ${seq} should follow`;
  if (typeof event.timestamp !== "string") return "it has no timestamp";
  if (typeof event.type !== "string" || !Object.hasOwn(TEXTS, event.type)) {
    return `its type ${JSON.stringify(event.type)} is unknown to this llm-chat`;
  }
  const missing = TEXTS[event.type as RoomEvent["type"]].find((name) => typeof event[name] !== "string");
  return missing === undefined ? (fields as RoomEvent) : `it is a ${event.type} without ${missing}`;
}
