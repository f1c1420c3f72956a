import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterEach, describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../../test/fakes/manual-clock.ts";
import { said, type ToolAnswer, toolAnswer } from "../../../test/fakes/mcp-stage.ts";
import { type Fetch, RawMcpHttp } from "../../../test/fakes/raw-mcp-http.ts";
import { IDLE_LEASE_MS, STREAM_LEASE_MS } from "../http-api.ts";
import { MemoryJournal } from "../journal/memory-journal.ts";
import { MemoryStore } from "../journal/room-store.ts";
import { Rooms } from "../server/rooms.ts";
import { Tokens } from "../server/tokens.ts";
import { createMcpEndpoint } from "./http-endpoint.ts";

const OLDER = ["2025-06-18", "2025-11-25"] as const;
const NEWER = "2026-07-28";
const URL_OF_ROOM = "http://room.test/mcp";

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function endpointStage({ maxSessions = 100, journal = new MemoryJournal() } = {}) {
  const clock = new ManualClock();
  const store = new MemoryStore();
  store.open = async (room, floor) => ({ journal: room === "lobby" ? journal : new MemoryJournal(), floor });
  const rooms = await Rooms.open({
    store,
    clock,
    floor: "open",
    open: true,
    onBroken: (_room, error) => {
      throw error;
    },
  });
  const { room: other } = await rooms.create("other");
  const tokens = new Tokens(Buffer.alloc(32, 7));
  const errors: Error[] = [];
  const endpoint = createMcpEndpoint({
    version: "1.2.3",
    clock,
    maxSessions,
    onError: (error) => errors.push(error),
    issueToken: (room, { name, joinedSeq }) => tokens.issue({ room, username: name, joinedSeq }),
    seatOfToken(room, token) {
      const claim = tokens.verify(token);
      const there = claim?.room === room.name ? room.host.participant(claim.username) : undefined;
      return there && there.joinedSeq === claim?.joinedSeq ? room.seats.find(there.name) : null;
    },
  });
  cleanUps.push(
    () => rooms.close(),
    () => endpoint.close(),
  );
  const lobby = rooms.find("lobby");
  /** Requests of somebody whom the server has found to be `name`, where that is in the room. */
  const fetchAs =
    (name: string | null, room = lobby): Fetch =>
    (url, init) => {
      const seat = name !== null && room.host.participant(name) ? room.seats.find(name) : null;
      return endpoint.handle(new Request(url, init), { room, seat });
    };
  const older = async (version: string = OLDER[0], fetch = fetchAs(null)) => {
    const host = new RawMcpHttp(fetch, URL_OF_ROOM, version);
    await host.initialize();
    return host;
  };
  const newer = async (fetch = fetchAs(null)) => {
    const client = new Client({ name: "host", version: "1" }, { versionNegotiation: { mode: { pin: NEWER } } });
    const transport = new StreamableHTTPClientTransport(new URL(URL_OF_ROOM), {
      fetch: (url, init) => fetch(url.toString(), init ?? {}),
    });
    await client.connect(transport);
    cleanUps.push(() => client.close());
    const call = async (name: string, args: Record<string, unknown> = {}): Promise<ToolAnswer> => {
      const result = await client.callTool({ name, arguments: args });
      // Between two requests of a host there is a wire.
      await settle();
      return toolAnswer(result);
    };
    return { client, call };
  };
  return { clock, lobby, other, endpoint, errors, fetchAs, older, newer };
}

const tokenOf = ({ structured }: ToolAnswer) => ({ session_token: structured["session_token"] });

