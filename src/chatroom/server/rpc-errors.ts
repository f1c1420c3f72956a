/** What a failure is called over JSON-RPC. What the room refuses is a result with `status` 0, but for three documented codes. */
import { type HttpError, toHttpError } from "./http-error.ts";
import { RpcError } from "./json-rpc.ts";

/** Of the requirement, and of the range that the specification leaves to servers. */
const CODES = {
  failed: -32000,
  notLoggedIn: -32001,
  noDraft: 40001,
  rateLimited: 40003,
  contentPolicy: 40004,
} as const;

export function notLoggedIn(): RpcError {
  return new RpcError(CODES.notLoggedIn, "Not logged in yet. Please login first.");
}

/** `news`: what the refused push would have brought, which nothing brings again. */
export function noDraft(news: object): RpcError {
  return new RpcError(CODES.noDraft, "No draft exists", { reason: "no_draft", ...news });
}

export function contentPolicy(news: object): RpcError {
  return new RpcError(CODES.contentPolicy, "Content policy violation", { reason: "content_policy", ...news });
}

/** What nobody foresaw stays as it is: the dispatcher shows nothing of it. */
export function toRpcError(failure: unknown): unknown {
  if (failure instanceof RpcError) return failure;
  const error = toHttpError(failure);
  switch (error.code) {
    case "internal_error":
      return failure;
    case "not_registered":
      return notLoggedIn();
    case "invalid_name":
    case "invalid_request":
      return RpcError.standard("invalid params", error.message);
    case "rate_limited":
      return new RpcError(CODES.rateLimited, "Rate limit exceeded", error.message);
    default:
      return new RpcError(CODES.failed, error.message, { code: error.code });
  }
}

/** A refusal of the whole request (token, rate): the same words, as an error that has no inside. */
export function toRefusal(error: HttpError): RpcError {
  const refusal = toRpcError(error);
  return refusal instanceof RpcError ? refusal : RpcError.standard("internal error");
}
