/**
 * What is true in a room: a fold over its events. One host owns a state, so `apply` changes it in place (a copy per
 * message would make a room of a thousand participants slow); nothing here does I/O, knows the time or is random.
 */
import type { FloorPolicy, RoomEvent } from "../protocol.ts";
import { LIMITS } from "../protocol.ts";
import { nameKeys } from "./names.ts";

/** Pushes of one sender that can still be repeated: far more than one has under way at once. */
const REMEMBERED_PUSHES = 64;

export interface SentMessage {
  readonly push_id: string;
  readonly message_id: string;
  readonly seq: number;
  readonly timestamp: string;
}

export interface Participant {
  readonly name: string;
  readonly id: string;
  readonly keys: readonly string[];
  /** The seq of its coming. */
  readonly joinedSeq: number;
  /** The last seq it was not to be shown when it came. */
  readonly unreadAfter: number;
  readonly clientId: string | null;
}

export interface Stick {
  /** Counts grants: a push under an earlier epoch comes too late. */
  epoch: number;
  holder: string | null;
  /** First come, first served. In an `open` room: who has said that it wants to speak. */
  queue: string[];
}

export interface RoomState {
  readonly policy: FloorPolicy;
  lastSeq: number;
  readonly participants: Map<string, Participant>;
  /** Name key → the id it had: who comes back is the same participant. */
  readonly ids: Map<string, string>;
  /** Sender → its last pushes by push id, newest last. */
  readonly pushes: Map<string, Map<string, SentMessage>>;
  /** The last message, and the last one that its sender did not send. */
  readonly head: { seq: number; sender: string | null; seqOfOthers: number };
  /** Seqs of the last messages, for newcomers. */
  readonly recent: number[];
  readonly stick: Stick;
}

export function emptyRoom(policy: FloorPolicy): RoomState {
  return {
    policy,
    lastSeq: 0,
    participants: new Map(),
    ids: new Map(),
    pushes: new Map(),
    head: { seq: 0, sender: null, seqOfOthers: 0 },
    recent: [],
    stick: { epoch: 0, holder: null, queue: [] },
  };
}

/** Takes `event` in. Its seq must be the next one: a gap means that the journal is broken. */
export function apply(room: RoomState, event: RoomEvent): RoomState {
  if (event.seq !== room.lastSeq + 1) {
    throw new Error(`event ${event.seq} does not follow ${room.lastSeq}: the journal has a gap`);
  }
  room.lastSeq = event.seq;
  switch (event.type) {
    case "message": {
      if (event.sender !== room.head.sender) room.head.seqOfOthers = room.head.seq;
      room.head.seq = event.seq;
      room.head.sender = event.sender;
      room.recent.push(event.seq);
      if (room.recent.length > LIMITS.newcomerMessages) room.recent.shift();
      rememberPush(room, event.sender, event);
      if (room.policy === "open") dequeue(room.stick, event.sender);
      break;
    }
    case "joined": {
      const keys = nameKeys(event.participant);
      room.participants.set(event.participant, {
        name: event.participant,
        id: event.participant_id,
        keys,
        joinedSeq: event.seq,
        unreadAfter: event.unread_after,
        clientId: event.client_id ?? null,
      });
      for (const key of keys) room.ids.set(key, event.participant_id);
      break;
    }
    case "left":
      room.participants.delete(event.participant);
      dequeue(room.stick, event.participant);
      if (room.stick.holder === event.participant) room.stick.holder = null;
      break;
    case "stick":
      applyStick(room.stick, event.action, event.participant, event.epoch);
      break;
    case "waiting":
    case "nudge":
    case "announcement":
      break;
  }
  return room;
}

/** The highest seq of a message that somebody other than `name` sent; 0 where there is none. */
export function lastMessageOfOthers(room: RoomState, name: string): number {
  return room.head.sender === name ? room.head.seqOfOthers : room.head.seq;
}

/** The earlier result of the same push, where it went through before. */
export function findPush(room: RoomState, sender: string, pushId: string): SentMessage | undefined {
  return room.pushes.get(sender)?.get(pushId);
}

/** The seq after which a newcomer's unread messages begin. */
export function unreadAfter(room: RoomState): number {
  const first = room.recent[0];
  return first === undefined ? room.lastSeq : first - 1;
}

function applyStick(stick: Stick, action: "claimed" | "granted" | "released" | "expired", name: string, epoch: number) {
  switch (action) {
    case "claimed":
      if (!stick.queue.includes(name)) stick.queue.push(name);
      break;
    case "granted":
      dequeue(stick, name);
      stick.holder = name;
      stick.epoch = epoch;
      break;
    case "released":
    case "expired":
      if (stick.holder === name) stick.holder = null;
      break;
  }
}

function dequeue(stick: Stick, name: string): void {
  const place = stick.queue.indexOf(name);
  if (place >= 0) stick.queue.splice(place, 1);
}

function rememberPush(room: RoomState, sender: string, event: SentMessage): void {
  const { push_id, message_id, seq, timestamp } = event;
  const sent = room.pushes.get(sender) ?? new Map<string, SentMessage>();
  sent.set(push_id, { push_id, message_id, seq, timestamp });
  if (sent.size > REMEMBERED_PUSHES) {
    const [oldest = push_id] = sent.keys();
    sent.delete(oldest);
  }
  room.pushes.set(sender, sent);
}
