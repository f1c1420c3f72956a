/** What ends a request that cannot be answered: a documented code, its status, one line that names the fix. */
import { ChatError, type ChatErrorCode } from "../errors.ts";
import { HTTP_ERRORS, type ErrorAnswer, type HttpErrorCode } from "../http-api.ts";

export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly code: HttpErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: HttpErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.headers = headers;
  }

  get status() {
    return HTTP_ERRORS[this.code];
  }

  get answer(): ErrorAnswer {
    return { success: false, error: { code: this.code, message: this.message } };
  }
}

const BY_CHAT_ERROR: Partial<Record<ChatErrorCode, HttpErrorCode>> = {
  invalid_name: "invalid_name",
  name_taken: "name_taken",
  not_logged_in: "not_registered",
  invalid_argument: "invalid_request",
  journal_failed: "room_read_only",
  journal_corrupt: "room_read_only",
  room_closed: "shutting_down",
  unknown_room: "unknown_room",
  limit_reached: "limit_reached",
  unauthorized: "unauthorized",
};

/** Any failure as an answer. What nobody foresaw is `internal_error`, and says nothing of the inside. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const code = error instanceof ChatError ? BY_CHAT_ERROR[error.code] : undefined;
  if (error instanceof ChatError && code !== undefined) return new HttpError(code, error.message);
  return new HttpError("internal_error", "The server failed on this request; its log says why.");
}