describe.each(OLDER)("a host of protocol %s", (version) => {
  it("[MCP-11] has a session and a participant of its own, and leaves with it", async () => {
    const { older, lobby, fetchAs } = await endpointStage();
    const host = new RawMcpHttp(fetchAs(null), URL_OF_ROOM, version);
    expect(await host.initialize()).toMatchObject({ protocolVersion: version, serverInfo: { name: "llm-chat" } });
    expect((await host.call("append", { text: "hi" })).text).toBe("Not logged in yet. Please login first.");
    const login = await host.call("login", { username: "Ada" });
    expect(login.structured).toMatchObject({ status: 1, participants: ["Ada"] });
    expect(login.structured).not.toHaveProperty("session_token");
    const bob = await older(version);
    expect((await bob.call("login", { username: "Ada" })).structured).toMatchObject({ reason: "name_taken" });
    await bob.call("login", { username: "Bob" });
    await host.call("append", { text: "anyone here?" });
    expect((await host.call("push")).structured).toMatchObject({ status: 1 });
    expect(said(await bob.call("check"))).toEqual(["Ada: anyone here?"]);
    expect((await host.delete()).status).toBe(200);
    await settle();
    expect(lobby.host.participants).toEqual(["Bob"]);
    await expect(host.call("preview")).rejects.toThrow("Session not found");
  });

  it("[MCP-4] hears that a blocked check is under way, and of the message that ends it", async () => {
    const { older, clock } = await endpointStage();
    const [ada, bob] = [await older(version), await older(version)];
    await ada.call("login", { username: "Ada" });
    await bob.call("login", { username: "Bob" });
    await ada.call("check", { timeout: 0 });
    const check = ada.post("tools/call", { name: "check", arguments: {}, _meta: { progressToken: "p" } });
    await clock.advance(11_000);
    await bob.call("append", { text: "hello" });
    await bob.call("push");
    const { messages } = await check;
    const progress = messages.filter(({ method }) => method === "notifications/progress");
    expect(progress.map(({ params }) => [params?.["progressToken"], params?.["progress"]])).toEqual([
      ["p", 5],
      ["p", 10],
    ]);
    expect(toolAnswer(messages.at(-1)?.result).text).toContain("Bob: hello");
  });

  it("[MCP-7] reads the transcript, and is told of updates when it has asked for that, once a second at most", async () => {
    const { older, clock, lobby } = await endpointStage();
    const [ada, bob] = [await older(version), await older(version)];
    await ada.call("login", { username: "Ada" });
    await bob.call("login", { username: "Bob" });
    const { resources } = await ada.request("resources/list");
    expect(resources).toMatchObject([{ uri: "room://lobby/transcript", mimeType: "text/plain" }]);
    const listening = await ada.listen();
    await bob.call("append", { text: "unheard" });
    await bob.call("push");
    await expect(ada.request("resources/subscribe", { uri: "room://other/transcript" })).rejects.toThrow(/other/);
    await ada.request("resources/subscribe", { uri: "room://lobby/transcript" });
    for (const text of ["one", "two", "three"]) {
      await bob.call("append", { text });
      await bob.call("push");
    }
    const updated = { method: "notifications/resources/updated", params: { uri: "room://lobby/transcript" } };
    expect((await listening.read()).value).toMatchObject(updated);
    const next = listening.read();
    await clock.advance(1_000);
    expect((await next).value).toMatchObject(updated);
    const { contents } = await ada.request("resources/read", { uri: "room://lobby/transcript" });
    expect(contents).toMatchObject([
      {
        mimeType: "text/plain",
        text: [
          "[Server]: Ada has joined the room.",
          "[Server]: Bob has joined the room.",
          ...["Bob: unheard", "Bob: one", "Bob: two", "Bob: three"],
        ].join("\n"),
      },
    ]);
    await ada.request("resources/unsubscribe", { uri: "room://lobby/transcript" });
    await clock.advance(5_000);
    await ada.delete();
    expect((await listening.read()).done).toBe(true);
    expect(lobby.host.participants).toEqual(["Bob"]);
  });
});

