import { afterEach, describe, expect, it } from "vitest";
import { bearer, closeApps, openApp, refusal, SERVER_TOKEN, type Sent } from "../../../test/fakes/app-stage.ts";
import { SERVER_LIMITS, USER_HEADER } from "../http-api.ts";
import type { McpCaller, McpEndpoint } from "./mcp-endpoint.ts";

afterEach(closeApps);

const json = { "content-type": "application/json" };

/** Answers with what it was handed. */
function mirror() {
  const callers: McpCaller[] = [];
  const mcp: McpEndpoint = {
    async handle(request, caller) {
      callers.push(caller);
      const body = await request.text();
      return Response.json({ method: request.method, body, seat: caller.seat?.name ?? null, room: caller.room.name });
    },
    close: async () => {},
  };
  return { mcp, callers };
}

describe("/rpc", () => {
  const call = { jsonrpc: "2.0", method: "append", params: { text: "hi" }, id: 1 };

  it("[HTTP-16] reaches the actions, in the lobby and in a room", async () => {
    const app = await openApp();
    await app.meet("Ada");
    await app.post("/rooms", { room: "den" });
    await app.post("/rooms/den/register", { username: "Bob" });
    const lobby = await app.post("/rpc", call, { headers: { [USER_HEADER]: "Ada" } });
    expect(lobby).toMatchObject({ status: 200, body: { id: 1, result: { status: 1 } } });
    const den = await app.post("/rooms/den/rpc", call, { headers: { [USER_HEADER]: "Bob" } });
    expect(den).toMatchObject({ status: 200, body: { result: { status: 1 } } });
    expect(den.headers.get("cache-control")).toBe("no-store");
  });

  it.each([
    ["Zoë", encodeURIComponent("Zoë")],
    ["Zoë", "Zo\u00c3\u00ab"],
    ["李", encodeURIComponent("李")],
    ["100%", "100%"],
    ["Ada", "Ada"],
  ])("[ACCESS-5] %s is named by the header %s", async (name, header) => {
    const app = await openApp();
    await app.meet(name);
    const answer = await app.post("/rpc", call, { headers: { [USER_HEADER]: header } });
    expect(answer).toMatchObject({ body: { result: { status: 1 } } });
    expect(await app.lobby.seats.session(name).preview()).toMatchObject({ draft: "hi" });
  });

  it("[HTTP-6] what cannot be read is a parse error, what is too large is refused", async () => {
    const app = await openApp();
    const rpc = (body: Sent, headers: Record<string, string> = json) => app.ask("POST", "/rpc", { body, headers });
    for (const body of ["[".repeat(100), new Uint8Array([0xff, 0xff])]) {
      expect(await rpc(body)).toMatchObject({
        status: 400,
        body: { jsonrpc: "2.0", error: { code: -32700 }, id: null },
      });
    }
    expect(await rpc(" ".repeat(SERVER_LIMITS.bodyBytes + 1))).toMatchObject(refusal("body_too_large"));
    expect(await rpc("{}", { "content-type": "text/plain" })).toMatchObject(refusal("unsupported_media_type"));
    expect(await app.post("/rooms/none/rpc", call)).toMatchObject(refusal("unknown_room"));
  });
});

describe("/mcp", () => {
  it("[HTTP-16] is handed the request with its body, the room, and who calls", async () => {
    const { mcp, callers } = mirror();
    const app = await openApp({ mcp });
    await app.meet("Ada");
    const message = { jsonrpc: "2.0", method: "ping", id: 1 };
    const posted = await app.post("/mcp", message, { headers: { [USER_HEADER]: "Ada" } });
    expect(posted).toMatchObject({
      status: 200,
      body: { method: "POST", body: JSON.stringify(message), seat: "Ada", room: "lobby" },
    });
    expect((await app.get("/mcp")).body).toMatchObject({ method: "GET", seat: null });
    expect((await app.ask("DELETE", "/rooms/lobby/mcp", {})).body).toMatchObject({ method: "DELETE" });
    expect(callers.map(({ room }) => room)).toEqual(Array(3).fill(app.lobby));
  });

  it("[ACCESS-6] not without a token where one is wanted; the server's lets in whoever then logs in", async () => {
    const { mcp, callers } = mirror();
    const app = await openApp({ mcp, auth: "token" });
    const [ada] = await app.meet("Ada");
    const ask = (asked: object) => app.post("/mcp", {}, asked);
    expect(await ask({})).toMatchObject(refusal("unauthorized"));
    expect(await ask({ headers: { [USER_HEADER]: "Ada" } })).toMatchObject(refusal("unauthorized"));
    expect(await ask(bearer("garbage"))).toMatchObject(refusal("unauthorized"));
    expect(callers).toEqual([]);
    expect((await ask(bearer(SERVER_TOKEN))).body).toMatchObject({ seat: null });
    const headers = { authorization: `Bearer ${SERVER_TOKEN}`, [USER_HEADER]: "Ada" };
    expect((await ask({ headers })).body).toMatchObject({ seat: null });
    expect((await ask(bearer(ada))).body).toMatchObject({ seat: "Ada" });
  });

  it("[HTTP-6] has the limits of every body", async () => {
    const { mcp, callers } = mirror();
    const app = await openApp({ mcp });
    const post = (body: string, headers = json) => app.ask("POST", "/mcp", { body, headers });
    expect(await post(" ".repeat(SERVER_LIMITS.bodyBytes + 1))).toMatchObject(refusal("body_too_large"));
    expect(await post("[".repeat(1_000))).toMatchObject(refusal("malformed_json"));
    expect(await post("{}", { "content-type": "text/plain" })).toMatchObject(refusal("unsupported_media_type"));
    expect(callers).toEqual([]);
  });

  it("[HTTP-7] a server that speaks none says so", async () => {
    const app = await openApp();
    expect(await app.post("/mcp", {})).toMatchObject(refusal("not_found"));
  });
});

describe("/events", () => {
  it("[HTTP-5] what is wrong is said before a stream begins", async () => {
    const app = await openApp();
    await app.meet("Ada");
    expect(await app.get("/events")).toMatchObject(refusal("invalid_request"));
    expect(await app.get("/events?username=Bob")).toMatchObject(refusal("not_registered"));
    expect(await app.get("/events?username=Ada&after=x")).toMatchObject(refusal("invalid_request"));
    const cursor = { headers: { "last-event-id": "x" } };
    expect(await app.get("/events?username=Ada", cursor)).toMatchObject(refusal("invalid_request"));
    expect(await app.get("/rooms/none/events?username=Ada")).toMatchObject(refusal("unknown_room"));
  });
});
