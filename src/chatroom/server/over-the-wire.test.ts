import { serveOptions } from "../../../test/fakes/serve-options.ts";
import { once } from "node:events";
import { type ClientRequest, request } from "node:http";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { documented } from "../../../test/fakes/app-stage.ts";
import { EventReader } from "../../../test/fakes/event-reader.ts";
import { SERVER_LIMITS } from "../http-api.ts";
import { LIMITS } from "../protocol.ts";
import { type ServeOptions, serveRooms } from "./serve.ts";

/** A server on a port of its own. */
async function serve(options: Partial<ServeOptions> = {}) {
  const server = await serveRooms(serveOptions(options));
  onTestFinished(() => server.close());
  const ask = async (method: string, path: string, init: RequestInit = {}) =>
    documented(method, path, await fetch(`${server.url}${path}`, { method, ...init }));
  /** As `requests.post(url, json=…)` of Python does it. */
  const post = (path: string, body: object) =>
    ask("POST", path, { body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  const listen = async (query: string, headers: Record<string, string> = {}) => {
    const reader = await EventReader.open(`${server.url}/events?${query}`, headers);
    onTestFinished(() => reader.close());
    return reader;
  };
  return { server, ask, post, listen, lobby: server.rooms.find("lobby") };
}

/** A request whose body the test writes itself. */
async function beginSend(port: number, headers: Record<string, string>): Promise<ClientRequest> {
  const sending = request({ port, host: "127.0.0.1", path: "/send", method: "POST", agent: false, headers });
  onTestFinished(() => void sending.destroy());
  sending.setHeader("content-type", "application/json");
  sending.flushHeaders();
  await once(sending, "socket");
  return sending;
}

describe("a client of the prototype", () => {
  it("[HTTP-3] works unmodified, with only a username", async () => {
    const { post, ask, listen } = await serve();
    expect((await post("/register", { username: "Al" })).body).toMatchObject({ success: true });
    expect((await post("/reconnect", { username: "Alice" })).body).toMatchObject({ success: true });
    const al = await listen("username=Al");
    expect((await ask("GET", "/users")).body["users"]).toEqual(["Al", "Alice"]);
    await post("/talking_stick", { username: "Alice", extra: null });
    await post("/check_event", { username: "Alice" });
    await post("/check_event", { username: "Alice", delay: null });
    await post("/check_event", { username: "Alice", delay: 4.5 });
    for (let n = 0; n < 2; n++) {
      expect((await post("/send", { username: "Alice", message: "hi" })).body).toMatchObject({ success: true });
    }
    expect((await post("/unregister", { username: "Alice" })).body).toMatchObject({ success: true });
    expect((await post("/unregister", { username: "Alice" })).body).toMatchObject({ success: true });
    await al.until(({ lastId }) => lastId === 9);
    expect(al.events.map(({ sender, content }) => `${sender}: ${content}`)).toEqual([
      "Server: Al has joined the room.",
      "Server: Alice has joined the room.",
      "Server: Alice has claimed the talking stick and wants to speak.",
      "Server: Alice has been waiting for a response for 2 seconds...",
      "Server: Alice has been waiting for a response for 2 seconds...",
      "Server: Alice has been waiting for a response for 4.5 seconds...",
      "Alice: hi",
      "Alice: hi",
      "Server: Alice has left the room.",
    ]);
    for (const event of al.events) {
      for (const field of ["message_id", "seq", "type", "sender_id", "sender", "content", "timestamp"]) {
        expect(event).toHaveProperty(field);
      }
    }
  });

  it("[HTTP-18] reading somebody's stream does not empty it; each cursor goes on where it was", async () => {
    const { post, listen } = await serve();
    for (const username of ["Ada", "Bob"]) await post("/register", { username });
    for (const message of ["one", "two"]) await post("/send", { username: "Ada", message });
    const whole = [2, 3, 4];
    for (let n = 0; n < 2; n++) {
      const reader = await listen("username=Bob");
      await reader.until(({ lastId }) => lastId === 4);
      expect(reader.seqs).toEqual(whole);
    }
    const query = await listen("username=Bob&after=3");
    await query.until(({ lastId }) => lastId === 4);
    expect(query.seqs).toEqual([4]);
    const header = await listen("username=Bob&after=1", { "last-event-id": "2" });
    await header.until(({ lastId }) => lastId === 4);
    expect(header.seqs).toEqual([3, 4]);
    const browser = await listen("username=Bob", { "last-event-id": "" });
    await browser.until(({ lastId }) => lastId === 4);
    expect(browser.seqs).toEqual(whole);
  });
});

describe("streams", () => {
  it("[ACCESS-4] an allowed page can read a stream, another gets none", async () => {
    const { post, listen, server } = await serve({ allowOrigins: ["https://app.example"] });
    await post("/register", { username: "Ada" });
    const reader = await listen("username=Ada", { origin: "https://app.example", "sec-fetch-site": "cross-site" });
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({
      "access-control-allow-origin": "https://app.example",
      vary: "Origin",
      "x-content-type-options": "nosniff",
    });
    const evil = await EventReader.open(`${server.url}/events?username=Ada`, { origin: "https://evil.example" });
    expect(evil.status).toBe(403);
  });

  it("[HTTP-7] HEAD opens none", async () => {
    const { post, server, lobby } = await serve();
    await post("/register", { username: "Ada" });
    const answer = await fetch(`${server.url}/events?username=Ada`, { method: "HEAD" });
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    expect(lobby.hub.streams).toBe(0);
  });
});

describe("bodies off the wire", () => {
  it("[HTTP-6] too large, announced or in chunks: refused while it is still being sent, and the server lives on", async () => {
    const { ask, server } = await serve();
    const body = Buffer.alloc(SERVER_LIMITS.bodyBytes + 1, 0x20);
    const headers = { "content-type": "application/json" };
    expect(await ask("POST", "/send", { body, headers })).toMatchObject({ status: 413 });
    const sending = await beginSend(server.port, { "transfer-encoding": "chunked" });
    const answered = once(sending, "response");
    const more = () => {
      while (sending.writable && sending.write(body.subarray(0, 65_536)));
    };
    sending.on("drain", more);
    sending.on("error", () => {});
    more();
    const [response] = (await answered) as [{ statusCode: number }];
    expect(response.statusCode).toBe(413);
    sending.destroy();
    expect(await ask("GET", "/healthz")).toMatchObject({ status: 200 });
  });

  it("[HTTP-6] in as many pieces as there are bytes it is the same body", async () => {
    const { post, server, ask } = await serve();
    await post("/register", { username: "Ada" });
    const sending = await beginSend(server.port, { "transfer-encoding": "chunked" });
    for (const byte of Buffer.from('{"username":"Ada","message":"Zoë 李 👩🏽‍🚀"}')) sending.write(Buffer.of(byte));
    sending.end();
    const [response] = (await once(sending, "response")) as [{ statusCode: number }];
    expect(response.statusCode).toBe(200);
    expect((await ask("GET", "/messages")).body["messages"]).toMatchObject([{ content: "Zoë 李 👩🏽‍🚀" }]);
  });

  it("[HTTP-5] a client that goes in the middle of its body leaves nothing behind", async () => {
    const lines: string[] = [];
    const { ask, server } = await serve({ log: (line) => lines.push(line) });
    const sending = await beginSend(server.port, { "content-length": "1000" });
    sending.on("error", () => {});
    await new Promise((resolve) => sending.write('{"username"', resolve));
    sending.destroy();
    expect(await ask("GET", "/healthz")).toMatchObject({ status: 200 });
    expect(lines).toEqual([]);
  });

  it("[HTTP-7] two requests in one packet are answered in order", async () => {
    const { server } = await serve();
    const socket = connect(server.port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    const bad = '{"username":"Nobody","message":"hi"}';
    const head = "Host: 127.0.0.1\r\nContent-Type: application/json\r\n";
    socket.write(`POST /send HTTP/1.1\r\n${head}Content-Length: ${bad.length}\r\n\r\n${bad}`);
    socket.write("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    let text = "";
    for await (const chunk of socket.setEncoding("utf8")) text += chunk as string;
    expect(text).toMatch(/^HTTP\/1\.1 404 .*not_registered.*HTTP\/1\.1 200 .*"status":"ok"/s);
  });
});

describe("a push that waits", () => {
  it("[HTTP-14] is given up when its caller hangs up", async () => {
    const { post, ask, server, lobby } = await serve();
    for (const username of ["Ada", "Bob"]) await post("/register", { username });
    await post("/send", { username: "Ada", message: "one" });
    for (let n = 0; n < LIMITS.refusalsBeforeFloor; n++)
      await post("/send", { username: "Bob", message: "late", expected_seq: 0 });
    expect(lobby.host.floorHolder).toBe("Bob");
    const body = '{"username":"Ada","message":"given up"}';
    const sending = await beginSend(server.port, { "content-length": String(body.length) });
    sending.on("error", () => {});
    const refused = new Promise<void>((resolve) => {
      const look = () => (lobby.host.refusedPushes.get("floor_lent") ? resolve() : setImmediate(look));
      look();
    });
    const signs = new Promise<void>((resolve) => lobby.host.watchSigns((name) => name === "Ada" && resolve()));
    sending.end(body);
    // The push has begun; then its caller goes.
    await signs;
    sending.destroy();
    await refused;
    await post("/send", { username: "Bob", message: "two", expected_seq: 3 });
    expect((await ask("GET", "/messages")).body["messages"]).toMatchObject([{ content: "one" }, { content: "two" }]);
  });
});