describe("the session of a host", () => {
  it("[MCP-11] is of one room and of one participant", async () => {
    const { older, fetchAs, other, lobby } = await endpointStage();
    const ada = await older();
    await ada.call("login", { username: "Ada" });
    await lobby.seats.register({ username: "Bob" });
    const headers = {
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
      "mcp-session-id": ada.session ?? "",
    };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 9, method: "tools/list" });
    const status = async (fetch: Fetch) => (await fetch(URL_OF_ROOM, { method: "POST", headers, body })).status;
    expect(await status(fetchAs("Ada"))).toBe(200);
    expect(await status(fetchAs("Bob"))).toBe(404);
    expect(await status(fetchAs(null, other))).toBe(404);
  });

  it("[MCP-15] has its name again at once after a crash of the server, and takes no living one's", async () => {
    const journal = new MemoryJournal();
    const before = await endpointStage({ journal });
    const first = await before.older();
    await first.call("login", { username: "Ada" });
    await before.lobby.seats.register({ username: "Bob", clientId: "somebody at a keyboard" });
    // The journal is all that a crash leaves.
    const after = await endpointStage({ journal });
    expect(after.lobby.host.participants).toEqual(["Ada", "Bob"]);
    const [again, other] = [await after.older(), await after.older()];
    expect((await again.call("login", { username: "Ada" })).structured).toMatchObject({ status: 1, username: "Ada" });
    expect((await other.call("login", { username: "Ada" })).structured).toMatchObject({ status: 0 });
    expect((await other.call("login", { username: "Bob" })).structured).toMatchObject({ status: 0 });
    await again.call("append", { text: "Here again." });
    expect((await again.call("push")).structured).toMatchObject({ status: 1 });
  });

  it("[MCP-11] ends 10 minutes after the last request, where the host never listened", async () => {
    const { older, clock, lobby } = await endpointStage();
    const ada = await older();
    await ada.call("login", { username: "Ada" });
    await clock.advance(IDLE_LEASE_MS - 1_000);
    expect((await ada.call("preview")).structured).toMatchObject({ status: 1 });
    await clock.advance(IDLE_LEASE_MS - 1_000);
    expect(lobby.host.participants).toEqual(["Ada"]);
    await clock.advance(1_000);
    expect(lobby.host.participants).toEqual([]);
    await expect(ada.call("preview")).rejects.toThrow("Session not found");
    expect(clock.pending).toBe(0);
  });

  it("[MCP-11] lasts as long as the host listens, and a minute longer", async () => {
    const { older, clock, lobby } = await endpointStage();
    const ada = await older();
    const listening = await ada.listen();
    await ada.call("login", { username: "Ada" });
    await clock.advance(10 * IDLE_LEASE_MS);
    expect(lobby.host.participants).toEqual(["Ada"]);
    await listening.cancel();
    await clock.advance(STREAM_LEASE_MS - 1);
    expect(lobby.host.participants).toEqual(["Ada"]);
    await clock.advance(1);
    expect(lobby.host.participants).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it("[MCP-11] there are so many; one of a host that is in no room makes place, one of a participant does not", async () => {
    const { older, fetchAs } = await endpointStage({ maxSessions: 2 });
    const ada = await older();
    await ada.call("login", { username: "Ada" });
    const idle = await older();
    const bob = await older();
    await bob.call("login", { username: "Bob" });
    await expect(idle.call("preview")).rejects.toThrow("Session not found");
    const third = new RawMcpHttp(fetchAs(null), URL_OF_ROOM, OLDER[0]);
    const { response, messages } = await third.post("initialize", { protocolVersion: OLDER[0] });
    expect(response.status).toBe(503);
    expect(messages[0]?.error?.message).toMatch(/takes no more/);
    expect((await ada.call("preview")).structured).toMatchObject({ status: 1 });
  });

  it("[MCP-11] what is no initialisation makes none, and is answered as the protocol has it", async () => {
    const { fetchAs, older, clock } = await endpointStage({ maxSessions: 1 });
    const send = async (body: string, headers: Record<string, string> = {}, method = "POST") => {
      const accept = "application/json, text/event-stream";
      const init = { method, headers: { accept, "content-type": "application/json", ...headers } };
      const response = await fetchAs(null)(URL_OF_ROOM, method === "POST" ? { ...init, body } : init);
      return [response.status, ((await response.json()) as { error: { code: number } }).error.code];
    };
    const list = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
    expect(await send(list)).toEqual([400, -32_000]);
    expect(await send("{nonsense")).toEqual([400, -32_700]);
    expect(await send('{"id":1}')).toEqual([400, -32_600]);
    expect(await send(list, { "mcp-session-id": "made up" })).toEqual([404, -32_001]);
    expect(await send(list, { "content-type": "text/plain" })).toEqual([415, -32_000]);
    expect(await send(list, { accept: "text/html" })).toEqual([406, -32_000]);
    expect(await send("", {}, "GET")).toEqual([400, -32_000]);
    expect(await send("", {}, "PUT")).toEqual([405, -32_000]);
    expect(clock.pending).toBe(0);
    // The only place is still free.
    expect((await (await older()).call("login", { username: "Ada" })).structured).toMatchObject({ status: 1 });
  });

  it("[MCP-14] whose participant has lost its seat: it logs in again, and whoever has the name now keeps it", async () => {
    const { older, lobby, clock } = await endpointStage();
    const ada = await older();
    await ada.call("login", { username: "Ada" });
    await ada.call("append", { text: "draft" });
    await lobby.host.execute({ type: "leave", participant: "Ada" });
    expect((await ada.call("push")).structured).toMatchObject({ status: 0, reason: "not_logged_in" });
    const stranger = await lobby.seats.register({ username: "Ada" });
    expect((await ada.call("push")).structured).toMatchObject({ status: 0, reason: "not_logged_in" });
    expect((await ada.call("login", { username: "Ada" })).structured).toMatchObject({ reason: "name_taken" });
    await ada.delete();
    await settle();
    expect(lobby.host.participant("Ada")?.joinedSeq).toBe(stranger.joinedSeq);
    await clock.advance(0);
  });

  it("[MCP-11] of a host that is known by its credentials: it acts for that seat, and leaves it to its owner", async () => {
    const { older, lobby, fetchAs } = await endpointStage();
    await lobby.seats.register({ username: "Ada" });
    const ada = await older(OLDER[1], fetchAs("Ada"));
    expect((await ada.call("append", { text: "hi" })).structured).toMatchObject({ status: 1 });
    expect((await lobby.seats.session("Ada").preview()).draft).toBe("hi");
    await ada.delete();
    await settle();
    expect(lobby.host.participants).toEqual(["Ada"]);
  });

  it("[MCP-11] a server that shuts down ends all of them, and takes no more", async () => {
    const { older, endpoint, lobby, fetchAs } = await endpointStage();
    const ada = await older();
    await ada.call("login", { username: "Ada" });
    const listening = await ada.listen();
    const check = ada.post("tools/call", { name: "check", arguments: {} });
    await endpoint.close();
    expect((await listening.read()).done).toBe(true);
    await check;
    expect(lobby.host.participants).toEqual([]);
    const late = new RawMcpHttp(fetchAs(null), URL_OF_ROOM, OLDER[0]);
    expect((await late.post("initialize")).response.status).toBe(503);
  });
});

