/** What a room is: the public names of this folder. */
export { ACTIONS, type Action, type ActionContext } from "./actions.ts";
export { AsyncChatRoom, type AsyncChatRoomOptions } from "./client/async-chat-room.ts";
export { type Clock, sleep, systemClock, timestampOf } from "./clock.ts";
export { jointOf } from "./core/draft.ts";
export { parseName, sameName } from "./core/names.ts";
export { describeNotice, renderEvent, renderResult } from "./core/transcript.ts";
export { ChatError, type ChatErrorCode } from "./errors.ts";
export type { Journal } from "./journal/journal.ts";
export { MemoryJournal } from "./journal/memory-journal.ts";
export { LocalSession, type LocalSessionOptions } from "./local-session.ts";
export { PacedClock } from "./paced-clock.ts";
export {
  type FloorPolicy,
  isMessage,
  LIMITS,
  type MessageEvent,
  type NoticeEvent,
  type RefusalReason,
  type RoomEvent,
  SERVER_NAME,
} from "./protocol.ts";
export { type PushOutcome, RoomHost, type RoomOptions } from "./room-host.ts";
export { RoomSession, type SessionOptions } from "./room-session.ts";
export type {
  ActionResult,
  AppendResult,
  ChatSession,
  CheckOptions,
  CheckResult,
  DraftResult,
  LoginResult,
  PreviewResult,
  PushOptions,
  PushResult,
  StickResult,
} from "./session.ts";
