/** What a request to the viewers' port is for, and how it is refused. Pure. */
import type { IncomingMessage } from "node:http";
import type { Refusal } from "./http-answer.ts";

/** Of the log that is replayed. */
export const LOG_PATH = "/log";
/** Whether one may watch, without watching. */
export const ACCESS_PATH = "/access";

export const NOT_FOUND: Refusal = {
  status: 404,
  code: "not_found",
  message: "There is nothing here; the page is at /, and so is the WebSocket.",
};
export const UNKNOWN_ROOM: Refusal = { status: 404, code: "unknown_room", message: "There is no such room." };
export const CLOSING: Refusal = { status: 503, code: "shutting_down", message: "The stream has ended." };
export const UNAUTHORIZED: Refusal = {
  status: 401,
  code: "unauthorized",
  message: "This server wants its token; add ?token=TOKEN to the address, or send Authorization: Bearer TOKEN.",
};

export function corsHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "Authorization, Range",
    "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range",
    "access-control-max-age": "600",
    vary: "Origin",
  };
}

export function urlOf({ url = "" }: IncomingMessage): URL | null {
  return url.startsWith("/") ? URL.parse(`http://viewer${url}`) : null;
}

/** Null: none is named; undefined: the path is none of ours. */
export function roomOf({ pathname, searchParams }: URL): string | null | undefined {
  if (pathname === "/") return searchParams.get("room");
  return /^\/rooms\/([^/]+)\/?$/.exec(pathname)?.[1];
}

export function wrongPath(path: string | null, hasLog: boolean, method: string | undefined): Refusal | null {
  const isLog = path === LOG_PATH && hasLog;
  const isKnown = path === "/" || path === "/favicon.ico" || path === ACCESS_PATH || isLog;
  if (path === null || !(isKnown || /^\/rooms\/[^/]+\/?$/.test(path))) return NOT_FOUND;
  if (method === "GET" || method === "HEAD" || (isLog && method === "OPTIONS")) return null;
  const message = "This path takes GET, HEAD.";
  return { status: 405, code: "method_not_allowed", message, headers: { allow: "GET, HEAD" } };
}
