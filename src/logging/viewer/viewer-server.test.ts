import { createHash } from "node:crypto";
import { truncateSync } from "node:fs";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { get as httpGet, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { chat, openStage, stalledViewer, watch } from "../../../test/fakes/viewer-stage.ts";
import { pageOf } from "./page.ts";
import { rangeOf } from "./serve-log.ts";

const SCRIPT = "\r\nconsole.log('<b>');\n";
const PAGE = `<!doctype html><style media="all">p{}</style><script type="module" crossorigin>${SCRIPT}</script><p>page</p>`;
const LOG = `${Array.from({ length: 1_000 }, (_, index) => `{"line":${index},"text":"é"}`).join("\n")}\n`;

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "llm-chat-viewer-"));
  await writeFile(at("viewer.html"), PAGE);
  await writeFile(at("talk.jsonl"), LOG);
  await writeFile(at("empty.jsonl"), "");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** With whatever headers, which fetch would not send. */
function ask(url: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpGet(url, { headers, method }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
      );
      answer.on("error", reject);
    });
    request.on("error", reject);
    request.end();
  });
}

const errorOf = ({ body }: Answer) => (JSON.parse(body) as { error: { code: string } }).error.code;

describe("the page", () => {
  it("[STREAM-11] is served under a policy that lets only its own scripts and styles run", async () => {
    const { server } = await openStage({ server: { page: at("viewer.html") } });
    for (const path of ["/", "/?room=x&token=t", "/rooms/tea", "/rooms/tea/"]) {
      const { status, headers, body } = await ask(server.url + path);
      expect({ status, body }).toEqual({ status: 200, body: PAGE });
      const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
      expect(headers["content-security-policy"]).toBe(
        `default-src 'none'; script-src ${hash(SCRIPT.replace("\r\n", "\n"))}; style-src ${hash("p{}")}; connect-src 'self'; img-src data:; font-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      expect(headers).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-cache",
      });
    }
    expect(await ask(`${server.url}/`, {}, "HEAD")).toMatchObject({ status: 200, body: "" });
  });

  it("[STREAM-11] says what to run where it is not built, and its port streams all the same", async () => {
    const { hub, server, watch } = await openStage({ server: { page: at("nothing.html") } });
    const { status, body, headers } = await ask(server.url);
    expect(status).toBe(200);
    expect(body).toContain("npm run build");
    expect(headers["content-security-policy"]).toContain("script-src 'none'");
    const viewer = await watch();
    hub.publishRecord(chat("hello"));
    await viewer.until((frames) => frames.length === 2);
  });

  it("[STREAM-11] is there as soon as it can be read, without a new start", async () => {
    const { server } = await openStage({ server: { page: at("late.html") } });
    expect((await ask(server.url)).body).toContain("npm run build");
    await writeFile(at("late.html"), PAGE);
    expect((await ask(server.url)).body).toBe(PAGE);
  });

  it("[STREAM-11] is the only thing there, beside its icon", async () => {
    const { server } = await openStage();
    expect(await ask(`${server.url}/favicon.ico`)).toMatchObject({ status: 204, body: "" });
    for (const path of ["/log", "/etc/passwd", "/../package.json", "/rooms", "/rooms/a/b", "//x", "/%00"]) {
      const answer = await ask(server.url + path);
      expect({ path, status: answer.status, code: errorOf(answer) }).toEqual({ path, status: 404, code: "not_found" });
    }
    const posted = await ask(`${server.url}/`, {}, "POST");
    expect(posted).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  });

  it("[STREAM-11] has no policy that lets a script of another element in", () => {
    const { policy } = pageOf("<SCRIPT>a</SCRIPT ><template><script>b</script></template><script src=x></script>");
    expect(policy.match(/script-src ([^;]*);/)?.[1]?.split(" ")).toHaveLength(3);
    expect(policy).toContain("style-src 'none'");
  });
});

describe("the log", () => {
  it("[STREAM-11] can be had whole and in ranges", async () => {
    const { server } = await openStage({ hub: { mode: "replay" }, server: { log: at("talk.jsonl") } });
    const url = `${server.url}/log`;
    const size = Buffer.byteLength(LOG);
    expect(await ask(url)).toMatchObject({
      status: 200,
      body: LOG,
      headers: { "content-type": "application/x-ndjson", "accept-ranges": "bytes", "content-length": String(size) },
    });
    expect(await ask(url, { range: "bytes=0-9" })).toMatchObject({
      status: 206,
      body: LOG.slice(0, 10),
      headers: { "content-range": `bytes 0-9/${size}` },
    });
    expect((await ask(url, { range: "bytes=-5" })).body).toBe(Buffer.from(LOG).subarray(-5).toString());
    expect(await ask(url, { range: `bytes=${size}-` })).toMatchObject({
      status: 416,
      headers: { "content-range": `bytes */${size}` },
    });
    expect(await ask(url, { range: "bytes=0-1", "if-range": '"x"' })).toMatchObject({ status: 200, body: LOG });
    expect(await ask(url, { range: "bytes=5-6" }, "HEAD")).toMatchObject({ status: 206, body: "" });
    const viewer = await watch(server.url);
    expect(viewer.frames[0]).toMatchObject({ mode: "replay", log: "/log" });
  });

  it("[STREAM-11] that becomes shorter while it is read is cut off, not waited for", async () => {
    const log = at("shrinking.jsonl");
    await writeFile(log, "");
    await truncate(log, 64 * 1024 * 1024);
    const { server } = await openStage({ server: { log } });
    const read = new Promise((resolve, reject) => {
      httpGet(`${server.url}/log`, (answer) => {
        truncateSync(log, 1_000);
        answer.on("end", resolve).on("error", reject).resume();
      });
    });
    await expect(read).rejects.toThrow("aborted");
  });

  it("[STREAM-11] may be empty, or gone", async () => {
    const empty = await openStage({ server: { log: at("empty.jsonl") } });
    expect(await ask(`${empty.server.url}/log`)).toMatchObject({ status: 200, body: "" });
    expect(await ask(`${empty.server.url}/log`, { range: "bytes=0-" })).toMatchObject({ status: 416 });
    const gone = await openStage({ server: { log: at("gone.jsonl") } });
    const answer = await ask(`${gone.server.url}/log`);
    expect([answer.status, errorOf(answer)]).toEqual([404, "not_found"]);
    expect(answer.body).not.toContain(folder);
  });

  it.each([
    [undefined, null],
    ["bytes=0-", { start: 0, end: 99 }],
    ["bytes=10-19", { start: 10, end: 19 }],
    ["bytes=90-1000", { start: 90, end: 99 }],
    ["bytes=-10", { start: 90, end: 99 }],
    ["bytes=-1000", { start: 0, end: 99 }],
    ["bytes=100-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=9-3", null],
    ["bytes=0-1,5-6", null],
    ["lines=0-1", null],
    ["bytes=-", null],
  ])("[STREAM-11] %s of 100 bytes", (header, range) => expect(rangeOf(header, 100)).toEqual(range));
});

describe("who may watch", () => {
  it("[STREAM-10] no page of elsewhere, unless it is allowed by name", async () => {
    const allowOrigins = ["https://good.example", "null"];
    const { server } = await openStage({ server: { allowOrigins, log: at("talk.jsonl") } });
    const own = server.url;
    for (const origin of [own, "https://good.example", "null"]) {
      expect((await watch(own, "", { origin })).frames).toHaveLength(1);
      expect(await ask(`${own}/log`, { origin })).toMatchObject({ status: 200 });
    }
    for (const origin of [
      "https://evil.example",
      "http://127.0.0.1",
      "http://localhost:1",
      "file://",
      "https://good.example.evil",
    ]) {
      await expect(watch(own, "", { origin })).rejects.toThrow("refused: 403");
      expect(await ask(`${own}/log`, { origin })).toMatchObject({ status: 403 });
    }
    await expect(watch(own, "", { "sec-fetch-site": "cross-site" })).rejects.toThrow("refused: 403");
    expect(await ask(`${own}/log`, { origin: "null" })).toMatchObject({
      headers: { "access-control-allow-origin": "null", vary: "Origin" },
    });
    expect((await ask(`${own}/log`, { origin: own })).headers).not.toHaveProperty("access-control-allow-origin");
    expect(await ask(`${own}/log`, { origin: "https://good.example" }, "OPTIONS")).toMatchObject({
      status: 204,
      headers: { "access-control-allow-headers": "Authorization, Range" },
    });
  });

  it("[STREAM-10] a page from disk has to be allowed; a link from elsewhere leads to the page", async () => {
    const { server } = await openStage();
    await expect(watch(server.url, "", { origin: "null" })).rejects.toThrow("refused: 403");
    expect(await ask(server.url, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })).toMatchObject({
      status: 200,
    });
  });

  it("[STREAM-10] no Host that nobody gave this server", async () => {
    const { server } = await openStage({ server: { allowHosts: ["chat.example"] } });
    const { url, port } = server;
    for (const host of ["evil.example", `evil.example:${port}`, "10.0.0.1"]) {
      await expect(watch(url, "", { host })).rejects.toThrow("refused: 403");
      expect(errorOf(await ask(url, { host }))).toBe("forbidden_host");
    }
    for (const host of [`localhost:${port}`, "chat.example"]) {
      expect((await watch(url, "", { host })).frames).toHaveLength(1);
    }
  });

  it("[STREAM-10] nobody without the token, where there is one", async () => {
    const { server } = await openStage({
      server: { admits: (token) => token === "s3cret-token", log: at("talk.jsonl"), page: at("viewer.html") },
    });
    const { url } = server;
    for (const query of ["", "?token=", "?token=wrong"]) {
      await expect(watch(url, query)).rejects.toThrow("refused: 401");
      expect(errorOf(await ask(`${url}/log${query}`))).toBe("unauthorized");
      expect(errorOf(await ask(`${url}/access${query}`))).toBe("unauthorized");
    }
    expect(await ask(`${url}/access?token=s3cret-token`)).toMatchObject({ status: 204, body: "" });
    expect(errorOf(await ask(`${url}/access?token=s3cret-token&room=none`))).toBe("unknown_room");
    await expect(watch(url, "", { authorization: "Bearer wrong" })).rejects.toThrow("refused: 401");
    expect((await watch(url, "?token=s3cret-token&records")).frames).toHaveLength(1);
    expect((await watch(url, "", { authorization: "Bearer s3cret-token" })).frames).toHaveLength(1);
    expect(await ask(`${url}/log?token=s3cret-token`)).toMatchObject({ status: 200 });
    // It says nothing, and can ask for the token.
    expect(await ask(url)).toMatchObject({ status: 200, body: PAGE });
  });

  it("[STREAM-8] what is no handshake is refused, and harms nobody", async () => {
    const { hub, server } = await openStage();
    const say = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
        let told = "";
        socket.on("data", (chunk) => (told += chunk.toString()));
        socket.on("error", () => {});
        socket.on("close", () => resolve(told));
      });
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    expect(await say(`GET / HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await say(`GET /nowhere HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
    expect(await say(`GET /?room=x HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`)).toContain('"unknown_room"');
    expect(await say("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect(hub.viewers).toBe(0);
  });

  it("[STREAM-9] closes also where somebody keeps a refused or an ended connection open", async () => {
    const clock = new ManualClock();
    const { hub, server } = await openStage({ clock });
    await hub.close();
    // Its stream has ended, and it does not answer that.
    await stalledViewer(server);
    const refused = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
    refused.on("error", () => {});
    refused.write("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    await new Promise((resolve) => refused.once("data", resolve));
    const closing = server.close();
    await clock.advance(1_000);
    await closing;
    await expect(ask(server.url)).rejects.toThrow("ECONNREFUSED");
    refused.destroy();
  });

  it("[STREAM-9] a closed port is free, and closing twice is closing once", async () => {
    const { server } = await openStage();
    await Promise.all([server.close(), server.close()]);
    await expect(ask(server.url)).rejects.toThrow("ECONNREFUSED");
  });
});
