import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { JsonClient } from "../fakes/json-client.ts";
import { watch } from "../fakes/viewer-stage.ts";
import { type CliRun, runCli, startCli } from "./support/run-cli.ts";
import { startServer } from "./support/start-server.ts";

/** Of a conversation that has reached its `--max-messages`. */
const LIMIT = 10;
const DEMO = ["--seed", "7", "Should we colonise Mars?"];

/** Where the program says that it can be watched. */
async function viewOf(run: CliRun): Promise<string> {
  let url = "";
  await run.until((stdout, stderr) => {
    url = /live view:? +(http:\S+)\n/i.exec(stderr + stdout)?.[1] ?? "";
    return url !== "";
  });
  return url;
}

async function takenPort(): Promise<string> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return String((server.address() as AddressInfo).port);
}

describe("the live view of a conversation", () => {
  it("[STREAM-13] shows all of it, from the first record on and to the last, as the log has it", async () => {
    const run = startCli(["--websocket-port", "0", "--plain", "--speed", "30", "--max-messages", "6", ...DEMO]);
    const url = await viewOf(run);
    const [whole, plain] = await Promise.all([watch(url, "?records&after=0"), watch(url)]);
    const { code, stderr } = await run.ended;
    expect(await Promise.all([whole.closed, plain.closed])).toEqual([1001, 1001]);
    expect(code).toBe(LIMIT);
    expect(stderr).toMatch(new RegExp(`^Live view: ${url}\nEnded: `));
    const told = whole.frames.filter(({ type }) => type === "record");
    expect(told.map(({ record }) => record as unknown)).toEqual(run.log.records);
    expect(told.map(({ n }) => Number(n))).toEqual(told.map((_, index) => index + 1));
    expect(plain.frames.map(({ type }) => String(type))).toContain("delta");
    expect(plain.messages.at(-1)).toMatchObject({ parsed_content: { type: "system", content: "max_messages" } });
    // Deltas add nothing: what was generated is in the records too. (The last word is held until it is whole.)
    const last = plain.messages.findLast(({ parsed_content }) => parsed_content?.type === "thinking")?.[
      "parsed_content"
    ];
    const words = plain.frames.filter(({ kind, user }) => kind === "thinking" && user === last.user);
    const text = words.map((delta) => String(delta["text"])).join("");
    expect(text).toContain(String(last.content).replace(/\S+$/, ""));
  });

  it("[STREAM-13] changes nothing of what the program says to others", async () => {
    for (const how of ["--plain", "--json"]) {
      const args = [how, "--speed", "200", "--max-messages", "3", ...DEMO];
      const [watched, unwatched] = await Promise.all([runCli(["--websocket-port", "0", ...args]), runCli(args)]);
      const timeless = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "");
      expect(timeless(watched.stdout)).toBe(timeless(unwatched.stdout));
      expect(watched.code).toBe(LIMIT);
    }
    const quiet = await runCli(["--quiet", "--websocket-port", "0", "--speed", "200", "--max-messages", "1", ...DEMO]);
    expect({ ...quiet, log: null }).toMatchObject({ code: LIMIT, stdout: "", stderr: "" });
  });

  it("[STREAM-13] a port that is taken is said in one sentence, and the conversation runs on", async () => {
    const port = await takenPort();
    const args = ["--websocket-port", port, "--speed", "200", "--max-messages", "2", ...DEMO];
    const sentence = `No live view: the port ${port} of 127.0.0.1 is in use already; choose another with --websocket-port (0: any free one).\n`;
    const [plain, quiet] = await Promise.all([runCli(["--plain", ...args]), runCli(["--quiet", ...args])]);
    expect(plain.code).toBe(LIMIT);
    expect(plain.stderr.startsWith(`${sentence}Ended: `)).toBe(true);
    expect(quiet).toMatchObject({ code: LIMIT, stdout: "", stderr: sentence });
    expect(plain.log.records.at(-1)).toMatchObject({ type: "session_end" });
    expect(plain.log.text).not.toContain("live view");
  });

  it("[STREAM-9] a Ctrl-C is shown to its end too", async () => {
    const run = startCli(["--websocket-port", "0", "--plain", "--speed", "1", ...DEMO]);
    const viewer = await watch(await viewOf(run), "?records&after=0");
    run.child.kill("SIGINT");
    expect(await viewer.closed).toBe(1001);
    expect((await run.ended).code).toBe(130);
    expect(viewer.frames.at(-1)).toMatchObject({ record: { type: "session_end", content: "interrupted" } });
  });

  it("[STREAM-10] is for pages of its own, and those that are let in", async () => {
    const run = startCli(["--websocket-port", "0", "--allow-origin", "null", "--plain", "--speed", "1", ...DEMO]);
    const url = await viewOf(run);
    await expect(watch(url, "", { origin: "https://evil.example" })).rejects.toThrow("refused: 403");
    await watch(url, "", { origin: "null" });
  });

  it("[CLI-8] says what excludes each other", async () => {
    const { code, stderr } = await runCli(["--no-websocket", "--websocket-port", "8081", "Tea"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "llm-chat: --no-websocket and --websocket-port exclude each other; leave one out\n",
    });
  });
});

