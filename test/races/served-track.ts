/** Racers at a server, over real connections: with `POST /send`, JSON-RPC, MCP of both kinds, and sessions of this program. */
import { serveOptions } from "../fakes/serve-options.ts";
import { Client, type ClientOptions, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { RemoteSession } from "../../src/chatroom/client/index.ts";
import { systemClock } from "../../src/chatroom/clock.ts";
import { USER_HEADER } from "../../src/chatroom/http-api.ts";
import { createMcpEndpoint } from "../../src/chatroom/mcp/index.ts";
import { KEEP_ALL } from "../../src/chatroom/recent-events.ts";
import { serveRooms } from "../../src/chatroom/server/index.ts";
import { type JsonAnswer, JsonClient } from "../fakes/json-client.ts";
import { said, toolAnswer } from "../fakes/mcp-stage.ts";
import { messagesOf, sessionRacer } from "./local-track.ts";
import { type Attempt, NAMES, type Racer, type Track } from "./racer.ts";

interface Said {
  readonly type: string;
  readonly sender: string;
  readonly content: string;
}

const heard = (messages: readonly Said[]) =>
  messages.filter(({ type }) => type === "message").map(({ sender, content }) => `${sender}: ${content}`);

/** What racers are made with. */
interface Served {
  readonly url: string;
  readonly client: JsonClient;
}

/** How `name`, who is not in the room yet, races; and how that ends. */
type Enter = (name: string, served: Served) => Promise<{ readonly racer: Racer; readonly leave?: () => Promise<void> }>;

export const restTrack = () => servedTrack(restRacer);
export const rpcTrack = () => servedTrack(rpcRacer);
export const newestMcpTrack = () => servedTrack((name, served) => mcpRacer(name, served, NEWEST));
/** A revision with sessions. */
export const olderMcpTrack = () => servedTrack((name, served) => mcpRacer(name, served, {}));
export const remoteTrack = () => servedTrack(remoteRacer);

async function servedTrack(enter: Enter): Promise<Track> {
  const log = (line: string) => {
    throw new Error(line);
  };
  const server = await serveRooms(
    serveOptions({
      log,
      keep: KEEP_ALL,
      mcp: (served) =>
        createMcpEndpoint({ ...served, version: "0.0.0", clock: systemClock, onError: (error) => log(String(error)) }),
    }),
  );
  const client = new JsonClient(server.url, NAMES.length);
  const racers: Racer[] = [];
  const leaving: (() => Promise<void>)[] = [];
  for (const name of NAMES) {
    const { racer, leave } = await enter(name, { url: server.url, client });
    racers.push(racer);
    if (leave) leaving.push(leave);
  }
  const { host } = server.rooms.find("lobby");
  return {
    racers,
    head: () => host.lastSeq,
    messages: () => messagesOf(host),
    async close() {
      for (const leave of leaving) await leave();
      client.close();
      await server.close();
    },
  };
}

async function restRacer(name: string, { client }: Served): Promise<{ racer: Racer }> {
  await register(client, name);
  let expected_seq = 0;
  let message = "";
  const racer: Racer = {
    name,
    async prepare(head, content) {
      expected_seq = head;
      message = content;
    },
    async push(): Promise<Attempt> {
      const answer = await client.post("/send", { username: name, message, expected_seq });
      const body = answer.body as { seq: number; reason: string; messages: readonly Said[]; last_seq: number };
      if (answer.status === 200) return { sent: true, seq: body.seq };
      if (answer.status !== 409) throw new Error(`${answer.status}: ${JSON.stringify(body)}`);
      expected_seq = body.last_seq;
      return { sent: false, reason: body.reason, heard: heard(body.messages) };
    },
    broadcast: (content) => broadcast(client, name, content),
  };
  return { racer };
}

async function rpcRacer(name: string, { client }: Served): Promise<{ racer: Racer }> {
  await register(client, name);
  const call = (id: number, method: string, params: object = {}) => ({ jsonrpc: "2.0", method, params, id });
  const send = async (request: unknown) => (await ok(client.post("/rpc", request, { [USER_HEADER]: name }))).body;
  const racer: Racer = {
    name,
    async prepare(_head, content) {
      await send([call(1, "check", { timeout: 0 }), call(2, "reset"), call(3, "append", { text: content })]);
    },
    async push(): Promise<Attempt> {
      const { result } = (await send(call(4, "push"))) as {
        result: { status: number; seq: number; reason: string; messages: readonly Said[] };
      };
      if (result.status === 1) return { sent: true, seq: result.seq };
      return { sent: false, reason: result.reason, heard: heard(result.messages) };
    },
    broadcast: (content) => broadcast(client, name, content),
  };
  return { racer };
}

const NEWEST: ClientOptions = { versionNegotiation: { mode: { pin: "2026-07-28" } } };

async function mcpRacer(name: string, { url, client }: Served, options: ClientOptions) {
  await register(client, name);
  const host = new Client({ name: "racer", version: "1" }, options);
  await host.connect(
    new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers: { [USER_HEADER]: name } } }),
  );
  const call = async (tool: string, args = {}) => toolAnswer(await host.callTool({ name: tool, arguments: args }));
  const racer: Racer = {
    name,
    async prepare(_head, content) {
      await call("check", { timeout: 0 });
      await call("reset");
      await call("append", { text: content });
    },
    async push(): Promise<Attempt> {
      const answer = await call("push");
      const { status, seq, reason } = answer.structured as { status: number; seq: number; reason: string };
      return status === 1 ? { sent: true, seq } : { sent: false, reason, heard: said(answer) };
    },
    broadcast: (content) => broadcast(client, name, content),
  };
  return { racer, leave: () => host.close() };
}

async function remoteRacer(name: string, { url }: Served) {
  const session = new RemoteSession({ url });
  await session.join(name);
  return { racer: sessionRacer(name, session), leave: () => session.leave() };
}

async function register(client: JsonClient, username: string): Promise<void> {
  await ok(client.post("/register", { username }));
}

async function broadcast(client: JsonClient, username: string, message: string): Promise<void> {
  await ok(client.post("/send", { username, message }));
}

async function ok(answer: Promise<JsonAnswer>): Promise<JsonAnswer> {
  const { status, body } = await answer;
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return { status, body };
}
