/**
 * The server as a function from a request to an answer, without a port: every endpoint with what stands before it. A
 * request passes Host and Origin first, then its room is looked up, its body read and checked, and its handler called.
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Handler } from "hono";
import type * as z from "zod";
import { DEFAULT_ROOM } from "../http-api.ts";
import type { Access } from "./access.ts";
import { errorAnswer, failureLine } from "./answers.ts";
import type { Beside } from "./beside.ts";
import type { ServerContext, ServerEnv } from "./context.ts";
import type { Endpoint, RequestMetrics, ServerParts } from "./endpoint.ts";
import { events, mcpDelete, mcpGet, mcpPost, rpc } from "./hand-over.ts";
import { HttpError, toHttpError } from "./http-error.ts";
import type { McpEndpoint } from "./mcp-endpoint.ts";
import { messages, send } from "./messages.ts";
import { describeEndpoints, openApiDocument, pathsOf } from "./openapi.ts";
import { reconnect, register, unregister, users } from "./participants.ts";
import { readJson } from "./request-body.ts";
import type { Rooms } from "./rooms.ts";
import { docs, health, makeRoom, metrics, oneRoom, openapi, rooms } from "./server-endpoints.ts";
import { checkEvent, composing, nudge, release, talkingStick } from "./signals.ts";
import { pathOf } from "./upgrade.ts";

export interface AppOptions {
  readonly rooms: Rooms;
  readonly access: Access;
  readonly version: string;
  /** One line for the operator: a failure that nobody foresaw. */
  readonly log: (line: string) => void;
  /** null: the server speaks no MCP. */
  readonly mcp: McpEndpoint | null;
  /** What else is on this port. */
  readonly beside?: Beside | null;
  readonly metrics: RequestMetrics;
  /** Of a message that is sent without a push id. */
  readonly newId?: () => string;
}

export const ENDPOINTS: readonly Endpoint[] = [
  ...[register, unregister, reconnect, users],
  ...[send, messages, events],
  ...[talkingStick, composing, checkEvent, release, nudge],
  ...[rpc, mcpPost, mcpGet, mcpDelete],
  ...[rooms, makeRoom, oneRoom, health, metrics, openapi, docs],
];

/** What is counted under no endpoint. */
const ELSEWHERE = "/*";

export function createApp(options: AppOptions): OpenAPIHono<ServerEnv> {
  const { access, version, log, metrics: counted, beside = null, newId = () => crypto.randomUUID() } = options;
  const app = new OpenAPIHono<ServerEnv>();
  let description: string | null = null;
  const parts: ServerParts = {
    ...options,
    newId,
    description: () => (description ??= openApiDocument(app, version, beside?.paths ?? {})),
  };
  const fail = (c: ServerContext, error: unknown): Response => {
    if (toHttpError(error).code === "internal_error") log(failureLine(c, error));
    return errorAnswer(error);
  };
  for (const endpoint of ENDPOINTS) {
    for (const path of routesOf(endpoint)) app.on(endpoint.method, path, handlerOf(endpoint, path, parts, fail));
  }
  describeEndpoints(app, ENDPOINTS);
  app.notFound((c) => {
    const answer = errorAnswer(nothingAt(c.req.path));
    counted.begin(c.req.method, ELSEWHERE)(answer.status);
    return answer;
  });
  app.onError((error, c) => fail(c, error));
  const { fetch } = app;
  app.fetch = access.guard((request, ...rest) =>
    beside?.serves(pathOf(request.url)) ? beside.fetch(request) : fetch(request, ...rest),
  );
  return app;
}

/** One function a request: what stands before a handler is no middleware, each of which would cost a promise. */
function handlerOf(
  endpoint: Endpoint,
  route: string,
  parts: ServerParts,
  fail: (c: ServerContext, error: unknown) => Response,
): Handler<ServerEnv> {
  return async (c) => {
    const answered = parts.metrics.begin(c.req.method, route);
    let answer: Response;
    try {
      if (endpoint.scope === "room") c.set("room", parts.rooms.find(c.req.param("room") ?? DEFAULT_ROOM));
      const query = endpoint.query && check(endpoint.query, c.req.query());
      const body = endpoint.body && check(endpoint.body, await readJson(c));
      answer = await endpoint.handle(c, { body, query }, parts);
    } catch (error) {
      answer = fail(c, error);
    }
    answered(answer.status);
    return answer;
  };
}

/** Throws `HttpError` with what is wrong first. */
function check(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  const problem = issue?.message.endsWith("received undefined") ? "it is missing; send it" : issue?.message;
  throw new HttpError("invalid_request", `${field === "" ? "The request" : field}: ${problem}.`);
}

/** The paths of an endpoint in Hono's way of writing. */
function routesOf(endpoint: Endpoint): readonly string[] {
  return pathsOf(endpoint).map((path) => path.replaceAll(/\{(\w+)\}/g, ":$1"));
}

/** Why no endpoint answers at `path`. */
function nothingAt(path: string): HttpError {
  const here = ENDPOINTS.filter((endpoint) => routesOf(endpoint).some((route) => matches(route, path)));
  if (here.length === 0) return new HttpError("not_found", "There is nothing here; GET /docs shows what there is.");
  const allow = here.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
  return new HttpError("method_not_allowed", `This path takes ${allow}.`, { allow });
}

function matches(route: string, path: string): boolean {
  const parts = path.split("/");
  const wanted = route.split("/");
  return wanted.length === parts.length && wanted.every((part, index) => part.startsWith(":") || part === parts[index]);
}
