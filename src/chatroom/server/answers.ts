/** What goes out: JSON that nobody keeps or guesses the type of, and every failure in the one documented shape. */
import { ChatError } from "../errors.ts";
import type { ServerContext } from "./context.ts";
import { type HttpError, toHttpError } from "./http-error.ts";

const JSON_HEADERS = {
  "content-type": "application/json",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
} as const;

export function jsonAnswer(value: object, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: JSON_HEADERS });
}

/** A text that was written by us, or made safe: a page, a document, figures. */
export function textAnswer(
  text: string,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(text, {
    headers: {
      "content-type": contentType,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

/** Any failure, of `HttpError` or not. */
export function errorAnswer(failure: unknown): Response {
  const error = publicError(failure);
  const { code, message } = error.answer.error;
  return new Response(JSON.stringify({ success: false, error: { code, message: oneLine(message) } }), {
    status: error.status,
    headers: { ...JSON_HEADERS, ...error.headers },
  });
}

/** What of a failure its caller is told: nothing of where the server keeps its journals, for one. */
export function publicError(failure: unknown): HttpError {
  const error = toHttpError(failure);
  const isJournal = failure instanceof ChatError && error.code === "room_read_only";
  return isJournal
    ? toHttpError(
        new ChatError("journal_failed", "The room cannot be stored or read back; its operator has to look at it."),
      )
    : error;
}

/** Names and words of callers may be quoted in a message: it stays one line all the same, and shows no tricks. */
export function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ");
}

/** What the operator is told of a failure that nobody foresaw: where, and all that is known. */
export function failureLine(c: ServerContext, error: unknown): string {
  return oneLine(`${c.req.method} ${c.req.path}: ${stackOf(error)}`);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
