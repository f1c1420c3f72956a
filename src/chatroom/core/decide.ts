/** What a room answers to a command: events, or a refusal. Reads the room and the floor, changes neither. */
import { ChatError } from "../errors.ts";
import type { EventBody, MessageBody, RefusalReason } from "../protocol.ts";
import { type FloorState, floorHolder, mustWaitForFloor } from "./floor.ts";
import { nameKeys, parseName, shareKey } from "./names.ts";
import { findPush, lastMessageOfOthers, type RoomState, type SentMessage, unreadAfter } from "./room.ts";

export interface PushCommand {
  readonly type: "push";
  readonly participant: string;
  readonly content: string;
  readonly push_id: string;
  /** The last seq the sender has been shown; null: send whatever has been said meanwhile (people, `/send`). */
  readonly expected_seq: number | null;
  /** The epoch the sender was granted the stick for; null where it holds none. */
  readonly epoch: number | null;
}

export type RoomCommand =
  | PushCommand
  | { readonly type: "join"; readonly name: string; readonly client_id?: string | undefined }
  | { readonly type: "leave"; readonly participant: string }
  | { readonly type: "claim"; readonly participant: string }
  | { readonly type: "release"; readonly participant: string }
  /** The lease of the stick ran out. */
  | { readonly type: "expire" }
  | { readonly type: "waiting"; readonly participant: string; readonly seconds: number }
  | { readonly type: "nudge"; readonly participant: string }
  | { readonly type: "announce"; readonly content: string };

export type Decision =
  | { readonly type: "accepted"; readonly events: readonly EventBody[] }
  | { readonly type: "refused"; readonly reason: RefusalReason }
  /** The push went through before: its first result again. */
  | { readonly type: "repeated"; readonly sent: SentMessage }
  /** Decide again when the floor is this participant's. */
  | { readonly type: "wait_for_floor" };

/** What comes of a push in the end, when it has waited for its turn and its message is safe. */
export type PushOutcome =
  | { readonly type: "sent"; readonly sent: SentMessage }
  | { readonly type: "refused"; readonly reason: RefusalReason };

const NOTHING: Decision = { type: "accepted", events: [] };

export function decide(room: RoomState, floor: FloorState, command: RoomCommand): Decision {
  switch (command.type) {
    case "push":
      return decidePush(room, floor, command);
    case "join":
      return decideJoin(room, command.name, command.client_id);
    case "leave":
      if (!room.participants.has(command.participant)) return NOTHING;
      return accept(...passStickOn(room, command.participant), { type: "left", participant: command.participant });
    case "claim":
      requireParticipant(room, command.participant);
      return decideClaim(room, command.participant);
    case "release":
      return accept(...passStickOn(room, command.participant));
    case "expire": {
      const { holder } = room.stick;
      return holder === null ? NOTHING : accept(...passStickOn(room, holder, "expired"));
    }
    case "waiting":
    case "nudge":
      return room.participants.has(command.participant) ? accept(command) : NOTHING;
    case "announce":
      return accept({ type: "announcement", content: command.content });
  }
}

function decidePush(room: RoomState, floor: FloorState, command: PushCommand): Decision {
  const { participant: name, expected_seq: expected } = command;
  const sent = findPush(room, name, command.push_id);
  if (sent) return { type: "repeated", sent };
  const { id } = requireParticipant(room, name);
  const { stick } = room;
  if (room.policy === "stick" && (stick.holder !== name || stick.epoch !== command.epoch)) {
    return { type: "refused", reason: "stick_needed" };
  }
  const holder = floorHolder(floor);
  if (holder !== null && holder !== name) {
    // A broadcast is never refused, and nobody is refused more than three times in a row: both wait their turn.
    const waits = expected === null || mustWaitForFloor(floor, name);
    return waits ? { type: "wait_for_floor" } : { type: "refused", reason: "floor_lent" };
  }
  if (expected !== null && lastMessageOfOthers(room, name) > expected) {
    return { type: "refused", reason: "unseen_messages" };
  }
  const message: MessageBody = {
    type: "message",
    message_id: `msg-${room.lastSeq + 1}`,
    sender_id: id,
    sender: name,
    content: command.content,
    push_id: command.push_id,
    expected_seq: expected,
  };
  return accept(message, ...passStickOn(room, name));
}

function decideJoin(room: RoomState, input: string, clientId: string | undefined): Decision {
  const name = parseName(input);
  const keys = nameKeys(name);
  const present = [...room.participants.values()];
  const taken = present.find((other) => shareKey(other.keys, keys));
  if (taken) {
    throw new ChatError(
      "name_taken",
      `${name} cannot be told from ${taken.name}, who is in the room; choose another name`,
    );
  }
  // Who comes back has its id again, unless somebody whose name is like both has come in with it meanwhile.
  const known = keys.flatMap((key) => room.ids.get(key) ?? []).find((id) => present.every((other) => other.id !== id));
  return accept({
    type: "joined",
    participant: name,
    participant_id: known ?? `user-${room.lastSeq + 1}`,
    unread_after: unreadAfter(room),
    ...(clientId === undefined ? {} : { client_id: clientId }),
  });
}

function decideClaim(room: RoomState, name: string): Decision {
  const { stick } = room;
  if (stick.holder === name || stick.queue.includes(name)) return NOTHING;
  const free = room.policy === "stick" && stick.holder === null;
  return accept(
    free
      ? { type: "stick", action: "granted", participant: name, epoch: stick.epoch + 1 }
      : { type: "stick", action: "claimed", participant: name, epoch: stick.epoch },
  );
}

/** `name` gives the stick back (or loses it), and the next in the queue is granted it. */
function passStickOn(room: RoomState, name: string, action: "released" | "expired" = "released"): EventBody[] {
  const { stick } = room;
  if (stick.holder !== name) return [];
  const events: EventBody[] = [{ type: "stick", action, participant: name, epoch: stick.epoch }];
  const next = stick.queue.find((other) => other !== name);
  if (next !== undefined) {
    events.push({ type: "stick", action: "granted", participant: next, epoch: stick.epoch + 1 });
  }
  return events;
}

function requireParticipant(room: RoomState, name: string): { readonly id: string } {
  const participant = room.participants.get(name);
  if (!participant) throw new ChatError("not_logged_in", `${name} is not in the room; login first`);
  return participant;
}

function accept(...events: EventBody[]): Decision {
  return { type: "accepted", events };
}
