/** What pages of elsewhere may do here, in the headers that browsers look for. */
import type { OriginCheck } from "../../http/origin-check.ts";
import { USER_HEADER } from "../http-api.ts";
import { SESSION_HEADER } from "./credentials.ts";
import { HttpError } from "./http-error.ts";

/** What an allowed page may send, and read of an answer. */
const PREFLIGHT_HEADERS = {
  "access-control-allow-methods": "GET, POST, PATCH, DELETE",
  "access-control-allow-headers": [
    ...["Authorization", "Content-Type", "Last-Event-ID", USER_HEADER, SESSION_HEADER],
    ...["Mcp-Session-Id", "Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name"],
  ].join(", "),
  "access-control-max-age": "600",
} as const;
/** How node-server is told that the response is somebody else's. */
const ALREADY_SENT = "x-hono-already-sent";
const EXPOSED = "Retry-After, WWW-Authenticate, Mcp-Session-Id, Mcp-Protocol-Version";

/** The allowed page that calls; null for this server's own and for programs. Throws `HttpError`. */
export function allowedOrigin(origins: OriginCheck, headers: Headers): string | null {
  const verdict = origins.judge({
    origin: headers.get("origin"),
    host: headers.get("host"),
    site: headers.get("sec-fetch-site"),
  });
  if (verdict.type === "refused") throw new HttpError("forbidden_origin", verdict.reason);
  return verdict.type === "allowed" ? verdict.origin : null;
}

export function isPreflight({ method, headers }: Request): boolean {
  return method === "OPTIONS" && headers.has("access-control-request-method");
}

export function preflightAnswer(origin: string): Response {
  return new Response(null, { status: 204, headers: { ...corsHeaders(origin), ...PREFLIGHT_HEADERS } });
}

/** The answer as a page of `origin` may read it. What is written past the app has its headers already. */
export function withCors(answer: Response, origin: string): Response {
  if (answer.headers.has(ALREADY_SENT)) return answer;
  const readable = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(corsHeaders(origin))) readable.headers.set(name, value);
  return readable;
}

/** What an answer to an allowed page of elsewhere says. */
export function corsHeaders(origin: string): Readonly<Record<string, string>> {
  return { "access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED, vary: "Origin" };
}
