/** The HTTP API through a real port. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDocumentPort } from "../../../test/fakes/document-port.ts";
import { say, sayAndWait } from "../../../test/fakes/scripted-answerer.ts";
import { testFolder } from "../../../test/journeys/support/run-cli.ts";
import { WatchedStore } from "../../../test/fakes/watched-store.ts";
import type { BlockJson } from "../http-api.ts";
import { storeError } from "../store/store-error.ts";

async function withDocument(options: Parameters<typeof openDocumentPort>[0] = {}) {
  const port = await openDocumentPort(options);
  const { id } = (await port.api.ok("POST", "/api/documents", { title: "Gold" })).document as { id: string };
  const add = async (content: string, fields: object = {}) =>
    (await port.api.ok("POST", `/api/documents/${id}/blocks`, { content, ...fields })).block as BlockJson;
  const blocks = async () => (await port.api.ok("GET", `/api/documents/${id}`)).blocks as readonly BlockJson[];
  /** A chat with one answer in it. */
  const answered = async (fields: object = {}) => {
    const client = await port.connect();
    client.message("Gold?", fields);
    await client.until(({ chunks }) => chunks.some(({ end }) => end));
    const [first] = client.chunks;
    return { chat_id: first?.chat_id ?? "", block_id: first?.block_ids ?? "" };
  };
  return { ...port, id, add, blocks, answered };
}

