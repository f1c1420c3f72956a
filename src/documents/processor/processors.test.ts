/** What becomes of events: messages, pauses, stops, timeouts, and blocks that are named. */
import { describe, expect, it } from "vitest";
import {
  ADA,
  AGENT,
  BOB,
  BY_PERSON,
  CHAT,
  countedIds,
  DOCUMENT,
  IN_CHAT,
  IN_DOCUMENT,
  Listener,
  newBlock,
  textsOf,
} from "../../../test/fakes/document-stage.ts";
import { ManualClock, settle } from "../../../test/fakes/manual-clock.ts";
import {
  say,
  sayAndWait,
  type Script,
  ScriptedAnswerer,
  scriptedModels,
} from "../../../test/fakes/scripted-answerer.ts";
import { PageMirror } from "../../../test/fakes/page-mirror.ts";
import { WatchedStore } from "../../../test/fakes/watched-store.ts";
import { openDocuments } from "../documents.ts";
import type { User } from "../model.ts";
import { controlEvent, messageEvent, type ProcessorActivity } from "../wire.ts";

async function stageOf(...scripts: readonly Script[]) {
  const store = await WatchedStore.open();
  const clock = new ManualClock();
  const answerer = new ScriptedAnswerer(...scripts);
  const lines: string[] = [];
  const documents = openDocuments({
    ...{ store, clock, newId: countedIds(), models: scriptedModels },
    createAnswerer: answerer.create,
    log: (line) => void lines.push(line),
  });
  await store.write([
    { type: "user_put", user: ADA, token_hash: null },
    { type: "user_put", user: BOB, token_hash: null },
    { type: "document_put", document: DOCUMENT },
    { type: "chat_put", chat: CHAT },
  ]);
  const { host, processors } = documents;
  const page = new Listener();
  await host.audience.open(page, { user_id: ADA.id, chat_id: CHAT.id, document_id: DOCUMENT.id });
  const send = (fields: object, user: User = ADA, subscriber: Listener = page) => {
    const { content = "Write on gold", ...others } = fields as { content?: string };
    const event = messageEvent.parse({ name: "message", message: { content }, chat_id: CHAT.id, ...others });
    return processors.message(user, event, subscriber);
  };
  const control = (name: "pause" | "stop", ids: object = { chat_id: CHAT.id }, user: User = ADA) =>
    processors.control(user, controlEvent.parse({ name, ...ids }));
  /** All that is under way and needs no time is over. */
  const quiet = async () => {
    for (let round = 0; round < 10; round++) {
      await host.settled();
      await settle();
    }
  };
  const chat = () => host.blocks(IN_CHAT);
  const activities = (): readonly ProcessorActivity[] => page.pageFrames("activity").map(({ activity }) => activity);
  return { ...documents, store, clock, answerer, lines, page, send, control, quiet, chat, activities };
}

