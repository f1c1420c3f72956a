/** MCP hosts as they are: processes that start the program, or speak to a server's port. */
import { serveOptions } from "../fakes/serve-options.ts";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../src/chatroom/clock.ts";
import { STREAM_LEASE_MS } from "../../src/chatroom/http-api.ts";
import { createMcpEndpoint } from "../../src/chatroom/mcp/index.ts";
import type { RoomHost } from "../../src/chatroom/room-host.ts";
import { serveRooms } from "../../src/chatroom/server/serve.ts";
import { ManualClock } from "../fakes/manual-clock.ts";
import { said, type ToolAnswer, toolAnswer } from "../fakes/mcp-stage.ts";
import { RawMcpHttp } from "../fakes/raw-mcp-http.ts";
import { RawMcpStdio } from "../fakes/raw-mcp-stdio.ts";
import { cleanEnv, PROGRAM, runCli, testFolder } from "./support/run-cli.ts";

const OLDER = ["2025-06-18", "2025-11-25"];

/** A server in this process, on a port of its own. */
async function serve(options: { clock?: Clock; auth?: "open" | "token" } = {}) {
  const { clock = systemClock, auth = "open" } = options;
  const server = await serveRooms(
    serveOptions({
      auth,
      token: auth === "token" ? "server-token" : null,
      clock,
      mcp: (served) =>
        createMcpEndpoint({
          ...served,
          version: "1.2.3",
          clock,
          onError: (error) => {
            throw error;
          },
        }),
    }),
  );
  onTestFinished(() => server.close());
  return { url: server.url, host: server.rooms.find("lobby").host };
}

/** Resolves when nobody is in the room but `names`. */
function onlyIn(host: RoomHost, ...names: string[]): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (host.participants.join() === names.join()) resolve();
    };
    onTestFinished(host.subscribe(look));
    look();
  });
}

async function sdkHost(transport: StdioClientTransport | StreamableHTTPClientTransport, mode: "auto" | "legacy") {
  const client = new Client({ name: "host", version: "1" }, { versionNegotiation: { mode } });
  await client.connect(transport);
  onTestFinished(() => client.close());
  const call = async (name: string, args: Record<string, unknown> = {}): Promise<ToolAnswer> =>
    toolAnswer(await client.callTool({ name, arguments: args }));
  return { client, call };
}