describe("the HTTP API", () => {
  it("[DOC-53] says who one is, and which models there are", async () => {
    const { api } = await openDocumentPort();
    expect(await api.ok("GET", "/api/me")).toEqual({
      success: true,
      user: { id: "local", name: "Ada" },
      models: [{ id: "scripted/test", note: "", ready: true }],
      usual_model: "scripted/test",
      modes: ["chat", "agent"],
      viewer_url: "http://127.0.0.1:8080",
    });
  });

  it("[DOC-54] makes, lists, changes and takes away chats and documents", async () => {
    const { api, id } = await withDocument();
    const { chat } = await api.ok("POST", "/api/chats", { document_id: id });
    expect(chat).toMatchObject({ title: "Untitled", document_id: id });
    expect((await api.request("POST", "/api/chats", "")).status).toBe(201);
    expect((await api.ok("GET", "/api/chats")).chats).toHaveLength(2);
    expect(await api.ok("PATCH", `/api/chats/${chat.id}`, { title: "On gold", document_id: null })).toMatchObject({
      chat: { title: "On gold", document_id: null },
    });
    expect(await api.ok("GET", `/api/chats/${chat.id}`)).toMatchObject({ activity: "ended", blocks: [] });
    expect(await api.ok("PATCH", `/api/documents/${id}`, { title: "Silver" })).toMatchObject({
      document: { title: "Silver" },
    });
    expect((await api.ok("GET", "/api/documents")).documents).toMatchObject([{ id, title: "Silver" }]);
    for (const path of [`/api/chats/${chat.id}`, `/api/documents/${id}`]) {
      expect(await api.ok("DELETE", path)).toEqual({ success: true });
      expect((await api.request("GET", path)).status).toBe(404);
    }
  });

  it("[DOC-55] adds, changes, moves and takes away blocks, and keeps what they said", async () => {
    const { api, id, add, blocks } = await withDocument();
    const [one, two] = [
      await add("one"),
      await add("a,b\n1,2", { type: "csv", meta: { title: "Prices" }, after: null }),
    ];
    expect(two).toMatchObject({
      ...{ document_id: id, chat_id: null, type: "csv", metadata: { title: "Prices" }, version: 1 },
      ...{ current: "a,b\n1,2", new: null, status: "current", proposals: [], author: { type: "user", name: "Ada" } },
    });
    expect((await blocks()).map((block) => block.id)).toEqual([two.id, one.id]);
    await api.ok("POST", `/api/blocks/${one.id}/move`, { after: null });
    expect((await blocks()).map((block) => block.id)).toEqual([one.id, two.id]);
    const own = `/api/documents/${id}/blocks/${one.id}`;
    expect((await api.ok("PATCH", own, { content: "ONE", base: 1 })).block).toMatchObject({
      current: "ONE",
      version: 2,
    });
    const stale = await api.request("PATCH", own, { content: "uno", base: 1 });
    expect([stale.status, stale.json]).toMatchObject([
      409,
      {
        success: false,
        error: { code: "stale_base" },
        version: 2,
        current: "ONE",
        difference: expect.stringContaining("+uno"),
      },
    ]);
    await api.ok("DELETE", own);
    const { revisions } = await api.ok("GET", `/api/blocks/${one.id}/revisions`);
    expect(revisions).toMatchObject([
      { content: "ONE", version: 2, reason: "deleted" },
      { content: "one", version: 1, reason: "replaced" },
    ]);
    expect((await api.request("GET", "/api/blocks/b-none/revisions")).status).toBe(404);
  });

  it("[DOC-56] applies an answer to a document, where it is accepted or reverted", async () => {
    const { api, id, add, blocks, answered } = await withDocument({ scripts: [say("Gold is old")] });
    const { chat_id, block_id } = await answered();
    const [one, two] = [await add("one"), await add("two")];
    const path = `/api/chats/${chat_id}/blocks/${block_id}/apply`;
    const after = (await api.ok("POST", path, { document_id: id, after: one.id })).block as BlockJson;
    expect(after).toMatchObject({ new: "Gold is old", current: null, status: "new", author: { type: "agent" } });
    await api.ok("POST", path, { document_id: id, replace: two.id });
    const end = (await api.ok("POST", path, { document_id: id })).block as BlockJson;
    expect((await blocks()).map((block) => [block.id, block.current, block.new])).toEqual([
      [one.id, "one", null],
      [after.id, null, "Gold is old"],
      [two.id, "two", "Gold is old"],
      [end.id, null, "Gold is old"],
    ]);
    expect(await api.ok("POST", `/api/blocks/${after.id}/revert`)).toEqual({ success: true, block: null });
    expect((await api.ok("POST", `/api/blocks/${end.id}/accept`)).block).toMatchObject({ current: "Gold is old" });
    await api.ok("PATCH", `/api/blocks/${two.id}`, { content: "TWO", base: 1 });
    const stale = await api.request("POST", `/api/blocks/${two.id}/accept`);
    expect([stale.status, stale.json.error.code, stale.json.current]).toEqual([409, "stale_base", "TWO"]);
    expect(await api.ok("POST", `/api/documents/${id}/accept`)).toEqual({
      success: true,
      accepted: [],
      left: [two.id],
    });
    expect((await api.ok("POST", `/api/blocks/${two.id}/accept`, { over: 2 })).block).toMatchObject({
      ...{ current: "Gold is old", new: null, version: 3 },
    });
    const csv = await add("a,b", { type: "csv" });
    expect((await api.request("POST", path, { document_id: id, replace: csv.id })).json.error.message).toMatch(
      /is csv and this is md; put it after/,
    );
  });

  it("[DOC-56] gives a document as a file", async () => {
    const { api, id, add } = await withDocument();
    await add("Gold is *old*");
    const file = await api.request("GET", `/api/documents/${id}/export`);
    expect(file.text).toBe("# Gold\n\nGold is *old*\n");
    expect(file.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''Gold.md");
    const page = await api.request("GET", `/api/documents/${id}/export?format=html&proposals=1`);
    expect(page.text).toContain("Gold is <em>old</em>");
    expect(page.headers.get("content-security-policy")).toContain("sandbox");
    expect((await api.request("GET", `/api/documents/${id}/export?format=pdf`)).status).toBe(400);
  });

  it("[DOC-57] does not show anybody else's, whichever way it is asked for", async () => {
    const port = await openDocumentPort({ auth: "token" });
    const [grace, alan] = await Promise.all(
      ["Grace", "Alan"].map(async (name) => port.api.as((await port.userNamed(name)).token)),
    );
    if (!grace || !alan) throw new Error("nobody");
    const { document } = await grace.ok("POST", "/api/documents", {});
    const { chat } = await grace.ok("POST", "/api/chats", {});
    const { block } = await grace.ok("POST", `/api/documents/${document.id}/blocks`, { content: "secret" });
    const paths: [string, string, object?][] = [
      ...["GET", "DELETE"].flatMap((method): [string, string][] => [
        [method, `/api/documents/${document.id}`],
        [method, `/api/chats/${chat.id}`],
      ]),
      ["POST", "/api/chats", { document_id: document.id }],
      ["POST", `/api/documents/${document.id}/blocks`, { content: "x" }],
      ["PATCH", `/api/blocks/${block.id}`, { content: "x", base: 1 }],
      ["GET", `/api/documents/${document.id}/blocks/${block.id}/revisions`],
      ["POST", `/api/blocks/${block.id}/apply`, { document_id: document.id }],
    ];
    for (const [method, path, body] of paths) {
      const theirs = await alan.request(method, path, body);
      const unknown = (text: string) => text.replaceAll(/([dcb])-\d+/g, "$1-99");
      const none = await alan.request(method, unknown(path), body && JSON.parse(unknown(JSON.stringify(body))));
      expect([method, path, theirs.status, unknown(theirs.text)]).toEqual([method, path, 404, none.text]);
    }
    await grace.ok("DELETE", `/api/blocks/${block.id}`);
    expect((await alan.request("GET", `/api/blocks/${block.id}/revisions`)).status).toBe(404);
    expect((await grace.request("GET", `/api/chats/${chat.id}/blocks/${block.id}/revisions`)).status).toBe(404);
    expect((await port.api.request("GET", "/api/me")).headers.get("www-authenticate")).toBe("Bearer");
    expect((await port.api.as("server-token").request("GET", "/api/me")).status).toBe(401);
  });

  const bad: readonly [method: string, path: string, body: unknown, status: number, message: RegExp][] = [
    ["POST", "/api/documents", "{", 400, /no JSON; send an object/],
    ["POST", "/api/documents", { title: " " }, 400, /title: /],
    ["PATCH", "/api/documents/d-1", {}, 400, /title: it is missing; send it/],
    ["POST", "/api/documents/d-1/blocks", { content: "x", type: "html" }, 400, /type: /],
    [
      "POST",
      "/api/documents/d-1/blocks",
      { content: "x".repeat(2_000_001) },
      413,
      /content may have 2000000 characters/,
    ],
    ["POST", "/api/documents/d-1/blocks", { content: "x".repeat(16_000_001) }, 413, /more than 16000000 bytes/],
    ["POST", "/api/blocks/b-1/move", { after: "b-1" }, 400, /cannot go after itself/],
    ["POST", "/api/blocks/b-1/accept", undefined, 404, /nothing new in b-1/],
    ["POST", "/api/blocks/b-1/apply", { document_id: "d-1", replace: "b-1", after: null }, 400, /exclude each other/],
    ["PUT", "/api/documents/d-1", {}, 405, /takes GET, HEAD, PATCH, DELETE/],
    ["GET", "/api/nothing", undefined, 404, /nothing here; GET \/docs/],
    ["GET", "/api/blocks/b-1", undefined, 405, /takes PATCH, DELETE/],
  ];
  it.each(bad)(
    "[DOC-58] answers what cannot be done by a code and how to mend it: %s %s",
    async (method, path, body, status, message) => {
      const { api, add, lines } = await withDocument();
      await add("one");
      const answer = await api.request(method, path, body);
      expect([answer.status, answer.json]).toMatchObject([
        status,
        { success: false, error: { message: expect.stringMatching(message) } },
      ]);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(lines).toEqual([]);
    },
  );

  it("[DOC-58] takes JSON only, says nothing of a failure inside, and limits who asks too much", async () => {
    const { url, api, store, lines } = await withDocument({ rate: 5 });
    const plain = await fetch(`${url}/api/documents`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "text/plain" },
    });
    expect(plain.status).toBe(415);
    Object.assign(store, { chats: () => Promise.reject(new Error("the disk is on fire")) });
    const failed = await api.request("GET", "/api/chats");
    expect([failed.status, failed.text.includes("fire")]).toEqual([500, false]);
    expect(lines).toEqual([expect.stringContaining("the disk is on fire")]);
    await expect.poll(async () => (await api.request("GET", "/api/me")).status).toBe(429);
  });

  it("[DOC-59] stops who writes before a chat or document is taken away", async () => {
    const { api, id, store, answered, answerer, connect } = await withDocument({ scripts: [sayAndWait("Gold is")] });
    const client = await connect();
    client.message("Gold?", { document_id: id });
    await client.until(({ chunks }) => chunks.length > 1);
    await api.ok("DELETE", `/api/documents/${id}`);
    expect(answerer.tasks[0]?.signal.aborted).toBe(true);
    answerer.add(sayAndWait("Silver is"));
    const chat_id = client.chunks[0]?.chat_id;
    client.message("Silver?", { chat_id });
    await client.until(({ chunks }) => chunks.some(({ content }) => content === "Silver is"));
    await api.ok("DELETE", `/api/chats/${chat_id}`);
    expect(answerer.tasks[1]?.signal.aborted).toBe(true);
    expect(await store.chats("local")).toEqual([]);
    answerer.add(say("fine"));
    await answered();
  });

  it("[DOC-61] says why the database cannot be had, and not where it is", async () => {
    const store = await WatchedStore.open();
    const { api, id, lines } = await withDocument({ store });
    const place = { name: "the database /secret/documents.sqlite", another: "" };
    store.afterRead = () => {
      throw storeError(place, Object.assign(new Error("locked"), { errcode: 5 }));
    };
    const answer = await api.request("GET", `/api/documents/${id}`);
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toEqual({
      success: false,
      error: {
        code: "unavailable",
        message: "The documents cannot be had just now: another process does not let go of it; end that one.",
      },
    });
    expect(lines.join()).toContain("/secret/documents.sqlite: another process");
  });

  it("[DOC-58] is described with the rest of the server", async () => {
    const { api } = await openDocumentPort();
    const { paths } = await api.ok("GET", "/openapi.json");
    expect(paths["/api/documents/{document}/blocks"].post).toMatchObject({
      tags: ["documents"],
      requestBody: { content: { "application/json": { schema: { required: ["content"] } } } },
    });
    expect(Object.keys(paths)).toContain("/send");
    expect((await api.request("GET", "/docs")).text).toContain("/api/documents/{document}/accept");
  });
});

