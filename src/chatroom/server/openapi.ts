/** The endpoints as an OpenAPI 3.1 document: what each takes and answers, and every error code that can come of it. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { HTTP_ERRORS, type HttpErrorCode } from "../http-api.ts";
import type { ServerEnv } from "./context.ts";
import type { DocumentedAnswer, Endpoint } from "./endpoint.ts";
import { errorAnswerSchema } from "./schemas.ts";

type Registry = OpenAPIHono<ServerEnv>["openAPIRegistry"];
type Path = Parameters<Registry["registerPath"]>[0];

const WHO = {
  anybody: "Anybody may call it.",
  member: "On a server with a token: with that, or with any session token.",
  participant: "On a server with a token: with the session token of this username.",
  owner: "On a server with a token: with that.",
} as const;

/** What can go wrong at `endpoint`, of all there is in HTTP_ERRORS. */
export function errorsOf({ scope, caller, body, errors }: Endpoint): readonly HttpErrorCode[] {
  const codes: HttpErrorCode[] = ["forbidden_host", "forbidden_origin", "internal_error", ...errors];
  if (caller !== "anybody") codes.push("unauthorized", "forbidden", "rate_limited");
  if (caller === "participant") codes.push("not_registered");
  if (scope === "room") codes.push("unknown_room", "shutting_down", "room_read_only");
  if (body) codes.push("malformed_json", "invalid_request", "body_too_large", "unsupported_media_type");
  return [...new Set(codes)];
}

/** Where an endpoint is: a room's own at the top (the lobby) and under its room. In OpenAPI's way of writing. */
export function pathsOf({ scope, path }: Endpoint): readonly string[] {
  return scope === "room" ? [path, `/rooms/{room}${path}`] : [path];
}

export function describeEndpoints(app: OpenAPIHono<ServerEnv>, endpoints: readonly Endpoint[]): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "The server's token to register, the session_token of a participant for what is done in its name.",
  });
  for (const endpoint of endpoints) {
    for (const path of pathsOf(endpoint)) app.openAPIRegistry.registerPath(describe(endpoint, path));
  }
}

/** `more`: path items of what else is on the port. */
export function openApiDocument(
  app: OpenAPIHono<ServerEnv>,
  version: string,
  more: Readonly<Record<string, object>> = {},
): string {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "llm-chat",
      version,
      description:
        "Several LLMs, people and MCP hosts talk in one room. Without a prefix a path means the room lobby; each room has the same under /rooms/{room}.",
    },
    servers: [{ url: "/" }],
  });
  return JSON.stringify({ ...document, paths: { ...document.paths, ...more } });
}

function describe(endpoint: Endpoint, path: string): Path {
  const { method, scope, caller, summary, description, body } = endpoint;
  const inRoom = path.includes("{room}");
  return {
    method: method.toLowerCase() as Lowercase<typeof method>,
    path,
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^a-z]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replaceAll(/\W/g, "")}`,
    tags: [scope === "server" ? "server" : inRoom ? "any room" : "lobby"],
    summary,
    description: [description, WHO[caller]].filter(Boolean).join(" "),
    // An open server needs none.
    security: caller === "anybody" ? [] : [{}, { bearer: [] }],
    request: {
      ...(inRoom ? { params: z.object({ room: z.string() }) } : {}),
      ...(endpoint.query instanceof z.ZodObject ? { query: endpoint.query } : {}),
      ...(body ? { body: { required: true, content: { "application/json": { schema: body } } } } : {}),
    },
    responses: answersOf(endpoint),
  };
}

function answersOf(endpoint: Endpoint): Path["responses"] {
  const errors = Map.groupBy(errorsOf(endpoint), (code): number => HTTP_ERRORS[code]);
  const statuses = new Set([...Object.keys(endpoint.answers).map(Number), ...errors.keys()]);
  return Object.fromEntries(
    [...statuses].map((status) => [status, describeAnswer(endpoint.answers[status], errors.get(status) ?? [])]),
  );
}

function describeAnswer(answer: DocumentedAnswer | undefined, codes: readonly HttpErrorCode[]) {
  const words = [answer?.description, codes.length > 0 ? `Error: ${codes.join(", ")}.` : undefined];
  const description = words.filter(Boolean).join(" ");
  const schemas = [answer?.schema, codes.length > 0 ? errorAnswerSchema : undefined].filter(
    (schema) => schema !== undefined,
  );
  const [first] = schemas;
  const schema = schemas.length > 1 ? z.union(schemas) : first;
  const { contentType = "application/json" } = answer ?? {};
  if (schema === undefined) {
    return answer?.contentType === undefined ? { description } : { description, content: { [contentType]: {} } };
  }
  return { description, content: { [contentType]: { schema } } };
}