describe("a message", () => {
  it("[DOC-21] is kept, and an answer is begun and named before any model is asked", async () => {
    const asked = Promise.withResolvers<void>();
    const stage = await stageOf(async ({ answer }) => {
      await asked.promise;
      answer.write("Gold is");
      return { reason: "done" };
    });
    expect(await stage.send({})).toBeNull();
    await stage.quiet();
    expect(stage.page.chunks).toEqual([{ type: "md", block_ids: "b-2", chat_id: CHAT.id, content: "" }]);
    asked.resolve();
    await stage.quiet();
    expect((await stage.chat()).map(({ block, proposals }) => [block.current, block.meta.role, proposals])).toEqual([
      ["Write on gold", "user", []],
      [
        null,
        "assistant",
        [expect.objectContaining({ kind: "text", content: "Gold is", status: "done", author: AGENT })],
      ],
    ]);
    expect(stage.page.chunks.at(-1)).toEqual({ type: "md", block_ids: "b-2", content: "", end: true });
    expect(stage.activities()).toEqual(["running", "idle"]);
  });

  it("[DOC-22] without a chat makes one, called by its first words; the sender hears the answer", async () => {
    const stage = await stageOf(say("Gold is"));
    const plain = new Listener();
    await stage.send({ chat_id: undefined, document_id: DOCUMENT.id }, ADA, plain);
    await stage.quiet();
    const [made] = await stage.store.chats(ADA.id);
    expect(made).toMatchObject({ title: "Write on gold", document_id: DOCUMENT.id, user_id: ADA.id });
    expect(plain.chunks[0]).toEqual({ type: "md", block_ids: "b-2", chat_id: made?.id, content: "" });
    expect(plain.textOf("b-2")).toBe("Gold is");
    expect(stage.page.chunks).toEqual([]);
  });

  it("[DOC-22] of a page that shows nothing yet shows the page the chat it has made, and the answer", async () => {
    const stage = await stageOf(say("Gold is"));
    const page = new Listener();
    await stage.host.audience.open(page, { user_id: ADA.id, chat_id: undefined, document_id: undefined });
    await stage.send({ chat_id: undefined }, ADA, page);
    await stage.quiet();
    const [snapshot, chat] = page.frames;
    expect([snapshot, chat]).toMatchObject([
      { type: "snapshot", chat: null, document: null },
      { type: "chat", chat: { title: "Write on gold" } },
    ]);
    const mirror = new PageMirror();
    for (const frame of page.frames) mirror.apply(frame);
    expect(Object.values(mirror.texts)).toEqual(["Write on gold", "Gold is"]);
    expect(page.pageFrames("activity").at(-1)?.activity).toBe("idle");
  });

  it("[DOC-22] is refused where a hundred chats of its user are being answered", async () => {
    const stage = await stageOf(...Array.from({ length: 100 }, () => sayAndWait("Gold is")), say("more"));
    for (let chat = 0; chat < 100; chat++) await stage.send({ chat_id: undefined });
    await stage.quiet();
    expect((await stage.send({ chat_id: undefined }))?.refusal.message).toMatch(/At most 100 .*; stop one, or wait/);
    expect(await stage.send({ chat_id: undefined }, BOB)).toBeNull();
    const [first] = await stage.store.chats(ADA.id);
    expect(await stage.send({ chat_id: first?.id })).toBeNull();
    await stage.control("stop", { chat_id: first?.id });
    await stage.quiet();
    expect(await stage.send({ chat_id: undefined })).toBeNull();
  });

  it("[DOC-23] in mode agent without a document makes one, and the chat works on it from then on", async () => {
    const stage = await stageOf(say("ok"), say("ok"));
    await stage.send({ mode: "agent", content: "# Report on gold" });
    await stage.quiet();
    const [, made] = (await stage.store.documents(ADA.id)).toSorted((a, b) => a.created_at - b.created_at);
    expect(made?.title).toBe("Report on gold");
    expect(stage.page.pageFrames("chat").at(-1)?.chat.document_id).toBe(made?.id);
    await stage.send({ mode: "agent" });
    await stage.quiet();
    expect(stage.answerer.tasks.map(({ document }) => document?.id)).toEqual([made?.id, made?.id]);
    expect(stage.answerer.made).toBe(1);
  });

  it("[DOC-24] while an answer runs is handed over to it; what it does not take is answered after it", async () => {
    const gate = Promise.withResolvers<void>();
    const taken: (readonly string[])[] = [];
    const stage = await stageOf(async ({ takeMessages }) => {
      await gate.promise;
      taken.push(takeMessages(), takeMessages());
      const more = Promise.withResolvers<void>();
      later.push(more.resolve);
      await more.promise;
      return { reason: "done" };
    }, say("after"));
    const later: (() => void)[] = [];
    await stage.send({ content: "one" });
    await stage.send({ content: "two" });
    gate.resolve();
    await stage.quiet();
    await stage.send({ content: "three" });
    await stage.send({ content: "four", model: "scripted/other" });
    later[0]?.();
    await stage.quiet();
    expect(taken).toEqual([["two"], []]);
    expect(stage.answerer.tasks.map(({ prompt, models }) => [prompt, models])).toEqual([
      ["one", ["scripted/test"]],
      ["three\n\nfour", ["scripted/other"]],
    ]);
    expect((await stage.chat()).map(({ block }) => block.current)).toEqual(["one", null, "two", "three", "four", null]);
  });

  it("[DOC-25] that names a block gets an answer of its own, under that id", async () => {
    const gate = Promise.withResolvers<void>();
    const stage = await stageOf(sayAndWait("first", gate.promise), say("mine"), say("rest"));
    await stage.send({ content: "one" });
    await stage.send({ content: "two", block_id: "from-the-client" });
    await stage.send({ content: "three" });
    await stage.quiet();
    expect(stage.answerer.tasks[0]?.takeMessages()).toEqual(["three"]);
    gate.resolve();
    await stage.quiet();
    expect(stage.answerer.tasks.map(({ prompt, answer }) => [prompt, answer.block_id])).toEqual([
      ["one", "b-2"],
      ["two", "from-the-client"],
    ]);
    expect(stage.page.textOf("from-the-client")).toBe("mine");
  });

  it.each([
    [{ model: "nobody/none" }, /there is no model "nobody\/none"; llm-chat models lists them/],
    [{ model: "scripted/a,,scripted/b" }, /a model without a name/],
    [{ model: Array.from({ length: 9 }, () => "scripted/a").join() }, /at most 8 models/],
    [{ chat_id: "c9" }, /no chat c9; leave chat_id out/],
    [{ document_id: "d9" }, /no document d9/],
  ])("[DOC-26] that cannot be answered is refused, and nothing is stored: %j", async (fields, message) => {
    const stage = await stageOf();
    const refused = await stage.send(fields);
    expect(refused?.refusal.message).toMatch(message);
    expect(await stage.chat()).toEqual([]);
  });

  it("[DOC-27] to a chat or document of somebody else is told what one to an unknown one is", async () => {
    const stage = await stageOf();
    for (const [own, unknown] of [
      [{ chat_id: "c1" }, { chat_id: "c9" }],
      [
        { document_id: "d1", chat_id: undefined },
        { document_id: "d9", chat_id: undefined },
      ],
    ] as const) {
      const [as, at] = [await stage.send(own, BOB), await stage.send(unknown, BOB)];
      expect(as?.refusal).toEqual({ ...at?.refusal, message: at?.refusal.message.replace(/([cd])9/, "$11") });
    }
    expect((await stage.control("stop", { chat_id: "c1" }, BOB))?.refusal.code).toBe("not_found");
    expect((await stage.control("pause", { document_id: "d1" }, BOB))?.refusal.code).toBe("not_found");
  });
});

