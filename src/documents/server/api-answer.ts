/** What the HTTP API answers: JSON that nobody keeps or guesses the type of, and every failure in the one shape. */
import { API_ERRORS, type ApiErrorCode, type ApiFailure } from "../http-api.ts";
import type { Refusal } from "../refusal.ts";

/** What no answer is without. */
export const SAFE_HEADERS = { "x-content-type-options": "nosniff", "cache-control": "no-store" } as const;

export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ApiErrorCode;
  readonly more: Pick<Refusal, "difference" | "version" | "current">;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ApiErrorCode,
    message: string,
    { headers = {}, ...more }: ApiError["more"] & { readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.code = code;
    this.more = more;
    this.headers = headers;
  }
}

/** What is to be thrown of a refusal. */
export function refused({ refusal: { code, message, ...more } }: { readonly refusal: Refusal }): ApiError {
  return new ApiError(code, message, more);
}

/** `value`: one of the answers of `http-api.ts`. */
export function jsonAnswer(value: object, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { ...SAFE_HEADERS, "content-type": "application/json" },
  });
}

export function failureAnswer({ code, message, more, headers }: ApiError): Response {
  const value: ApiFailure = { success: false, error: { code, message }, ...more };
  return new Response(JSON.stringify(value), {
    status: API_ERRORS[code],
    headers: { ...SAFE_HEADERS, "content-type": "application/json", ...headers },
  });
}
