/** What the server and its clients agree on beside the events: names, figures, and the shapes of the answers. */
import type { FloorPolicy, RefusalReason } from "./protocol.ts";
import type { WireEvent } from "./wire-event.ts";

export const DEFAULT_PORT = 8894;
/** The room that paths without a prefix mean. */
export const DEFAULT_ROOM = "lobby";
/** Names the participant on an open server, where no token does. */
export const USER_HEADER = "X-LLM-Chat-User";
/** Most events in one SSE frame, so that a resume makes progress over a bad line. */
export const FRAME_EVENTS = 100;
/** A comment and a `ping` event go out on every stream this often, in ms. */
export const HEARTBEAT_MS = 15_000;
/** A participant whose last stream ended leaves after this, in ms, unless it comes back or acts. */
export const STREAM_LEASE_MS = 60_000;
/** A participant that never had a stream leaves after this long without a sign of life, in ms. */
export const IDLE_LEASE_MS = 10 * 60_000;
/** Room names are file names too. */
export const ROOM_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

export const SERVER_LIMITS = {
  bodyBytes: 1_048_576,
  /** Of JSON, arrays and objects in one another. */
  depth: 32,
  batch: 50,
  rooms: 1_000,
  participants: 1_000,
  /** Streams of one room. */
  streams: 4_000,
  connections: 10_000,
  /** Of the headers of a request. */
  headerBytes: 16_384,
  /** To send the headers of a request, ms. */
  headersMs: 10_000,
  /** To send all of a request, ms. */
  requestMs: 30_000,
  /** Bytes that wait for one reader, before it is served from what is kept instead. */
  queuedBytes: 1_048_576,
  messagesPerPage: 1_000,
} as const;

/** `error.code` of an answer that is no success, and its HTTP status. */
export const HTTP_ERRORS = {
  malformed_json: 400,
  invalid_request: 400,
  invalid_name: 400,
  unauthorized: 401,
  /** A valid token, but of somebody else. */
  forbidden: 403,
  forbidden_host: 403,
  forbidden_origin: 403,
  not_registered: 404,
  unknown_room: 404,
  not_found: 404,
  method_not_allowed: 405,
  /** The request was not sent in time. */
  request_timeout: 408,
  name_taken: 409,
  room_exists: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  content_policy: 422,
  rate_limited: 429,
  headers_too_large: 431,
  internal_error: 500,
  /** The room cannot store messages any more; reading goes on. */
  room_read_only: 503,
  limit_reached: 503,
  shutting_down: 503,
} as const;

export type HttpErrorCode = keyof typeof HTTP_ERRORS;

export interface ErrorAnswer {
  readonly success: false;
  readonly error: { readonly code: HttpErrorCode; readonly message: string };
}

export interface RegisterAnswer {
  readonly success: true;
  readonly username: string;
  readonly session_token: string;
  readonly participants: readonly string[];
  readonly last_seq: number;
  readonly room: string;
  readonly floor: FloorPolicy;
  /** As of `last_seq`. */
  readonly stick: { readonly holder: string | null; readonly queue: readonly string[]; readonly epoch: number };
  readonly joined_seq: number;
  readonly unread_after: number;
}

export interface SentAnswer {
  readonly success: true;
  readonly message_id: string;
  readonly seq: number;
  readonly timestamp: string;
  readonly last_seq: number;
}

/** With 409 (422: `content_policy`, 503: `room_read_only`). `messages`: what the sender has not seen. */
export interface NotSentAnswer {
  readonly success: false;
  readonly reason: RefusalReason;
  readonly messages: readonly WireEvent[];
  readonly last_seq: number;
  /** For clients that look for an error first. */
  readonly error: { readonly code: RefusalReason; readonly message: string };
}

export interface StickAnswer {
  readonly success: true;
  readonly granted: boolean;
  readonly holder: string | null;
  readonly position: number;
  /** The seqs of what the claim caused. */
  readonly seqs: readonly number[];
  readonly last_seq: number;
}

/** POST /composing, /check_event, /release, /nudge, /unregister. */
export interface DoneAnswer {
  readonly success: true;
  readonly last_seq: number;
}
