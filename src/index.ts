/**
 * The library: what `import … from "llm-chat"` offers. Listed one by one, so that nothing becomes public by chance, and
 * taken from the files themselves: their declarations then need no library of ours (the action table needs zod).
 */
export { AsyncChatRoom, type AsyncChatRoomOptions } from "./chatroom/client/async-chat-room.ts";
export type { ConnectionStatus } from "./chatroom/client/connection-status.ts";
export { type Clock, systemClock } from "./chatroom/clock.ts";
export { ChatError, type ChatErrorCode } from "./chatroom/errors.ts";
export type { Journal } from "./chatroom/journal/journal.ts";
export { MemoryJournal } from "./chatroom/journal/memory-journal.ts";
export { LocalSession, type LocalSessionOptions } from "./chatroom/local-session.ts";
export type { FloorPolicy, MessageEvent, NoticeEvent, RefusalReason, RoomEvent } from "./chatroom/protocol.ts";
export { type PushOutcome, RoomHost, type RoomOptions } from "./chatroom/room-host.ts";
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
} from "./chatroom/session.ts";
export { ChatLogServer, type ChatLogServerOptions } from "./logging/viewer/chat-log-server.ts";
export { type ParsedContent, parseMessageContent } from "./logging/viewer/parsed-content.ts";
