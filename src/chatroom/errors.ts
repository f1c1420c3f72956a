/** The one error class of the chatroom's boundaries. Refusals are data (`RefusalReason`), not errors. */

export type ChatErrorCode =
  | "invalid_name"
  | "name_taken"
  | "not_logged_in"
  | "invalid_argument"
  | "journal_conflict"
  | "journal_failed"
  | "journal_corrupt"
  | "room_closed"
  | "unknown_room"
  | "limit_reached"
  /** The server wants a token, or another one. */
  | "unauthorized"
  /** The server cannot be reached, and has not been for a while. */
  | "disconnected"
  /** The server answered what no server of this protocol answers, or refused for a reason of its own. */
  | "server_error";

/** Thrown on misuse by the program and on a broken room; `message` names the fix, `code` is for programs. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly code: ChatErrorCode;

  constructor(code: ChatErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
