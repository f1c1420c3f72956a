/**
 * What is no fault is an ordinary result: a host that is told of an error shows it, counts it, or calls again. Only what is
 * broken is one.
 */
import type { CallToolResult } from "@modelcontextprotocol/server";
import { ChatError, type ChatErrorCode } from "../errors.ts";

/** The participant can put these right. */
const REFUSALS: ReadonlySet<ChatErrorCode> = new Set([
  "invalid_name",
  "name_taken",
  "not_logged_in",
  "invalid_argument",
  "limit_reached",
]);

export function isRefusal(error: unknown): error is ChatError {
  return error instanceof ChatError && REFUSALS.has(error.code);
}

export const NOT_LOGGED_IN: CallToolResult = refused("not_logged_in", "Not logged in yet. Please login first.");

export function refusal({ code, message }: ChatError): CallToolResult {
  return code === "not_logged_in" ? NOT_LOGGED_IN : refused(code, `[system] Not done: ${message}.`);
}

/** Something is broken. What it is the host is told only where the room has words for it. */
export function failure(error: unknown, onError: (error: Error) => void): CallToolResult {
  if (!(error instanceof ChatError)) onError(error instanceof Error ? error : new Error(String(error)));
  const text = error instanceof ChatError ? error.message : "the room failed on this call; its log says why";
  return { content: [{ type: "text", text: `[system] Failed: ${text}.` }], isError: true };
}

function refused(reason: string, text: string): CallToolResult {
  return { content: [{ type: "text", text }], structuredContent: { status: 0, reason, messages: [] } };
}
