/**
 * One request to a room of a server, and what came of it: an answer, a no, or nothing that can be relied on (the request
 * may have arrived, or not). Whether it is repeated is for the caller to say.
 */
import type { Clock } from "../clock.ts";
import { ChatError, type ChatErrorCode } from "../errors.ts";
import { errorAnswer, notSentAnswer } from "./answers.ts";
import { AttemptTimeout, attempt } from "./attempt.ts";
import { oneLine, reasonOf } from "./reasons.ts";
import { roomUrl, type ServerAddress } from "./server-address.ts";

export type Reply =
  | { readonly type: "answered"; readonly body: unknown }
  /** `code`: the server's word for it; `body`: the whole answer. */
  | { readonly type: "declined"; readonly code: string; readonly error: ChatError; readonly body: unknown }
  | {
      readonly type: "lost";
      /** One line. */
      readonly reason: string;
      /** The server asks not to come back before, ms. */
      readonly atLeastMs: number;
      /** It has merely taken too long. */
      readonly isSlow: boolean;
    };

export interface ServerCallsOptions {
  readonly address: ServerAddress;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

export interface CallOptions {
  /** Sent as Bearer; null: none. */
  readonly token: string | null;
  readonly signal: AbortSignal;
  /** How long this one request may take, ms. */
  readonly ms: number;
}

const CHAT_ERRORS: Readonly<Record<string, ChatErrorCode>> = {
  invalid_name: "invalid_name",
  name_taken: "name_taken",
  not_registered: "not_logged_in",
  unauthorized: "unauthorized",
  forbidden: "unauthorized",
  unknown_room: "unknown_room",
  limit_reached: "limit_reached",
  invalid_request: "invalid_argument",
  body_too_large: "invalid_argument",
  room_read_only: "journal_failed",
};
/** They come with a status that otherwise means "later", and are meant for good. */
const FINAL_CODES: readonly string[] = ["limit_reached", "room_read_only"];

export class ServerCalls {
  readonly #options: ServerCallsOptions;

  constructor(options: ServerCallsOptions) {
    this.#options = options;
  }

  post(path: string, body: object, options: CallOptions): Promise<Reply> {
    return this.#call(roomUrl(this.#options.address, path), JSON.stringify(body), options);
  }

  /** Of the server, not of the room. */
  get(path: string, options: CallOptions): Promise<Reply> {
    return this.#call(this.#options.address.server + path, null, options);
  }

  /** Rejects only with the reason of `signal`. */
  async #call(url: string, body: string | null, { token, signal, ms }: CallOptions): Promise<Reply> {
    const { fetch, clock } = this.#options;
    const type = body === null ? {} : { "content-type": "application/json" };
    const headers = { accept: "application/json", ...type, ...bearer(token) };
    const method = body === null ? "GET" : "POST";
    try {
      return await attempt({ clock, ms, signal }, async (signal) => {
        const response = await fetch(url, { method, headers, body, signal, redirect: "manual" });
        // The whole of it: an answer that was cut is no answer.
        const reply = replyOf(response, await response.text(), url);
        const isRefused = reply.type === "declined" && reply.code === "unauthorized";
        return isRefused ? { ...reply, error: this.#unauthorized(token) } : reply;
      });
    } catch (error) {
      signal.throwIfAborted();
      return { type: "lost", reason: reasonOf(error), atLeastMs: 0, isSlow: error instanceof AttemptTimeout };
    }
  }

  /** The server says it in the words of its requests; whoever reads this has not written one. */
  #unauthorized(token: string | null): ChatError {
    const { server } = this.#options.address;
    const problem = token === null ? "wants a token; give it the server's" : "does not take this token; check it";
    return new ChatError("unauthorized", `${server} ${problem} (token, --token or LLM_CHAT_TOKEN)`);
  }
}

export function bearer(token: string | null): Readonly<Record<string, string>> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** What is said where an answer is none of this protocol. */
export function foreignAnswer(url: string, what: string): ChatError {
  return new ChatError(
    "server_error",
    `${url} answered ${what}: is that an llm-chat server? Check the address, and what stands between`,
  );
}

function redirected(url: string, location: string | null): ChatError {
  const target = URL.parse(location ?? "", url);
  const where = target === null || target.origin === new URL(url).origin ? "another address" : target.origin;
  return new ChatError("server_error", `${url} sends on to ${where}: give the address of the llm-chat server itself`);
}

export function replyOf(response: Response, text: string, url: string): Reply {
  const { status } = response;
  const body = jsonOf(text);
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  if (response.ok) {
    if (isJson && body !== undefined) return { type: "answered", body };
    if (isJson) return { type: "lost", reason: "the answer was cut", atLeastMs: 0, isSlow: false };
    return { type: "declined", code: "", error: foreignAnswer(url, "something that is no JSON"), body };
  }
  // Not followed: a POST would arrive there as a GET, and a token is for this server only.
  if (status >= 300 && status < 400) {
    return { type: "declined", code: "", error: redirected(url, response.headers.get("location")), body };
  }
  const failure = errorAnswer.safeParse(body).data?.error;
  const isMeant =
    notSentAnswer.safeParse(body).success || (failure !== undefined && FINAL_CODES.includes(failure.code));
  if (!isMeant && (status >= 500 || status === 429 || status === 408)) {
    const said = failure === undefined ? `the server answered ${status}` : phrase(failure.message);
    return { type: "lost", reason: said, atLeastMs: retryAfter(response), isSlow: false };
  }
  if (!failure) return { type: "declined", code: "", error: foreignAnswer(url, `with status ${status}`), body };
  const code = CHAT_ERRORS[failure.code] ?? "server_error";
  return { type: "declined", code: failure.code, error: new ChatError(code, phrase(failure.message)), body };
}

/** A server speaks in sentences; what is said here goes on, or gets its own end. */
function phrase(sentence: string): string {
  return oneLine(sentence).replace(/\.$/, "");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** In seconds; the other form of the header, a date, is nothing our server sends. */
function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1_000 : 0;
}
