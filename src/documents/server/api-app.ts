/** The HTTP API as a function from a request to an answer. A request is of a user first; then its body is read and checked. */
import { type Context, Hono } from "hono";
import type { Documents } from "../documents.ts";
import type { User } from "../model.ts";
import { StoreError, type StoreErrorCode } from "../store/store-error.ts";
import { ApiError, failureAnswer } from "./api-answer.ts";
import { readBody } from "./api-body.ts";
import type { ApiRoute } from "./api-route.ts";
import { BLOCK_ROUTES } from "./block-routes.ts";
import { SHELF_ROUTES } from "./shelf-routes.ts";
import { UserRates } from "./user-rates.ts";

export interface ApiOptions {
  readonly documents: Documents;
  /** Whose token it is; null: nobody's. */
  readonly userOf: (token: string | null) => Promise<User | null>;
  /** Requests a second of one user; 0: no limit. */
  readonly rate: number;
  /** Where discussions can be watched; null: nowhere. */
  readonly viewerUrl: () => string | null;
  /** One line for the operator: a failure that nobody foresaw. */
  readonly log: (line: string) => void;
}

export const API_ROUTES: readonly ApiRoute[] = [...SHELF_ROUTES, ...BLOCK_ROUTES];

export function createApi(options: ApiOptions): Hono {
  const app = new Hono();
  const rates = new UserRates(options.rate, options.documents.clock);
  for (const route of API_ROUTES) {
    app.on(route.method, patternOf(route), (c) => answer(c, route, options, rates));
  }
  app.notFound((c) => failureAnswer(nothingAt(c.req.path)));
  app.onError((error, c) => failureAnswer(failureOf(error, c, options.log)));
  return app;
}

async function answer(c: Context, route: ApiRoute, options: ApiOptions, rates: UserRates): Promise<Response> {
  const { documents, userOf, viewerUrl } = options;
  const user = await userOf(bearerOf(c.req.header("authorization")));
  if (!user) throw unauthorized();
  if (!rates.take(user.id)) {
    throw new ApiError("rate_limited", "Too many requests; go on in 1 s.", { headers: { "retry-after": "1" } });
  }
  const body: unknown = route.body && (await readBody(c.req.raw, route.body));
  const query = new URL(c.req.url).searchParams;
  return route.handle({ documents, user, viewerUrl, body, query, param: (name) => c.req.param(name) ?? null });
}

export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? null;
}

export function unauthorized(): ApiError {
  return new ApiError(
    "unauthorized",
    "This needs the token of a user (llm-chat user add NAME makes one); send it as Authorization: Bearer TOKEN.",
    { headers: { "www-authenticate": "Bearer" } },
  );
}

/** In Hono's way of writing. */
function patternOf({ path }: ApiRoute): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** Why no route answers at `path`. */
function nothingAt(path: string): ApiError {
  const parts = path.split("/");
  const here = API_ROUTES.filter((route) => {
    const wanted = route.path.split("/");
    return wanted.length === parts.length && wanted.every((part, at) => part.startsWith("{") || part === parts[at]);
  });
  if (here.length === 0) return new ApiError("not_found", "There is nothing here; GET /docs shows what there is.");
  const allow = here.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
  return new ApiError("method_not_allowed", `This path takes ${allow}.`, { headers: { allow } });
}

/** What a database may get over. */
const UNAVAILABLE: ReadonlySet<StoreErrorCode> = new Set(["unreachable", "failed"]);

function failureOf(error: unknown, c: Context, log: (line: string) => void): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreError && UNAVAILABLE.has(error.code)) {
    log(`${c.req.method} ${c.req.path}: ${error.message}`);
    return new ApiError("unavailable", `The documents cannot be had just now: ${error.reason}.`);
  }
  log(`${c.req.method} ${c.req.path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return new ApiError("internal_error", "The server failed on this request; its log says why.");
}