describe("llm-chat mcp", () => {
  it.each(OLDER)("[MCP-13] speaks %s on stdio: a room of its own, and nothing else on stdout", async (version) => {
    const host = new RawMcpStdio([]);
    expect(await host.initialize(version)).toMatchObject({
      protocolVersion: version,
      serverInfo: { name: "llm-chat" },
    });
    const { tools } = await host.request("tools/list");
    expect((tools as { name: string }[]).map(({ name }) => name)).toContain("talking_stick");
    expect((await host.call("check")).text).toBe("Not logged in yet. Please login first.");
    expect((await host.call("login", { username: "Ada" })).structured).toMatchObject({ status: 1 });
    await host.request("resources/subscribe", { uri: "room://lobby/transcript" });
    await host.call("append", { text: "hello" });
    expect((await host.call("push")).structured).toMatchObject({ status: 1, message_id: "msg-2" });
    await host.notified("notifications/resources/updated");
    const { contents } = await host.request("resources/read", { uri: "room://lobby/transcript" });
    expect(contents).toMatchObject([{ text: "[Server]: Ada has joined the room.\nAda: hello" }]);
    expect((await host.send("no/such/method")).error?.code).toBe(-32_601);
    expect(await host.end()).toMatchObject({ code: 0, stderr: "" });
    expect(host.strays).toEqual([]);
  });

  it("[MCP-5] a check that the host cancels ends, and is not answered", async () => {
    const host = new RawMcpStdio(["--as", "Ada"]);
    await host.initialize(OLDER[0] ?? "");
    const id = 3_000;
    host.write({ jsonrpc: "2.0", id, method: "tools/call", params: { name: "check", arguments: {} } });
    host.write({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } });
    expect((await host.call("append", { text: "hi" })).structured).toMatchObject({ status: 1 });
    await host.end();
    expect(host.answered).toEqual([1, 2]);
  });

  it("[MCP-13] speaks 2026-07-28 on stdio, with updates", async () => {
    const folder = testFolder();
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [PROGRAM, "mcp", "--as", "Ada"],
      env: cleanEnv(folder),
      cwd: folder,
    });
    const { client, call } = await sdkHost(transport, "auto");
    expect(client.getNegotiatedProtocolVersion()).toBe("2026-07-28");
    const { tools } = await client.listTools();
    expect(tools[0]?.inputSchema.properties).not.toHaveProperty("session_token");
    const updated = new Promise<string>((resolve) =>
      client.setNotificationHandler("notifications/resources/updated", ({ params }) => resolve(params.uri)),
    );
    await client.listen({ resourceSubscriptions: ["room://lobby/transcript"] });
    await call("append", { text: "hello" });
    expect((await call("push")).structured).toMatchObject({ status: 1 });
    expect(await updated).toBe("room://lobby/transcript");
  });

  it("[MCP-8] lets a host into a served room, beside everybody else", async () => {
    const { url, host: room } = await serve();
    const [ada, bob] = [new RawMcpStdio(["--url", url, "--as", "Ada"]), new RawMcpStdio(["--url", url])];
    await Promise.all([ada.initialize(OLDER[0] ?? ""), bob.initialize(OLDER[1] ?? "")]);
    await onlyIn(room, "Ada");
    expect((await bob.call("login", { username: "Ada" })).structured).toMatchObject({ reason: "name_taken" });
    expect((await bob.call("login", { username: "Bob" })).structured).toMatchObject({ participants: ["Ada", "Bob"] });
    await ada.call("append", { text: "Tea?" });
    const check = bob.call("check");
    expect((await ada.call("push")).structured).toMatchObject({ status: 1 });
    expect(said(await check)).toEqual(["Ada: Tea?"]);
    await ada.call("append", { text: "Well?" });
    await bob.call("append", { text: "Coffee." });
    await bob.call("push");
    const refused = await ada.call("push");
    expect(refused.structured).toMatchObject({ status: 0, reason: "unseen_messages" });
    expect(said(refused)).toEqual(["Bob: Coffee."]);
    expect((await ada.call("push")).structured).toMatchObject({ status: 1 });
    const { contents } = await bob.request("resources/read", { uri: "room://lobby/transcript" });
    expect(contents).toMatchObject([{ text: expect.stringContaining("Ada: Tea?\nBob: Coffee.\nAda: Well?") }]);
    await Promise.all([ada.end(), bob.end()]);
    await onlyIn(room);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("[MCP-8] leaves the room at %s, and ends with 0", async (signal) => {
    const { url, host: room } = await serve();
    const ada = new RawMcpStdio(["--url", url, "--as", "Ada"]);
    await ada.initialize(OLDER[1] ?? "");
    await onlyIn(room, "Ada");
    // A blocked call holds nothing up.
    ada.send("tools/call", { name: "check", arguments: {} }).catch(() => {});
    ada.child.kill(signal);
    await onlyIn(room);
    expect(await ada.ended).toMatchObject({ code: 0, stderr: "" });
  });

  it("[MCP-8] killed, it leaves when its lease ends", async () => {
    const clock = new ManualClock();
    const { url, host: room } = await serve({ clock });
    const ada = new RawMcpStdio(["--url", url, "--as", "Ada"]);
    await ada.initialize(OLDER[1] ?? "");
    expect((await ada.call("append", { text: "hi" })).structured).toMatchObject({ status: 1 });
    ada.child.kill("SIGKILL");
    await ada.ended;
    expect(room.participants).toEqual(["Ada"]);
    // The server learns of the broken stream in its own time: the clock goes on until it has.
    while (room.participants.length > 0) await clock.advance(STREAM_LEASE_MS / 10);
  });

  it("[MCP-9] a host that looks first which protocol is spoken is seen once", async () => {
    const { url, host: room } = await serve();
    const folder = testFolder();
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [PROGRAM, "mcp", "--url", url, "--as", "Ada"],
      env: cleanEnv(folder),
      cwd: folder,
    });
    const { call } = await sdkHost(transport, "auto");
    expect((await call("preview")).structured).toMatchObject({ status: 1 });
    expect(room.eventsAfter(0).map(({ type }) => type)).toEqual(["joined"]);
  });

  it("[MCP-8] what cannot be right is said in one line, before a host waits for it", async () => {
    for (const args of [
      ["--url", "ftp://x"],
      ["--room", "No Room"],
      ["--as", "Server"],
      ["--print-config", "emacs"],
    ]) {
      const { code, stdout, stderr } = await runCli(["mcp", ...args]);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^llm-chat: [^\n]+\n$/);
    }
  });
});