describe(`a host of protocol ${NEWER}`, () => {
  it("[MCP-12] keeps no session: the token that login gives it says who it is, and the draft stays", async () => {
    const { newer, lobby } = await endpointStage();
    const [ada, bob] = [await newer(), await newer()];
    const { tools } = await ada.client.listTools();
    for (const { inputSchema } of tools) expect(inputSchema.properties).toHaveProperty("session_token");
    expect(ada.client.getInstructions()).toContain("session_token");
    expect((await ada.call("append", { text: "hi" })).text).toBe("Not logged in yet. Please login first.");
    const login = await ada.call("login", { username: "Ada" });
    const token = tokenOf(login);
    expect(login.text).toContain(`pass session_token "${String(token.session_token)}" with every call`);
    expect((await bob.call("login", { username: "Ada" })).structured).toMatchObject({ reason: "name_taken" });
    const bobs = tokenOf(await bob.call("login", { username: "Bob" }));
    await ada.call("append", { text: "anyone", ...token });
    await ada.call("append", { text: "here?", ...token });
    expect((await ada.call("push", token)).structured).toMatchObject({ status: 1 });
    expect(said(await bob.call("check", bobs))).toEqual(["Ada: anyone here?"]);
    expect((await ada.call("login", { username: "Ada", ...token })).structured).toMatchObject({ status: 1 });
    expect((await ada.call("login", { username: "Eve", ...token })).structured).toMatchObject({
      reason: "invalid_argument",
    });
    expect(lobby.host.participants).toEqual(["Ada", "Bob"]);
  });

  it("[MCP-12] a token that is made up, of another room, or of a stay that has ended is none", async () => {
    const { newer, lobby, other, fetchAs } = await endpointStage();
    const ada = await newer();
    const token = tokenOf(await ada.call("login", { username: "Ada" }));
    const elsewhere = await newer(fetchAs(null, other));
    const refused = { status: 0, reason: "not_logged_in" };
    expect((await elsewhere.call("preview", token)).structured).toMatchObject(refused);
    expect((await ada.call("preview", { session_token: "nonsense" })).structured).toMatchObject(refused);
    await lobby.host.execute({ type: "leave", participant: "Ada" });
    await lobby.seats.register({ username: "Ada" });
    expect((await ada.call("preview", token)).structured).toMatchObject(refused);
  });

  it("[MCP-12] whom its credentials name needs neither login nor token", async () => {
    const { newer, lobby, fetchAs } = await endpointStage();
    await lobby.seats.register({ username: "Ada" });
    const ada = await newer(fetchAs("Ada"));
    const { tools } = await ada.client.listTools();
    for (const { inputSchema } of tools) expect(inputSchema.properties ?? {}).not.toHaveProperty("session_token");
    expect((await ada.call("append", { text: "hi" })).structured).toMatchObject({ status: 1 });
    expect((await ada.call("login", { username: "Ada" })).structured).not.toHaveProperty("session_token");
  });

  it("[MCP-2] is refused what it has not read; beside an older host of the same room", async () => {
    const { newer, older } = await endpointStage();
    const [ada, eve] = [await newer(), await older()];
    const token = tokenOf(await ada.call("login", { username: "Ada" }));
    await eve.call("login", { username: "Eve" });
    await ada.call("append", { text: "Yes.", ...token });
    await eve.call("append", { text: "No!" });
    await eve.call("push");
    const refused = await ada.call("push", token);
    expect(refused.structured).toMatchObject({ status: 0, reason: "unseen_messages" });
    expect(said(refused)).toEqual(["Eve: No!"]);
    expect((await ada.call("push", token)).structured).toMatchObject({ status: 1 });
  });

  it("[MCP-6] a push beside an append does not pass over what came with the append's answer", async () => {
    const { newer, lobby } = await endpointStage();
    const ada = await newer();
    const token = tokenOf(await ada.call("login", { username: "Ada" }));
    const eve = lobby.seats.openSession();
    await eve.join("Eve");
    await ada.call("append", { text: "Yes.", ...token });
    await eve.append("No!");
    await eve.push();
    const [appended, pushed] = await Promise.all([
      ada.call("append", { text: "Surely.", ...token }),
      ada.call("push", token),
    ]);
    expect(said(appended)).toEqual(["Eve: No!"]);
    expect(pushed.structured).toMatchObject({ status: 0, reason: "unseen_messages" });
  });

  it("[MCP-4] hears that a blocked check is under way; giving it up ends it", async () => {
    const { newer, clock } = await endpointStage();
    const ada = await newer();
    const token = tokenOf(await ada.call("login", { username: "Ada" }));
    const heard: number[] = [];
    const giveUp = new AbortController();
    const check = ada.client.callTool(
      { name: "check", arguments: token },
      { onprogress: ({ progress }) => void heard.push(progress), signal: giveUp.signal },
    );
    const ended = check.catch(() => "given up");
    await settle();
    const pending = clock.pending;
    await clock.advance(11_000);
    await settle();
    expect(heard).toEqual([5, 10]);
    giveUp.abort();
    expect(await ended).toBe("given up");
    await settle();
    expect(clock.pending).toBeLessThan(pending);
  });

  it("[MCP-7] is told of updates while it listens; its requests leave no listener behind", async () => {
    const { newer, lobby, clock } = await endpointStage();
    let listeners = 0;
    const subscribe = lobby.host.subscribe.bind(lobby.host);
    lobby.host.subscribe = (listener) => {
      listeners++;
      const stop = subscribe(listener);
      return () => {
        listeners--;
        stop();
      };
    };
    const ada = await newer();
    const token = tokenOf(await ada.call("login", { username: "Ada" }));
    const updates: string[] = [];
    ada.client.setNotificationHandler("notifications/resources/updated", ({ params }) => void updates.push(params.uri));
    await clock.advance(2_000);
    const listening = await ada.client.listen({ resourceSubscriptions: ["room://lobby/transcript"] });
    for (let message = 0; message < 20; message++) {
      await ada.call("append", { text: `message ${message}`, ...token });
      await ada.call("push", token);
      await ada.call("check", { timeout: 0, ...token });
    }
    await settle();
    expect(updates).toEqual(["room://lobby/transcript"]);
    await clock.advance(1_000);
    await settle();
    expect(updates).toHaveLength(2);
    const { contents } = await ada.client.readResource({ uri: "room://lobby/transcript" });
    expect(contents[0]).toMatchObject({ text: expect.stringContaining("Ada: message 19") });
    await listening.close();
    expect(listeners).toBe(1);
  });
});