describe("a block that is named", () => {
  const before = async (...scripts: readonly Script[]) => {
    const stage = await stageOf(...scripts);
    await stage.host.execute(IN_DOCUMENT, { type: "add", block: newBlock("b-doc"), content: "Old" }, BY_PERSON);
    return stage;
  };

  it("[DOC-28] in the document gets its new text from the answer in mode chat, beside the one that was read", async () => {
    const stage = await before(say("New"));
    await stage.send({ block_id: "b-doc", document_id: DOCUMENT.id });
    await stage.quiet();
    expect(stage.page.chunks[0]).toEqual({
      ...{ type: "md", block_ids: "b-doc", document_id: DOCUMENT.id, chat_id: CHAT.id, content: "", base: 1 },
    });
    const [state] = await stage.host.blocks(IN_DOCUMENT);
    expect([state?.block.current, state?.proposals]).toMatchObject(["Old", [{ content: "New", base: 1 }]]);
    expect(stage.answerer.tasks[0]?.about?.id).toBe("b-doc");
    expect((await stage.chat()).map(({ block }) => block.meta)).toEqual([{ role: "user", about: "b-doc" }]);
  });

  it("[DOC-29] in the document is what an answer in the chat is about in mode agent", async () => {
    const stage = await before(say("Done"));
    await stage.send({ block_id: "b-doc", document_id: DOCUMENT.id, mode: "agent" });
    await stage.quiet();
    expect(stage.answerer.tasks[0]?.about?.id).toBe("b-doc");
    expect((await stage.chat()).at(-1)?.block.meta).toEqual({ role: "assistant", about: "b-doc" });
  });

  it("[DOC-30] and is an answer that was cut is written on", async () => {
    const stage = await before(sayAndWait("Gold "), say("shines"));
    await stage.send({});
    await stage.quiet();
    await stage.control("pause");
    await stage.quiet();
    await stage.send({ content: "go on", block_id: "b-2" });
    await stage.quiet();
    expect((await textsOf(stage.host, IN_CHAT))["b-2"]).toBe("Gold shines");
  });

  it("[DOC-31] and can hold no answer is told, with the fix", async () => {
    const stage = await before(say("whole"));
    await stage.send({});
    await stage.quiet();
    for (const block_id of ["b-1", "b-2", "b-doc"]) {
      const refused = await stage.send({ block_id });
      expect(refused?.refusal.message).toMatch(/leave it out and one is made/);
    }
  });

  it("[DOC-32] and is being written is told to the chat", async () => {
    const stage = await before(sayAndWait("New"), say("x"));
    await stage.send({ block_id: "b-doc", document_id: DOCUMENT.id });
    await stage.quiet();
    await stage.send({ block_id: "b-doc", document_id: DOCUMENT.id, chat_id: undefined }, ADA, stage.page);
    await stage.quiet();
    expect(stage.page.chunks.filter(({ type }) => type === "error")).toMatchObject([
      { content: expect.stringMatching(/being written just now/) },
    ]);
  });

  it("[DOC-33] and got no new text before the answer was stopped is left as it was", async () => {
    const stage = await before(sayAndWait(""));
    await stage.send({ block_id: "b-doc", document_id: DOCUMENT.id });
    await stage.quiet();
    await stage.control("stop");
    await stage.quiet();
    expect((await stage.host.blocks(IN_DOCUMENT))[0]?.proposals).toEqual([]);
  });
});