describe("the page's files", () => {
  it("[DOC-60] are served from /workspace, those of the build and nothing else", async () => {
    const folder = testFolder();
    await mkdir(join(folder, "web/assets"), { recursive: true });
    await writeFile(join(folder, "web/index.html"), "<!doctype html><p>work");
    await writeFile(join(folder, "web/assets/main-1a2b.js"), "let a;");
    await writeFile(join(folder, "web/notes.txt"), "secret");
    await writeFile(join(folder, "secret.js"), "secret");
    const { url, api } = await openDocumentPort({ files: join(folder, "web"), auth: "token" });
    // As when a newer version is installed while this one runs.
    await rm(join(folder, "web"), { recursive: true });
    for (const path of ["/workspace", "/workspace/", "/workspace/index.html"]) {
      const page = await api.request("GET", path);
      expect([page.status, page.text]).toEqual([200, "<!doctype html><p>work"]);
      expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
      expect(page.headers.get("cache-control")).toBe("no-cache");
    }
    const script = await api.request("GET", "/workspace/assets/main-1a2b.js");
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.headers.get("cache-control")).toContain("immutable");
    for (const path of ["notes.txt", "../secret.js", "..%2fsecret.js", "%2e%2e/secret.js", "assets", "assets/%00"]) {
      const answer = await api.request("GET", `/workspace/${path}`);
      expect([path, answer.status, answer.text.includes("secret.js")]).toEqual([path, 404, false]);
    }
    expect((await api.request("POST", "/workspace", {})).status).toBe(405);
    expect((await fetch(`${url}/workspace`, { headers: { origin: "https://example.org" } })).status).toBe(403);
    const missing = await openDocumentPort();
    expect((await missing.api.request("GET", "/workspace")).text).toContain("npm run build");
  });
});