describe("/mcp of a server", () => {
  it("[MCP-13] hosts of every protocol, on every wire, in one room", async () => {
    const { url, host: room } = await serve();
    const stdio = new RawMcpStdio(["--url", url, "--as", "Old"]);
    await stdio.initialize(OLDER[0] ?? "");
    const raw = new RawMcpHttp(fetch, `${url}/mcp`, OLDER[0] ?? "");
    await raw.initialize();
    await raw.call("login", { username: "Hand" });
    const older = await sdkHost(new StreamableHTTPClientTransport(new URL(`${url}/rooms/lobby/mcp`)), "legacy");
    await older.call("login", { username: "Older" });
    const newer = await sdkHost(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)), "auto");
    expect(newer.client.getNegotiatedProtocolVersion()).toBe("2026-07-28");
    const { structured } = await newer.call("login", { username: "Newer" });
    const token = { session_token: structured["session_token"] };
    await onlyIn(room, "Old", "Hand", "Older", "Newer");
    const checks = [stdio.call("check"), raw.call("check"), older.call("check")];
    await newer.call("append", { text: "everybody?", ...token });
    expect((await newer.call("push", token)).structured).toMatchObject({ status: 1 });
    for (const check of checks) expect(said(await check)).toEqual(["Newer: everybody?"]);
    await older.call("append", { text: "here" });
    await older.call("push");
    expect(said(await newer.call("check", token))).toEqual(["Older: here"]);
    await raw.delete();
    await stdio.end();
    await onlyIn(room, "Older", "Newer");
  });

  it("[MCP-12] with a token: the server's lets a host log in, a participant's speaks for it, a wrong one for nobody", async () => {
    const { url } = await serve({ auth: "token" });
    const transport = (token: string) =>
      new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
        requestInit: { headers: { authorization: `Bearer ${token}` } },
      });
    await expect(sdkHost(transport("wrong"), "auto")).rejects.toThrow(/401|nauthorized/);
    const host = await sdkHost(transport("server-token"), "auto");
    const { structured } = await host.call("login", { username: "Ada" });
    const ada = await sdkHost(transport(String(structured["session_token"])), "auto");
    expect((await ada.call("append", { text: "hi" })).structured).toMatchObject({ status: 1 });
    expect((await host.call("preview", { session_token: structured["session_token"] })).structured).toMatchObject({
      draft: "hi",
    });
  });

  it("[MCP-7] tells a host that listens of updates, over a stream of its own", async () => {
    const { url, host: room } = await serve();
    const raw = new RawMcpHttp(fetch, `${url}/mcp`, OLDER[1] ?? "");
    await raw.initialize();
    await raw.call("login", { username: "Ada" });
    const listening = await raw.listen();
    await raw.request("resources/subscribe", { uri: "room://lobby/transcript" });
    await raw.call("append", { text: "hi" });
    await raw.call("push");
    expect((await listening.read()).value).toMatchObject({ method: "notifications/resources/updated" });
    await listening.cancel();
    await raw.delete();
    await onlyIn(room);
  });
});
