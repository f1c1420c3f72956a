/** One endpoint: where it is, what it takes and answers, who may call it, what it does. The app and its description are made of these. */
import type * as z from "zod";
import type { HttpErrorCode } from "../http-api.ts";
import type { Access } from "./access.ts";
import type { ServerContext } from "./context.ts";
import type { McpEndpoint } from "./mcp-endpoint.ts";
import type { Rooms } from "./rooms.ts";

/** How the server counts what it answers. */
export interface RequestMetrics {
  /** A request has come; call what it returns with the status of its answer. `route`: a pattern, never a path. */
  begin(method: string, route: string): (status: number) => void;
  /** As Prometheus reads it. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** What the handlers work with. */
export interface ServerParts {
  readonly rooms: Rooms;
  readonly access: Access;
  readonly version: string;
  readonly metrics: RequestMetrics;
  /** One line for the operator: a failure that nobody foresaw. */
  readonly log: (line: string) => void;
  /** null: this server speaks no MCP. */
  readonly mcp: McpEndpoint | null;
  readonly newId: () => string;
  /** The OpenAPI description, as JSON. */
  readonly description: () => string;
}

export interface DocumentedAnswer {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Where it is not JSON. */
  readonly contentType?: string;
}

export interface Endpoint<B extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType> {
  readonly method: "GET" | "POST" | "DELETE";
  /** A room's own is also under `/rooms/{room}`. */
  readonly path: `/${string}`;
  readonly scope: "room" | "server";
  /** Of anybody; of who may be in a room; of the participant it is about; of who has the server's token. */
  readonly caller: "anybody" | "member" | "participant" | "owner";
  readonly summary: string;
  readonly description?: string;
  /** JSON; absent: none is read. */
  readonly body?: B;
  readonly query?: Q;
  readonly answers: Readonly<Record<number, DocumentedAnswer>>;
  /** Beside those that come of its scope, caller and body. */
  readonly errors: readonly HttpErrorCode[];
  /** Throws `HttpError` or `ChatError`. */
  handle(
    c: ServerContext,
    input: { body: z.infer<B>; query: z.infer<Q> },
    parts: ServerParts,
  ): Promise<Response> | Response;
}

export function endpoint<B extends z.ZodType, Q extends z.ZodType>(definition: Endpoint<B, Q>): Endpoint {
  return definition;
}
