/** The endpoints whose answers are made elsewhere: event streams, JSON-RPC, MCP. Here is what has to be right before. */
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { failureLine, jsonAnswer, textAnswer } from "./answers.ts";
import type { ServerContext } from "./context.ts";
import { type Endpoint, endpoint, type ServerParts } from "./endpoint.ts";
import { HttpError } from "./http-error.ts";
import { readJsonText } from "./request-body.ts";
import { handleRpc } from "./rpc.ts";
import { eventsQuery } from "./schemas.ts";

export const events = endpoint({
  method: "GET",
  path: "/events",
  scope: "room",
  caller: "participant",
  summary: "The room as server-sent events",
  description:
    "Frames of at most 100 events: `id` is the seq of the last one, `data` a JSON array of events. It begins after the cursor (Last-Event-ID, or `after`), else with the participant's own coming. `event: ping` each 15 s; `event: composing` says who writes; `event: resync` brings all that is kept where the cursor is older than that, or of another time of the room.",
  query: eventsQuery,
  answers: { 200: { description: "A stream without an end.", contentType: "text/event-stream" } },
  errors: ["invalid_request", "limit_reached"],
  handle(c, { query }, { access }) {
    const seat = access.seatOf(c, query.username);
    // Hono answers a HEAD from this answer: nothing may be written past it.
    if (c.req.method === "HEAD") return textAnswer("", "text/event-stream");
    const { hub, seats } = c.get("room");
    const after = lastEventId(c) ?? query.after;
    const { outgoing } = c.env;
    for (const [name, value] of Object.entries(access.corsHeaders(c))) outgoing.setHeader(name, value);
    outgoing.setHeader("x-content-type-options", "nosniff");
    hub.open(
      outgoing,
      { after: after === undefined ? seat.joinedSeq - 1 : Number(after), username: seat.name },
      seats.openStream(seat.name),
    );
    return RESPONSE_ALREADY_SENT;
  },
});

export const rpc = endpoint({
  method: "POST",
  path: "/rpc",
  scope: "room",
  caller: "participant",
  summary: "JSON-RPC 2.0: the actions, with a draft that the server holds",
  description:
    "append, undo, push, reset, check, talking_stick, preview, login. The session is the Bearer token, or X-LLM-Chat-User on an open server (percent-encoded where it is not ASCII).",
  answers: {
    200: { description: "A JSON-RPC answer, or a batch of them.", contentType: "application/json" },
    204: { description: "There were only notifications." },
  },
  errors: ["malformed_json", "body_too_large", "unsupported_media_type"],
  async handle(c, _input, { access, log }) {
    const onFailure = (error: unknown) => log(failureLine(c, error));
    try {
      return guarded(await handleRpc(c, access, await readJsonText(c), onFailure));
    } catch (error) {
      const answer = parseError(error);
      if (answer) return answer;
      throw error;
    }
  },
});

export const mcpPost = mcp("POST", "MCP over Streamable HTTP");
export const mcpGet = mcp("GET", "MCP: the stream of a session of an older revision");
export const mcpDelete = mcp("DELETE", "MCP: the end of a session of an older revision");

function mcp(method: "GET" | "POST" | "DELETE", summary: string): Endpoint {
  return endpoint({
    method,
    path: "/mcp",
    scope: "room",
    caller: "member",
    summary,
    answers: { 200: { description: "As the Model Context Protocol has it.", contentType: "*/*" } },
    errors: ["not_found", "malformed_json", "body_too_large", "unsupported_media_type"],
    async handle(c, _input, { access, mcp: endpointOfMcp }: ServerParts) {
      if (!endpointOfMcp) throw new HttpError("not_found", "This server speaks no MCP.");
      const seat = access.callerOf(c);
      const request = method === "POST" ? await withReadBody(c) : c.req.raw;
      return guarded(await endpointOfMcp.handle(request, { room: c.get("room"), seat }));
    },
  });
}

/** The request again, with its body read within the limits. */
async function withReadBody(c: ServerContext): Promise<Request> {
  const body = await readJsonText(c);
  const { headers, signal } = c.req.raw;
  return new Request(c.req.url, { method: "POST", headers, body, signal });
}

/** An empty id is what a browser sends after a stream without ids. */
function lastEventId(c: ServerContext): string | undefined {
  const id = c.req.header("last-event-id");
  if (id === undefined || id === "") return undefined;
  if (/^\d{1,15}$/.test(id)) return id;
  throw new HttpError("invalid_request", "Last-Event-ID: it has to be a seq, a whole number.");
}

/** What could not be read as text is a parse error in JSON-RPC's words too. */
function parseError(error: unknown): Response | null {
  if (!(error instanceof HttpError) || error.code !== "malformed_json") return null;
  const { message, status } = error;
  return jsonAnswer(
    { jsonrpc: "2.0", error: { code: -32700, message: "Parse error", data: message }, id: null },
    status,
  );
}

function guarded(answer: Response): Response {
  answer.headers.set("x-content-type-options", "nosniff");
  if (!answer.headers.has("cache-control")) answer.headers.set("cache-control", "no-store");
  return answer;
}
