/**
 * Which pages may call. A browser says from where a page is (`Origin`), or at least that it is from elsewhere
 * (`Sec-Fetch-Site`); programs say nothing. A page of this server may, others only where they are allowed by name.
 */
import { USER_HEADER } from "../http-api.ts";
import { SESSION_HEADER } from "./credentials.ts";
import { HttpError } from "./http-error.ts";

/** What an allowed page may send, and read of an answer. */
const PREFLIGHT_HEADERS = {
  "access-control-allow-methods": "GET, POST, DELETE",
  "access-control-allow-headers": [
    ...["Authorization", "Content-Type", "Last-Event-ID", USER_HEADER, SESSION_HEADER],
    ...["Mcp-Session-Id", "Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name"],
  ].join(", "),
  "access-control-max-age": "600",
} as const;
/** How node-server is told that the response is somebody else's. */
const ALREADY_SENT = "x-hono-already-sent";
const EXPOSED = "Retry-After, WWW-Authenticate, Mcp-Session-Id, Mcp-Protocol-Version";

export class OriginCheck {
  readonly #allowed: ReadonlySet<string>;

  constructor(allowOrigins: readonly string[]) {
    this.#allowed = new Set(allowOrigins.map(normalOrigin));
  }

  /** The allowed page that calls; null for this server's own and for programs. Throws `HttpError`. */
  allowedOrigin(headers: Headers): string | null {
    const origin = headers.get("origin");
    if (origin !== null && this.#allowed.has(normalOrigin(origin))) return origin;
    if (origin !== null && !isSameHost(origin, headers.get("host"))) {
      throw new HttpError(
        "forbidden_origin",
        "Pages of this origin may not call this server; start it with --allow-origin ORIGIN if they shall.",
      );
    }
    if (headers.get("sec-fetch-site") === "cross-site") {
      throw new HttpError("forbidden_origin", "Pages of another site may not call this server.");
    }
    return null;
  }
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

function isSameHost(origin: string, host: string | null): boolean {
  const [, scheme, authority] = /^(https?):\/\/([^/]+)$/.exec(origin.toLowerCase()) ?? [];
  if (authority === undefined || host === null) return false;
  const ownPort = scheme === "https" ? /:443$/ : /:80$/;
  return authority.replace(ownPort, "") === host.toLowerCase().replace(ownPort, "");
}

function normalOrigin(origin: string): string {
  const lower = origin.toLowerCase().replace(/\/+$/, "");
  return /^https?:/.test(lower) && URL.canParse(lower) ? new URL(lower).origin : lower;
}
