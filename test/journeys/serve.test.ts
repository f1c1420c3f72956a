import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { EventReader } from "../fakes/event-reader.ts";
import { JsonClient } from "../fakes/json-client.ts";
import { type CliEnv, type Ended, runCli, testFolder } from "./support/run-cli.ts";
import { type ServerProcess, startServer } from "./support/start-server.ts";

interface Served extends ServerProcess {
  readonly client: JsonClient;
  stop(): Promise<Ended>;
}

async function serve(args: readonly string[], env: CliEnv = {}): Promise<Served> {
  const server = await startServer(args, env);
  // What listens everywhere listens here too.
  const client = new JsonClient(server.url.replace("0.0.0.0", "127.0.0.1"));
  onTestFinished(() => client.close());
  const stop = () => {
    server.run.child.kill("SIGTERM");
    return server.run.ended;
  };
  return { ...server, client, stop };
}

describe("llm-chat serve", () => {
  it("[SERVE-6] says what it serves, where it keeps it, who may come in, and the next lines to type", async () => {
    const { run, url, banner, client } = await serve([]);
    expect(banner).toContain("lobby (0 messages)");
    expect(banner).toMatch(new RegExp(`^ {2}data +${run.folder}/`, "m"));
    expect(banner).toContain("open: a username is enough; only this machine reaches it");
    for (const line of [`join ${url} --as Grace`, `--room-url ${url} `, `mcp --url ${url} --print-config claude`]) {
      expect(banner).toContain(`llm-chat ${line}`);
    }
    expect((await client.get("/healthz")).status).toBe(200);
    await client.post("/register", { username: "Ada" });
    expect(await fetch(`${url}/events?username=Ada`, { method: "HEAD" })).toMatchObject({ status: 200 });
    run.child.kill("SIGINT");
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(0);
    expect(stdout.slice(banner.length)).toBe("Closing (rooms: 1, event streams: 0).\nClosed.\n");
    expect(stderr).toBe("");
  });

  it("[SERVE-4] ends by itself on SIGTERM with 100 streams open, and ends each of them cleanly", async () => {
    const { url, client, stop } = await serve(["--memory", "--rate", "0"]);
    await client.post("/register", { username: "Ada" });
    const opening = Array.from({ length: 100 }, () => EventReader.open(`${url}/events?username=Ada`));
    const readers = await Promise.all(opening);
    await client.post("/send", { username: "Ada", message: "to all" });
    await Promise.all(readers.map((reader) => reader.until(({ lastId }) => lastId === 2)));
    const { code, signal, stderr } = await stop();
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: "" });
    // What the server had to cut off after its grace would not be complete.
    for (const reader of readers) expect(await reader.ended).toBe("clean");
  });

  it("[SERVE-7] keeps messages, seats and sessions over a restart; a reader goes on where it was", async () => {
    const data = ["--data-dir", testFolder()];
    const first = await serve(data);
    const registered = await first.client.post("/register", { username: "Ada" });
    const reader = await EventReader.open(`${first.url}/events?username=Ada`);
    for (const message of ["one", "\u001b]0;title\u0007two"])
      await first.client.post("/send", { username: "Ada", message });
    await reader.until(({ lastId }) => lastId === 3);
    expect((await first.stop()).code).toBe(0);
    const second = await serve([...data, "--port", first.port]);
    expect(second.url).toBe(first.url);
    expect(second.banner).toContain("lobby (2 messages)");
    expect(second.banner).not.toContain("\u001b");
    const { session_token } = registered.body as { session_token: string };
    const bearer = { authorization: `Bearer ${session_token}` };
    const sent = await second.client.post("/send", { username: "Ada", message: "three" }, bearer);
    expect(sent).toMatchObject({ status: 200, body: { seq: 4 } });
    const again = await EventReader.open(`${second.url}/events?username=Ada`, { "last-event-id": "2", ...bearer });
    await again.until(({ lastId }) => lastId === 4);
    expect(again.events.map(({ content }) => content)).toEqual(["\u001b]0;title\u0007two", "three"]);
    await second.stop();
  });

  it("[SERVE-8] warns on stderr of a torn tail, and serves what is whole", async () => {
    const folder = testFolder();
    const first = await serve(["--data-dir", folder]);
    await first.client.post("/register", { username: "Ada" });
    await first.client.post("/send", { username: "Ada", message: "whole" });
    await first.stop();
    appendFileSync(join(folder, "rooms/lobby.jsonl"), '{"seq":3,"time');
    const second = await serve(["--data-dir", folder]);
    expect(second.banner).toContain("lobby (1 message)");
    const { code, stderr } = await second.stop();
    expect(code).toBe(0);
    expect(stderr).toMatch(/^llm-chat: [^\n]*lobby\.jsonl[^\n]*\n$/);
  });

  it("[SERVE-9] a port that is taken, and a directory that is in use, are one line that names the fix", async () => {
    const data = ["--data-dir", testFolder()];
    const { port, run } = await serve(data);
    const busy = await runCli(["serve", "--memory", "--port", port]);
    expect(busy).toMatchObject({ code: 2, stdout: "" });
    expect(busy.stderr).toMatch(/^llm-chat: the port \d+ of 127\.0\.0\.1 is in use already; [^\n]*--port[^\n]*\n$/);
    const locked = await runCli(["serve", "--port", "0", ...data]);
    expect(locked).toMatchObject({ code: 2, stdout: "" });
    expect(locked.stderr).toMatch(
      new RegExp(`^llm-chat: [^\\n]*in use by the process ${run.child.pid}[^\\n]*--data-dir\\n$`),
    );
  });

  it("[SERVE-10] on any address but loopback a token is asked for: made once, shown once", async () => {
    const open = await runCli(["serve", "--auth", "open", "--host", "0.0.0.0"]);
    expect(open).toMatchObject({ code: 2, stdout: "" });
    expect(open.stderr).toMatch(/^llm-chat: --auth open on 0\.0\.0\.0: [^\n]*leave --auth out[^\n]*\n$/);
    const data = ["--data-dir", testFolder(), "--host", "0.0.0.0"];
    const first = await serve(data);
    const [, token = ""] = /^ {2}token +(\S+)$/m.exec(first.banner) ?? [];
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(await first.client.post("/register", { username: "Ada" })).toMatchObject({ status: 401 });
    await first.stop();
    const second = await serve(data);
    expect(second.banner).not.toContain(token);
    const authorization = `Bearer ${token}`;
    expect(await second.client.post("/register", { username: "Ada" }, { authorization })).toMatchObject({
      status: 200,
    });
    await second.stop();
  });

  it("[SERVE-10] a token that is given is asked for on loopback too, and never shown", async () => {
    const token = "correct-horse-battery";
    const given = await serve(["--memory", "--token", token]);
    const named = await serve(["--memory", "--auth", "token"], { LLM_CHAT_TOKEN: token });
    for (const { banner, client, stop } of [given, named]) {
      expect(await client.post("/register", { username: "Ada" })).toMatchObject({ status: 401 });
      const authorization = `Bearer ${token}`;
      expect(await client.post("/register", { username: "Ada" }, { authorization })).toMatchObject({ status: 200 });
      expect(banner).not.toContain(token);
      expect((await stop()).stdout).not.toContain(token);
    }
  });
});
