/** The WebSocket as clients meet it: through a real port, by a real client. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { openDocumentPort, type WireClient } from "../../../test/fakes/document-port.ts";
import { say, sayAndWait, type Script } from "../../../test/fakes/scripted-answerer.ts";
import { createDemoProvider } from "../../agents/providers/demo.ts";
import { systemClock } from "../../chatroom/clock.ts";
import { createAnswerer } from "../answers/document-answerer.ts";
import { randomId } from "../ids.ts";
import type { Models } from "../processor/answerer.ts";
import { CONNECTION_LIMITS } from "./connection.ts";

describe("an event", () => {
  it("[DOC-43] is answered by chunks of which the first has the ids", async () => {
    const port = await openDocumentPort({ scripts: [say("Gold is old")] });
    const client = await port.connect();
    client.message("Gold?");
    await client.until(({ chunks }) => chunks.some(({ end }) => end));
    const [chat] = await port.store.chats("local");
    const [first] = client.chunks;
    expect(first).toEqual({ type: "md", block_ids: first?.block_ids, chat_id: chat?.id, content: "" });
    expect(client.textOf(first?.block_ids)).toBe("Gold is old");
  });

  it("[DOC-43] may say null for what it leaves out", async () => {
    const port = await openDocumentPort({ scripts: [say("Gold is old")] });
    const client = await port.connect();
    const absent = { chat_id: null, document_id: null, block_id: null, user_id: null, model: null, mode: null };
    client.send({ name: "chat_message", message: { role: "user", content: "Gold?" }, ...absent });
    await client.until(({ chunks }) => chunks.some(({ end }) => end));
    expect(client.errors).toEqual([]);
  });

  const long = "x".repeat(200_001);
  const bad: readonly [what: string, frame: unknown, message: RegExp, chat?: string][] = [
    ["no JSON", "{name: message}", /no JSON; send one event/],
    ["no object", "[1]", /An event is a JSON object/],
    ["bytes", Buffer.from("{}"), /A frame is text/],
    ["no name", { message: { content: "x" } }, /name is missing: it is message, chat_message, pause, stop, open/],
    ["another name", { name: "mesage" }, /not "mesage"; did you mean "message"\?$/],
    [
      "another mode",
      { name: "message", mode: "agnet", message: { content: "x" } },
      /mode is chat, agent, and not "agnet"; did you mean "agent"\?/,
    ],
    ["no content", { name: "message", message: {}, chat_id: "c1" }, /message.content is missing/, "c1"],
    ["no text", { name: "message", message: { content: "" } }, /message.content is empty/],
    [
      "too much text",
      { name: "message", message: { content: long } },
      /message.content may have 200000 characters; send less/,
    ],
    ["too many bytes", { name: "message", message: { content: "ü".repeat(600_000) } }, /bytes, and may have 1000000/],
    [
      "a frame of megabytes",
      { name: "message", message: { content: "x".repeat(15_000_000) } },
      /bytes, and may have 1000000/,
    ],
    ["an id that is none", { name: "pause", chat_id: "a b" }, /chat_id: an id has 1 to 64 letters/],
    ["an unknown chat", { name: "message", message: { content: "x" }, chat_id: "c9" }, /There is no chat c9/, "c9"],
    ["an unknown document", { name: "open", document_id: "d9" }, /There is no document d9/],
    [
      "an unknown model",
      { name: "message", message: { content: "x" }, model: "gold/1" },
      /there is no model "gold\/1"/,
    ],
    ["another user", { name: "open", user_id: "somebody" }, /user_id is not the user of this connection; leave it out/],
    ["a pause of nothing", { name: "pause" }, /needs the chat_id/],
    [
      "a role that is none",
      { name: "message", message: { content: "x", role: "system" } },
      /message.role is user, and not "system"/,
    ],
    ["a deep one", `{"name":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, /name is message, .*not an object/],
  ];
  it.each(bad)(
    "[DOC-44] that is %s is answered by what is wrong and how to mend it",
    async (_what, frame, message, chat) => {
      const port = await openDocumentPort({ scripts: [say("fine")] });
      const [client, other] = [await port.connect(), await port.connect()];
      client.send(frame);
      await client.until(({ errors }) => errors.length > 0);
      expect(client.chunks).toEqual([
        {
          type: "error",
          block_ids: "",
          ...(chat !== undefined && { chat_id: chat }),
          content: expect.stringMatching(message),
        },
      ]);
      client.message("Gold?", { user_id: "Ada" });
      await client.until(({ chunks }) => chunks.some(({ end }) => end));
      await other.heard();
      expect(port.lines).toEqual([]);
    },
  );

  it("[DOC-44] that names a block is answered under that id, where its client has made the component", async () => {
    const port = await openDocumentPort({});
    const client = await port.connect();
    client.message("Gold?", { block_id: "mine-1", chat_id: "c9" });
    client.message("Gold?", { block_id: "mine-2", mode: "agnet" });
    await client.until(({ errors }) => errors.length === 2);
    const ids = new Map(client.chunks.map(({ block_ids, chat_id }) => [block_ids, chat_id]));
    expect(ids).toEqual(
      new Map([
        ["mine-1", "c9"],
        ["mine-2", undefined],
      ]),
    );
  });

  it("[DOC-45] whatever it is leaves the connection and the others alive", { timeout: 60_000 }, async () => {
    const clock = new ManualClock();
    const scripts: readonly Script[] = Array.from({ length: 1_000 }, () => say("x"));
    const port = await openDocumentPort({ scripts, clock });
    const client = await port.connect();
    const other = await port.connect();
    const id = fc.constantFrom("c-1", "c-2", "d-1", "b-1", "b-2", "__proto__", "", "x".repeat(65), "ü");
    const event = fc.record(
      {
        name: fc.oneof(fc.constantFrom("message", "chat_message", "pause", "stop", "open", "toString"), fc.anything()),
        message: fc.oneof(fc.record({ content: fc.string({ unit: "binary", minLength: 1 }) }), fc.jsonValue()),
        mode: fc.oneof(fc.constantFrom("chat", "agent"), fc.jsonValue()),
        model: fc.oneof(fc.constantFrom("scripted/a", "scripted/a,scripted/b", "x"), fc.jsonValue()),
        ...{ block_id: id, chat_id: id, document_id: id, user_id: fc.constantFrom("Ada", "local", "x") },
      },
      { requiredKeys: [] },
    );
    const frame = fc.oneof(
      { weight: 6, arbitrary: event.map((value) => JSON.stringify(value)) },
      { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 20 }), async (frames) => {
        for (const one of frames) client.send(one);
        await clock.advance(10_000);
        await client.heard();
        await other.heard();
        await clock.advance(10_000);
      }),
      { numRuns: 100 },
    );
    expect(port.lines).toEqual([]);
  });
});

describe("a whole report of the demo", () => {
  it("[DOC-4] comes in chunks that have at most 70 bytes beside their content, in the median", async () => {
    const clock = systemClock;
    const demo = createDemoProvider({ id: "demo/ada", name: "Ada", seed: 7, speed: 50, clock });
    const models: Models = {
      usual: "demo/ada",
      list: () => Promise.resolve([]),
      open: (id) => Promise.resolve({ id, provider: demo, price: null, contextWindow: null }),
    };
    const answers = createAnswerer({ models, discuss: null, clock, random: () => 0.5 });
    const port = await openDocumentPort({ models, createAnswerer: answers, newId: randomId });
    const [plain, page] = [await port.connect(), await port.connect()];
    const { id } = (await port.api.ok("POST", "/api/documents", {})).document as { id: string };
    page.send({ name: "open", document_id: id });
    await page.until(({ frames }) => frames.length > 0);
    plain.message("Hi, I would like to create a research report about gold please", { mode: "agent", document_id: id });
    const ends = (client: WireClient) => client.chunks.filter(({ end }) => end).length;
    // The answer in the chat ends last.
    await plain.until(({ chunks }) => chunks.some(({ block_ids, end }) => end && block_ids === chunks[0]?.block_ids));
    await page.until(() => ends(page) === ends(plain) - 1);
    for (const { texts, chunks } of [plain, page]) {
      const overheads = texts
        .filter((text) => text.includes('"block_ids"'))
        .map((text, index) => Buffer.byteLength(text) - Buffer.byteLength(chunks[index]?.content ?? ""))
        .toSorted((one, other) => one - other);
      expect(overheads.length).toBeGreaterThan(20);
      expect(overheads[Math.floor(overheads.length / 2)]).toBeLessThanOrEqual(70);
    }
    // And it is all of it.
    for (const { block, proposals } of await port.documents.host.blocks({ type: "document", document_id: id })) {
      const [text] = proposals.filter((each) => each.kind === "text");
      expect([plain.textOf(block.id), page.textOf(block.id)]).toEqual([text?.content, text?.content]);
    }
  });
});

describe("a connection", () => {
  it("[DOC-46] that sends too much too fast is told once, not heard for a second, and hurts nobody", async () => {
    const clock = new ManualClock();
    const port = await openDocumentPort({ clock, scripts: [say("fine")] });
    const [flood, other] = [await port.connect(), await port.connect()];
    for (let count = 0; count < 10_000; count++) flood.send({ name: "pause", chat_id: "c9" });
    await flood.until(({ errors }) => errors.some((message) => message.includes("events a second")));
    other.message("Gold?");
    await other.until(({ chunks }) => chunks.some(({ end }) => end));
    expect(flood.errors).toHaveLength(2 * CONNECTION_LIMITS.events + 1);
    // What it had sent by then is dropped, second by second.
    await expect
      .poll(async () => {
        await clock.advance(5_000);
        flood.send({ name: "open", chat_id: "c8" });
        return flood.errors.at(-1);
      })
      .toMatch(/no chat c8/);
  });

  it("[DOC-47] that does not read is cut off when too much waits for it, and the others are not slowed", async () => {
    // More than fits between two sockets and in what may wait.
    const answers = 11;
    const scripts = Array.from({ length: answers }, () => say("x".repeat(1_900_000)));
    const port = await openDocumentPort({ scripts });
    const chat_id = (await port.api.ok("POST", "/api/chats", {})).chat.id as string;
    const [slow, reader] = [await port.connect(), await port.connect()];
    for (const client of [slow, reader]) {
      client.send({ name: "open", chat_id });
      await client.until((each) => each.frame("snapshot").length > 0);
    }
    slow.socket.pause();
    for (let answer = 1; answer <= answers; answer++) {
      reader.message("Go", { chat_id });
      await reader.until(({ chunks }) => chunks.filter(({ end }) => end).length === answer);
    }
    slow.socket.resume();
    // 1006 where it came too late to hear why.
    expect([1006, 1013]).toContain((await slow.closed).code);
    expect(slow.chunks.filter(({ end }) => end).length).toBeLessThan(answers);
    const again = await port.connect();
    again.send({ name: "open", chat_id });
    await again.until(({ frames }) => frames.length > 0);
    expect(again.frame("snapshot")[0]?.chat?.blocks).toHaveLength(2 * answers);
    // Twenty megabytes through a database and a parser take their time on a busy machine.
  }, 60_000);

  it("[DOC-48] that answers no ping is ended", async () => {
    const clock = new ManualClock();
    const port = await openDocumentPort({ clock });
    const [dead, alive] = [await port.connect(), await port.connect()];
    dead.socket.pause();
    const pinged = new Promise((resolve) => alive.socket.once("ping", resolve));
    await clock.advance(CONNECTION_LIMITS.pingMs);
    await pinged;
    await alive.heard();
    await clock.advance(CONNECTION_LIMITS.pingMs);
    dead.socket.resume();
    expect((await dead.closed).code).toBe(1006);
    await alive.heard();
  });

  it("[DOC-49] is one of at most 64 of a user", async () => {
    const port = await openDocumentPort({});
    const clients = await Promise.all(Array.from({ length: 64 }, () => port.connect()));
    const more = await port.connect();
    expect((await more.closed).code).toBe(1013);
    expect(more.errors).toEqual([expect.stringMatching(/at most 64 connections; close one/)]);
    await clients[0]?.heard();
  });

  it("[DOC-50] is refused to a page of elsewhere, another Host, who has no token, and at any other path", async () => {
    const port = await openDocumentPort({ auth: "token" });
    const { token } = await port.userNamed("Grace");
    await expect(port.connect({ token, headers: { origin: "https://example.org" } })).rejects.toThrow(
      /403.*forbidden_origin/,
    );
    await expect(port.connect({ token, headers: { host: "evil.example" } })).rejects.toThrow(/403.*forbidden_host/);
    await expect(port.connect()).rejects.toThrow(/401.*llm-chat user add/);
    await expect(port.connect({ token: "server-token" })).rejects.toThrow(/401/);
    await (await port.connect({ token })).heard();
    await (await port.connect({ headers: { authorization: `Bearer ${token}` } })).heard();
    expect((await port.api.request("GET", "/ws")).status).toBe(400);
  });

  it("[DOC-50] ends when its user was removed meanwhile, and is told why", async () => {
    const port = await openDocumentPort({ auth: "token" });
    const { token, user } = await port.userNamed("Grace");
    const client = await port.connect({ token });
    await client.heard();
    await port.store.write([{ type: "user_drop", user_id: user.id }]);
    client.message("Gold?");
    expect((await client.closed).code).toBe(1008);
    expect(client.errors.at(-1)).toMatch(/was removed; connect with the token of another/);
    expect(port.lines).toEqual([]);
  });

  it("[DOC-51] sees what another of the same user sees, and nothing of another user's", async () => {
    const port = await openDocumentPort({ auth: "token", scripts: [say("Gold is old"), say("x")] });
    const [grace, alan] = [await port.userNamed("Grace"), await port.userNamed("Alan")];
    const chat_id = (await port.api.as(grace.token).ok("POST", "/api/chats", {})).chat.id as string;
    const [one, two] = [await port.connect({ token: grace.token }), await port.connect({ token: grace.token })];
    const stranger = await port.connect({ token: alan.token });
    for (const client of [one, two, stranger]) client.send({ name: "open", chat_id });
    await two.heard();
    one.message("Gold?", { chat_id });
    await two.until(({ frames }) => frames.some((frame) => frame.type === "activity" && frame.activity === "idle"));
    await one.until(({ frames }) => frames.some((frame) => frame.type === "activity" && frame.activity === "idle"));
    const told = (texts: readonly string[]) => texts.filter((text) => !text.includes('"error"'));
    expect(told(one.texts)).toEqual(told(two.texts));
    await stranger.heard();
    expect(stranger.chunks.map(({ content }) => content)[0]).toMatch(/There is no chat/);
    expect(stranger.frames.every(({ type }) => type === "error")).toBe(true);
  });

  it("[DOC-52] ends with the server, when all it was told is stored", async () => {
    const port = await openDocumentPort({ scripts: [sayAndWait("Gold is")] });
    const client = await port.connect();
    client.message("Gold?");
    await client.until(({ chunks }) => chunks.some(({ content }) => content === "Gold is"));
    await port.server.close();
    expect((await client.closed).code).toBe(1001);
    expect(client.chunks.at(-1)).toMatchObject({ end: true });
  });
});
