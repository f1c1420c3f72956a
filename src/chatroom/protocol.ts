/**
 * What happens in a room and how it is asked for. Field names are those of the wire (snake_case), so an event
 * looks the same in memory, in the journal, in the log and on HTTP.
 */

/** How the right to speak is given: `open` (compare-and-set keeps order) or `stick` (only its holder speaks). */
export type FloorPolicy = "open" | "stick";

/** `seq` counts 1, 2, 3 … without gaps in a room; `timestamp` is ISO 8601, UTC, with milliseconds. */
export interface EventHeader {
  readonly seq: number;
  readonly timestamp: string;
}

/** A participant said something. The only event that is not a notice. */
export interface MessageBody {
  readonly type: "message";
  readonly message_id: string;
  readonly sender_id: string;
  readonly sender: string;
  readonly content: string;
  /** Made with the draft; the same id twice is the same message (a push whose answer was lost). */
  readonly push_id: string;
  /** The last seq its sender had been shown when it decided to push; `null`: an unconditional broadcast. */
  readonly expected_seq: number | null;
}

export interface JoinedBody {
  readonly type: "joined";
  readonly participant: string;
  readonly participant_id: string;
  /** The last seq that the newcomer is NOT to be shown: its unread queue begins after it. */
  readonly unread_after: number;
  /** Made by a client for this one seat: a registration with the same one again is a repeat, not another participant. */
  readonly client_id?: string;
}

export interface LeftBody {
  readonly type: "left";
  readonly participant: string;
}

/**
 * `claimed`: asked for while held (the claimant now queues), or merely announced in an `open` room.
 * `granted`: given, for `epoch`; a push must carry the epoch it was granted.
 * `released`: given back. `expired`: the lease ran out and the room took it back.
 */
export interface StickBody {
  readonly type: "stick";
  readonly action: "claimed" | "granted" | "released" | "expired";
  readonly participant: string;
  readonly epoch: number;
}

export interface WaitingBody {
  readonly type: "waiting";
  readonly participant: string;
  readonly seconds: number;
}

/** The room asks one participant to go on, because everyone is waiting. */
export interface NudgeBody {
  readonly type: "nudge";
  readonly participant: string;
}

/** The room itself says something to everybody (a warning that the talk goes in circles, say). Wakes nobody. */
export interface AnnouncementBody {
  readonly type: "announcement";
  readonly content: string;
}

export type NoticeBody = JoinedBody | LeftBody | StickBody | WaitingBody | NudgeBody | AnnouncementBody;
export type EventBody = MessageBody | NoticeBody;

export type MessageEvent = EventHeader & MessageBody;
export type NoticeEvent = EventHeader & NoticeBody;
export type RoomEvent = MessageEvent | NoticeEvent;

/** Why an action did nothing. Data, not an exception: the participant reads it and goes on. */
export type RefusalReason =
  /** The room holds a message this participant has not been shown. */
  | "unseen_messages"
  /** Another participant, refused three times in a row, goes first. */
  | "floor_lent"
  /** A `stick` room, and the participant does not hold the stick (any more). */
  | "stick_needed"
  | "no_draft"
  | "empty_text"
  | "draft_full"
  | "nothing_to_undo"
  /** The room's content check said no (wire error 40004). */
  | "content_policy"
  /** The room could not store a message and takes no more until it is opened again. */
  | "room_read_only"
  /** An earlier call of the same model turn was refused or cut; the model has to see that first. */
  | "skipped";

/** Characters are Unicode grapheme clusters. */
export const LIMITS = {
  nameCharacters: 64,
  appendCharacters: 1_000,
  draftCharacters: 100_000,
  suffixCharacters: 100,
  /** How far back from the limit a word boundary is looked for. */
  cutBackCharacters: 40,
  /** A newcomer's unread messages begin with this many of the room. */
  newcomerMessages: 20,
  refusalsBeforeFloor: 3,
  lentFloorMs: 20_000,
  stickLeaseMs: 60_000,
  checkTimeoutMs: 30_000,
  /** The first waiting notice; each next one comes after twice the time. */
  firstWaitingNoticeMs: 2_000,
} as const;

/** The name that notices are shown under. No participant can have it. */
export const SERVER_NAME = "Server";

export function isMessage(event: RoomEvent): event is MessageEvent {
  return event.type === "message";
}

/** Who caused the event, or whom it is about; `null` for the room itself. */
export function subjectOf(event: RoomEvent): string | null {
  if (event.type === "message") return event.sender;
  return event.type === "announcement" ? null : event.participant;
}

/** Whether `event` ends a blocked `check` of `participant`. */
export function wakes(event: RoomEvent, participant: string): boolean {
  switch (event.type) {
    case "message":
      return event.sender !== participant;
    case "stick":
      return event.action === "granted" && event.participant === participant;
    case "nudge":
      return event.participant === participant;
    default:
      return false;
  }
}