describe("the live view of a server", () => {
  it("[STREAM-14] shows a room's history and what happens, who writes, and the rooms that are made", async () => {
    const { run, url: server } = await startServer(["--memory", "--websocket-port", "0"]);
    const url = await viewOf(run);
    const client = new JsonClient(server);
    onTestFinished(() => client.close());
    await client.post("/register", { username: "Ada" });
    await client.post("/send", { username: "Ada", message: "before" });
    const [whole, plain] = await Promise.all([watch(url, "?records&after=0"), watch(url, "?room=lobby")]);
    expect(whole.frames[0]).toMatchObject({ room: "lobby", rooms: ["lobby"], n: 2 });
    await client.post("/composing", { username: "Ada" });
    await client.post("/send", { username: "Ada", message: "after" });
    await whole.until((frames) => frames.at(-1)?.["activity"] === "idle");
    const told = whole.frames
      .slice(1)
      .map(({ n, record, activity }) => (record ? `${n} ${record.content}` : String(activity)));
    expect(told).toEqual(["1 Ada has joined the room.", "2 before", "writing", "3 after", "idle"]);
    await plain.until((frames) => frames.at(-1)?.["type"] === "chat_message");
    expect(plain.messages.map(({ parsed_content }) => parsed_content as unknown)).toEqual([
      { type: "chat", user: "Ada", content: "after" },
    ]);
    await client.post("/rooms", { room: "tea" });
    await plain.until((frames) => frames.at(-1)?.["type"] === "rooms");
    expect(plain.frames.at(-1)).toEqual({ type: "rooms", rooms: ["lobby", "tea"] });
    const tea = await watch(url, "rooms/tea?records");
    expect(tea.frames[0]).toMatchObject({ room: "tea", rooms: ["lobby", "tea"], n: 0 });
    await expect(watch(url, "?room=nowhere")).rejects.toThrow("refused: 404");
    // A viewer that comes back goes on where it was, also when nobody watched in between.
    whole.ws.close();
    plain.ws.close();
    await Promise.all([whole.closed, plain.closed]);
    await client.post("/send", { username: "Ada", message: "meanwhile" });
    const again = await watch(url, "?records&after=3");
    await again.until((frames) => frames.length === 2);
    expect(again.frames[1]).toMatchObject({ n: 4, record: { content: "meanwhile" } });
    run.child.kill("SIGTERM");
    expect(await Promise.all([again.closed, tea.closed])).toEqual([1001, 1001]);
    expect((await run.ended).code).toBe(0);
  });

  it("[STREAM-14] wants the token where reading does", async () => {
    const { run, url: server } = await startServer(["--memory", "--token", "s3cret-token", "--websocket-port", "0"]);
    const url = (await viewOf(run)).replace("/?token=TOKEN", "");
    for (const query of ["", "?token=wrong-token"]) await expect(watch(url, query)).rejects.toThrow("refused: 401");
    expect((await watch(url, "?token=s3cret-token")).frames[0]).toMatchObject({ type: "welcome" });
    const headers = { "content-type": "application/json", authorization: "Bearer s3cret-token" };
    const registered = await fetch(`${server}/register`, { method: "POST", headers, body: '{"username":"Ada"}' });
    const { session_token } = (await registered.json()) as { session_token: string };
    expect((await watch(url, "", { authorization: `Bearer ${session_token}` })).frames[0]).toMatchObject({
      type: "welcome",
    });
    // The end of a stay is the end of what it lets one read.
    await fetch(`${server}/unregister`, {
      method: "POST",
      headers: { ...headers, authorization: `Bearer ${session_token}` },
      body: '{"username":"Ada"}',
    });
    await expect(watch(url, `?token=${session_token}`)).rejects.toThrow("refused: 401");
  });

  it("[STREAM-14] a port that is taken is said, and the rooms are served", async () => {
    const port = await takenPort();
    const { run, url, banner } = await startServer(["--memory", "--websocket-port", port]);
    expect(banner).not.toContain("live view");
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    run.child.kill("SIGTERM");
    const { code, stderr } = await run.ended;
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `llm-chat: no live view: the port ${port} of 127.0.0.1 is in use already; choose another with --websocket-port (0: any free one).\n`,
    });
  });
});
