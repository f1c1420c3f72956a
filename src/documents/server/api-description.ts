/** The HTTP API as path items of an OpenAPI 3.1 document. */
import * as z from "zod";
import { API_ERRORS, type ApiErrorCode } from "../http-api.ts";
import type { ApiRoute } from "./api-route.ts";

const FAILURE = {
  type: "object",
  required: ["success", "error"],
  properties: {
    success: { const: false },
    error: {
      type: "object",
      required: ["code", "message"],
      properties: { code: { enum: Object.keys(API_ERRORS) }, message: { type: "string" } },
    },
    difference: { type: "string", description: "With stale_base: a unified diff." },
    version: { type: "integer", description: "With stale_base: the block's version now." },
    current: { type: ["string", "null"], description: "With stale_base: the block's text now." },
  },
} as const;

export function describeApi(routes: readonly ApiRoute[]): Readonly<Record<string, object>> {
  const byPath = Map.groupBy(routes, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, of]) => [
      path,
      Object.fromEntries(of.map((route) => [route.method.toLowerCase(), describe(route)])),
    ]),
  );
}

function describe({ method, path, summary, body, status }: ApiRoute): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const schema = body && z.toJSONSchema(body, { io: "input", target: "draft-2020-12" });
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^a-z]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replaceAll(/\W/g, "")}`,
    tags: ["documents"],
    summary,
    description: "On a server with a token: with the token of a user (llm-chat user add).",
    security: [{}, { bearer: [] }],
    parameters: names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
    ...(schema && { requestBody: { content: { "application/json": { schema: withoutDialect(schema) } } } }),
    responses: { [status ?? 200]: { description: "Done." }, ...failures(body !== undefined) },
  };
}

function withoutDialect({ $schema: _, ...schema }: Readonly<Record<string, unknown>>): object {
  return schema;
}

function failures(hasBody: boolean): Readonly<Record<string, object>> {
  const ofBodies: readonly ApiErrorCode[] = ["malformed_json", "too_large", "unsupported_media_type"];
  const codes = (Object.keys(API_ERRORS) as ApiErrorCode[]).filter(
    (code) => code !== "method_not_allowed" && (hasBody || !ofBodies.includes(code)),
  );
  const byStatus = Map.groupBy(codes, (code) => API_ERRORS[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      status,
      { description: `Error: ${of.join(", ")}.`, content: { "application/json": { schema: FAILURE } } },
    ]),
  );
}
