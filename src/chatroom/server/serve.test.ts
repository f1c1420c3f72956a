import { serveOptions } from "../../../test/fakes/serve-options.ts";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { EventReader } from "../../../test/fakes/event-reader.ts";
import { JsonClient } from "../../../test/fakes/json-client.ts";
import { settle } from "../../../test/fakes/manual-clock.ts";
import { ChatError } from "../errors.ts";
import { SERVER_LIMITS } from "../http-api.ts";
import { MemoryJournal } from "../journal/memory-journal.ts";
import { MemoryStore } from "../journal/room-store.ts";
import { type ServeOptions, serveRooms } from "./serve.ts";

async function openServer(more: Partial<ServeOptions> = {}) {
  const lines: string[] = [];
  const server = await serveRooms(serveOptions({ log: (line) => lines.push(line), ...more }));
  const client = new JsonClient(server.url);
  onTestFinished(async () => {
    client.close();
    await server.close();
  });
  return { server, client, lines };
}

/** What comes back for raw bytes, until the server closes the connection. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.setEncoding("utf8").on("data", (more: string) => (text += more));
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

describe("serveRooms", () => {
  it("[SERVE-1] serves rooms on one port: register, send, read the stream", async () => {
    const { server, client } = await openServer();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(await client.post("/register", { username: "Ada" })).toMatchObject({ status: 200, body: { success: true } });
    const reader = await EventReader.open(`${server.url}/events?username=Ada`);
    await client.post("/send", { username: "Ada", message: "hello" });
    await reader.until(({ lastId }) => lastId === 2);
    expect(reader.events).toMatchObject([{ type: "joined" }, { sender: "Ada", content: "hello" }]);
    expect(reader.headers).toMatchObject({ "content-type": "text/event-stream", "x-accel-buffering": "no" });
  });

  it("[SERVE-2] throws where the port is taken, and has closed its store then", async () => {
    const { server } = await openServer();
    let closed = 0;
    const store = new MemoryStore();
    store.close = async () => void closed++;
    await expect(openServer({ port: server.port, store })).rejects.toMatchObject({ code: "EADDRINUSE" });
    expect(closed).toBe(1);
  });

  it("[SERVE-3] answers what is no request in one line of JSON, and lives on", async () => {
    const { server, client } = await openServer();
    const refusals = {
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": 400,
      "GET / HTTP/1.1\r\nhost room\r\n\r\n": 400,
      "GET / HTTP/1.1\r\nconnection: close\r\n\r\n": 400,
      "GET / HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n": 400,
      "POST /send HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n": 400,
      [`GET / HTTP/1.1\r\nhost: room\r\nx: ${"x".repeat(SERVER_LIMITS.headerBytes)}\r\n\r\n`]: 431,
    };
    for (const [bytes, status] of Object.entries(refusals)) {
      const [head = "", body = ""] = (await exchange(server.port, bytes)).split("\r\n\r\n");
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(head).toContain("content-type: application/json");
      expect(JSON.parse(body)).toMatchObject({
        success: false,
        error: { message: expect.stringMatching(/^[^\n]+\.$/) },
      });
    }
    expect((await client.get("/healthz")).status).toBe(200);
  });

  it("[SERVE-3] answers a request that expects what there is not as any other", async () => {
    const { server } = await openServer();
    const answer = await exchange(
      server.port,
      "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: 200-maybe\r\nconnection: close\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1.1 200 [^]*"status":"ok"/);
  });

  it("[SERVE-8] a room that can store nothing any more is said to the operator, once", async () => {
    const journal = new MemoryJournal();
    const store = new MemoryStore();
    store.open = async (_room, floor) => ({ journal, floor });
    const { server, client, lines } = await openServer({ store });
    const readOnly = async () =>
      /^llm_chat_rooms_read_only (\d)$/m.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1];
    expect(await readOnly()).toBe("0");
    await client.post("/register", { username: "Ada" });
    journal.append = () => Promise.reject(new ChatError("journal_failed", "the disk is full; free some space"));
    const send = () => client.post("/send", { username: "Ada", message: "hi" });
    await Promise.all([send(), send()]);
    expect(await send()).toMatchObject({ status: 503, body: { reason: "room_read_only" } });
    expect(lines).toEqual(["the room lobby is read-only now: the disk is full; free some space"]);
    expect(await readOnly()).toBe("1");
  });

  it("[SERVE-3] never answers one request with the refusal of another", async () => {
    const { server, client } = await openServer();
    await client.post("/register", { username: "Ada" });
    const check = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "check", params: { timeout: 30_000 } });
    const head = ["host: 127.0.0.1", "x-llm-chat-user: Ada", "content-type: application/json"];
    const request = `POST /rpc HTTP/1.1\r\n${head.join("\r\n")}\r\ncontent-length: ${check.length}\r\n\r\n${check}`;
    expect(await exchange(server.port, `${request}no request\r\n\r\n`)).toBe("");
  });

  it("[SERVE-4] closes cleanly: streams end, blocked checks are answered, all is stored", async () => {
    const { server, client } = await openServer();
    await client.post("/register", { username: "Ada" });
    const streams = Array.from({ length: 100 }, () => EventReader.open(`${server.url}/events?username=Ada`));
    const readers = await Promise.all(streams);
    const { host } = server.rooms.find("lobby");
    const asked = new Promise((resolve) => host.watchSigns(resolve));
    const check = client.post(
      "/rpc",
      { jsonrpc: "2.0", id: 1, method: "check", params: { timeout: 30_000 } },
      { "x-llm-chat-user": "Ada" },
    );
    await asked;
    await settle();
    const sent = await client.post("/send", { username: "Ada", message: "last words" });
    expect(sent.status).toBe(200);
    await server.close();
    for (const reader of readers) expect(await reader.ended).toBe("clean");
    expect(readers[0]?.events.at(-1)).toMatchObject({ content: "last words" });
    expect(await check).toMatchObject({ status: 200, body: { jsonrpc: "2.0", id: 1 } });
    await expect(EventReader.open(`${server.url}/events?username=Ada`)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("[SERVE-4] does not wait for who takes nothing", async () => {
    const { server, client } = await openServer();
    await client.post("/register", { username: "Ada" });
    const reader = await EventReader.open(`${server.url}/events?username=Ada`);
    reader.stall();
    const { hub } = server.rooms.find("lobby");
    while (hub.lagging === 0) await client.post("/send", { username: "Ada", message: "x".repeat(90_000) });
    const silent = connect(server.port, "127.0.0.1", () => silent.write("POST /send HTTP/1.1\r\n"));
    const closed = new Promise((resolve) => silent.on("error", () => {}).on("close", resolve));
    await server.close();
    await closed;
    reader.resume();
    expect(await reader.ended).toBe("cut");
  });

  it("[SERVE-5] counts without naming anybody", async () => {
    const { server, client } = await openServer();
    await client.post("/rooms", { room: "secret-plans" });
    await client.post("/rooms/secret-plans/register", { username: "Ada" });
    await client.post("/rooms/secret-plans/register", { username: "Bob" });
    await client.post("/rooms/secret-plans/send", { username: "Bob", message: "hello", expected_seq: 2 });
    await client.post("/rooms/secret-plans/send", { username: "Ada", message: "hello", expected_seq: 2 });
    await client.get("/nowhere/at/all");
    const reader = await EventReader.open(`${server.url}/rooms/secret-plans/events?username=Ada&after=17`);
    const answer = await fetch(`${server.url}/metrics`);
    const text = await answer.text();
    expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
    for (const line of [
      'llm_chat_http_requests_total{method="POST",route="/rooms/:room/send",status="200"} 1',
      'llm_chat_http_requests_total{method="POST",route="/rooms/:room/send",status="409"} 1',
      'llm_chat_http_requests_total{method="GET",route="/*",status="404"} 1',
      'llm_chat_http_request_duration_seconds_count{route="/rooms/:room/send"} 2',
      'llm_chat_pushes_refused_total{reason="unseen_messages"} 1',
      "llm_chat_messages_total 1",
      "llm_chat_rooms 2",
      "llm_chat_participants 2",
      "llm_chat_streams 1",
      "llm_chat_lagging_streams 0",
      "llm_chat_resyncs_total 1",
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    for (const figure of [
      "uptime_seconds",
      "resident_memory_bytes",
      "event_loop_lag_seconds",
      "event_loop_busy_ratio",
    ]) {
      expect(text).toMatch(new RegExp(`^llm_chat_${figure} \\d`, "m"));
    }
    expect(text).not.toMatch(/Ada|Bob|secret|nowhere/);
    reader.close();
  });
});