describe("a processor", () => {
  it("[DOC-34] that is paused cuts the answer, keeps what was said and goes on with the next message", async () => {
    const stage = await stageOf(sayAndWait("Gold is"), say("more"));
    await stage.send({});
    await stage.quiet();
    await stage.send({ content: "and silver" });
    await stage.control("pause");
    await stage.quiet();
    expect(stage.answerer.tasks[0]?.signal.aborted).toBe(true);
    expect((await stage.chat())[1]?.proposals).toMatchObject([{ content: "Gold is", status: "cut" }]);
    expect(stage.page.chunks.at(-1)).toMatchObject({ block_ids: "b-2", end: true });
    expect(stage.activities()).toEqual(["running", "paused"]);
    await stage.send({ content: "go on" });
    await stage.quiet();
    expect(stage.answerer.tasks.map(({ prompt }) => prompt)).toEqual(["Write on gold", "go on"]);
    expect(stage.answerer.made).toBe(1);
  });

  it("[DOC-35] that is stopped ends; the next message begins another one", async () => {
    const stage = await stageOf(sayAndWait("Gold is"), say("more"));
    await stage.send({});
    await stage.quiet();
    await Promise.all([stage.control("stop"), stage.send({ content: "again" })]);
    await stage.quiet();
    expect(stage.activities()).toEqual(["running", "ended", "running", "idle"]);
    expect(stage.answerer.made).toBe(2);
  });

  it("[DOC-36] ends ten minutes after it has become idle or was paused", async () => {
    const stage = await stageOf(say("a"), sayAndWait("b"), say("c"));
    await stage.send({});
    await stage.quiet();
    await stage.clock.advance(599_000);
    await stage.send({});
    await stage.quiet();
    await stage.clock.advance(3_600_000);
    expect(stage.processors.activityOf(CHAT.id)).toBe("running");
    await stage.control("pause");
    await stage.quiet();
    await stage.clock.advance(599_999);
    expect(stage.processors.activityOf(CHAT.id)).toBe("paused");
    await stage.clock.advance(1);
    expect(stage.processors.activityOf(CHAT.id)).toBe("ended");
    await stage.quiet();
    expect(stage.clock.pending).toBe(0);
    expect(stage.activities().at(-1)).toBe("ended");
  });

  it("[DOC-37] is paused and stopped by its document too", async () => {
    const stage = await stageOf(sayAndWait("Gold is"));
    await stage.send({ document_id: DOCUMENT.id });
    await stage.quiet();
    await stage.control("pause", { document_id: DOCUMENT.id });
    await stage.quiet();
    expect(stage.processors.activityOf(CHAT.id)).toBe("paused");
    expect((await stage.control("pause", {}))?.refusal.message).toMatch(/needs the chat_id/);
  });

  it("[DOC-38] tells why an answer failed, on its block too, until it is written on", async () => {
    const stage = await stageOf(async ({ answer }) => {
      answer.write("Go");
      return { reason: "failed", message: "No key; set OPENAI_API_KEY." };
    }, say("ld"));
    await stage.send({});
    await stage.quiet();
    const ids = { block_ids: "b-2", chat_id: CHAT.id };
    expect(stage.page.chunks.at(-1)).toEqual({ type: "error", ...ids, content: "No key; set OPENAI_API_KEY." });
    expect((await stage.chat())[1]?.block.meta.error).toBe("No key; set OPENAI_API_KEY.");
    await stage.send({ content: "go on", block_id: "b-2" });
    await stage.quiet();
    const answered = (await stage.chat())[1];
    expect([answered?.block.meta, answered?.proposals]).toMatchObject([
      { role: "assistant" },
      [{ content: "Gold", status: "done" }],
    ]);
    expect(answered?.block.meta.error).toBeUndefined();
  });

  it("[DOC-39] ends every text that its answerer leaves open, and outlives one that throws or does not stop", async () => {
    const stage = await stageOf(
      async ({ penOf }) => {
        const pen = penOf(AGENT);
        const began = await pen.begin(IN_DOCUMENT, { type: "new", block: newBlock("b-doc") });
        if ("open" in began) began.open.write("Gold");
        throw new Error("a fault");
      },
      () => new Promise(() => {}),
      say("fine"),
    );
    await stage.send({ document_id: DOCUMENT.id });
    await stage.quiet();
    expect((await stage.host.blocks(IN_DOCUMENT))[0]?.proposals).toMatchObject([{ content: "Gold", status: "cut" }]);
    expect(stage.page.chunks.at(-1)).toMatchObject({ type: "error", content: expect.stringMatching(/a fault/) });
    await stage.send({});
    await stage.quiet();
    await stage.control("pause");
    await stage.clock.advance(5_000);
    await stage.quiet();
    expect(stage.processors.activityOf(CHAT.id)).toBe("paused");
    await stage.send({});
    await stage.quiet();
    expect(Object.values(await textsOf(stage.host, IN_CHAT)).at(-1)).toBe("fine");
  });

  it("[DOC-40] writes into its own chat and document only", async () => {
    const stage = await stageOf(async ({ penOf }) => {
      const pen = penOf(AGENT);
      const elsewhere = { type: "document", document_id: DOCUMENT.id } as const;
      expect(await pen.begin(elsewhere, { type: "new", block: newBlock("b-x") })).toMatchObject({
        refusal: { code: "not_found" },
      });
      expect(await pen.execute(elsewhere, { type: "accept_all" })).toMatchObject({ refusal: { code: "not_found" } });
      expect(await pen.blocks(elsewhere)).toEqual([]);
      await pen.rename(DOCUMENT.id, "Mine");
      return { reason: "done" };
    });
    await stage.send({});
    await stage.quiet();
    expect((await stage.store.document(DOCUMENT.id))?.title).toBe("Report");
    expect(stage.page.chunks.filter(({ type }) => type === "error")).toEqual([]);
  });

  it("[DOC-59] gives up where another process has taken its chat away", async () => {
    const stage = await stageOf(async ({ penOf, document, signal }) => {
      const owner = { type: "document", document_id: document?.id ?? "" } as const;
      await stage.store.write([{ type: "user_drop", user_id: ADA.id }]);
      const began = await penOf(AGENT).begin(owner, { type: "new", block: newBlock("b-x") });
      expect(began).toMatchObject({ refusal: { code: "not_found" } });
      return { reason: signal.aborted ? "stopped" : "done" };
    });
    await stage.send({ document_id: DOCUMENT.id });
    await stage.quiet();
    expect(stage.answerer.tasks[0]?.signal.aborted).toBe(true);
  });

  it("[DOC-41] is stopped with the server, and all it has said is stored", async () => {
    const stage = await stageOf(sayAndWait("Gold is"));
    stage.store.close = async () => {};
    await stage.send({});
    await stage.quiet();
    await stage.close();
    expect((await stage.store.blocks(IN_CHAT))[1]?.proposals).toMatchObject([{ content: "Gold is", status: "cut" }]);
    expect((await stage.send({}))?.refusal.message).toMatch(/going down/);
  });

  it("[DOC-42] gives up where what it writes cannot be stored, and answers the next message", async () => {
    const stage = await stageOf(sayAndWait("Gold is"), say("fine"));
    stage.store.before = (changes) => {
      if (changes.some(({ type }) => type === "append")) throw new Error("disk full");
    };
    await stage.send({});
    await stage.quiet();
    expect(stage.answerer.tasks[0]?.signal.aborted).toBe(true);
    expect(stage.page.chunks.filter(({ type }) => type === "error")).toMatchObject([
      { block_ids: "b-2", content: expect.stringMatching(/disk full/) },
    ]);
    stage.store.before = () => {};
    await stage.send({});
    await stage.quiet();
    expect(Object.values(await textsOf(stage.host, IN_CHAT)).at(-1)).toBe("fine");
  });
});
