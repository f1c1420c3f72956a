/** Streamed text, commands and audiences of one host, over a store that tests can hold up. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Change } from "./change.ts";
import { DocumentHost, type DocumentNews, type OpenText } from "./document-host.ts";
import { openDocumentStore } from "./store/open-document-store.ts";
import {
  ADA,
  AGENT,
  BOB,
  BY_AGENT,
  BY_PERSON,
  CHAT,
  countedIds,
  DOCUMENT,
  documentStage,
  IN_CHAT,
  IN_DOCUMENT,
  Listener,
  newBlock,
  PERSON,
  textsOf,
} from "../../test/fakes/document-stage.ts";
import { settle } from "../../test/fakes/manual-clock.ts";
import { WatchedStore } from "../../test/fakes/watched-store.ts";
import { storeError } from "./store/store-error.ts";

type Stage = Awaited<ReturnType<typeof documentStage>>;

async function begin({ host }: Stage, block = "b1", owner = IN_DOCUMENT): Promise<OpenText> {
  const began = await host.begin(owner, { type: "new", block: newBlock(block) }, BY_AGENT);
  if ("refusal" in began) throw new Error(began.refusal.message);
  return began.open;
}

async function open(stage: Stage, wanted: { chat_id?: string; document_id?: string }): Promise<Listener> {
  const page = new Listener();
  const { chat_id, document_id } = wanted;
  await stage.host.audience.open(page, { user_id: ADA.id, chat_id, document_id });
  return page;
}

async function follow(stage: Stage): Promise<Listener> {
  const plain = new Listener();
  await stage.host.audience.follow(plain, CHAT);
  return plain;
}

const appends = (transactions: readonly (readonly Change[])[]) =>
  transactions
    .map((changes) => changes.flatMap((change) => (change.type === "append" ? [change.text] : [])))
    .filter((texts) => texts.length > 0);

describe("streamed text", () => {
  it("[DOC-1] is told when it is stored, not earlier", async () => {
    const stage = await documentStage();
    const plain = await follow(stage);
    const text = await begin(stage);
    const held = Promise.withResolvers<void>();
    stage.store.before = () => held.promise;
    text.write("Gold");
    await settle();
    expect(plain.textOf("b1")).toBe("");
    held.resolve();
    await stage.host.settled();
    expect(plain.textOf("b1")).toBe("Gold");
    expect(await textsOf(stage.host, IN_DOCUMENT)).toEqual({ b1: "Gold" });
  });

  it("[DOC-2] is stored at once where nothing is, and gathered from all texts while a transaction runs and for 10 ms", async () => {
    const stage = await documentStage();
    const [one, two] = [await begin(stage, "b1"), await begin(stage, "b2")];
    stage.store.transactions.length = 0;
    one.write("a");
    await settle();
    one.write("b");
    two.write("c");
    one.write("d");
    await stage.clock.advance(9);
    two.write("e");
    expect(appends(stage.store.transactions)).toEqual([["a"]]);
    await stage.clock.advance(1);
    expect(appends(stage.store.transactions)).toEqual([["a"], ["bd", "ce"]]);
    await stage.clock.advance(10);
    two.write("f");
    await settle();
    expect(appends(stage.store.transactions).at(-1)).toEqual(["f"]);
  });

  it("[DOC-3] ends with all of it stored and told, in one transaction with its end", async () => {
    const stage = await documentStage();
    const plain = await follow(stage);
    const text = await begin(stage);
    text.write("Gold");
    await settle();
    text.write(" shines");
    stage.store.transactions.length = 0;
    await Promise.all([text.end("done"), text.end("cut")]);
    text.write("!");
    await stage.clock.advance(100);
    expect(stage.store.transactions).toHaveLength(1);
    expect(plain.chunks.at(-1)).toEqual({ type: "md", block_ids: "b1", content: " shines", end: true });
    expect((await stage.host.blocks(IN_DOCUMENT))[0]?.proposals).toMatchObject([
      { content: "Gold shines", status: "done" },
    ]);
  });

  it("[DOC-4] tells each connection a block's ids with its first chunk, and nothing but its content after that", async () => {
    const stage = await documentStage();
    const [inChat, onDocument] = [await follow(stage), await open(stage, { document_id: DOCUMENT.id })];
    const text = await begin(stage);
    text.write("Gold");
    await stage.host.settled();
    for (const { chunks } of [inChat, onDocument]) {
      expect(chunks).toEqual([
        { type: "md", block_ids: "b1", document_id: "d1", chat_id: "c1", content: "" },
        { type: "md", block_ids: "b1", content: "Gold" },
      ]);
    }
    const late = await follow(stage);
    text.write("!");
    await stage.host.settled();
    expect(late.chunks).toEqual([
      { type: "md", block_ids: "b1", document_id: "d1", chat_id: "c1", content: "Gold" },
      { type: "md", block_ids: "b1", content: "!" },
    ]);
  });

  it("[DOC-5] says once that a whole new document follows, and of an edit which version it is beside", async () => {
    const stage = await documentStage();
    await stage.host.execute(IN_DOCUMENT, { type: "add", block: newBlock("b1"), content: "Old" }, BY_PERSON);
    const plain = await follow(stage);
    const target = { type: "new", block: newBlock("b2") } as const;
    await stage.host.begin(IN_DOCUMENT, target, BY_AGENT, { newDoc: true });
    await stage.host.begin(IN_DOCUMENT, { type: "edit", block_id: "b1", base: 1 }, BY_AGENT);
    const page = await open(stage, { chat_id: CHAT.id, document_id: DOCUMENT.id });
    expect(plain.chunks.map(({ block_ids, new_doc, base }) => ({ block_ids, new_doc, base }))).toEqual([
      { block_ids: "b2", new_doc: true, base: undefined },
      { block_ids: "b1", new_doc: undefined, base: 1 },
    ]);
    expect(page.chunks).toEqual([]);
  });

  it("[DOC-6] goes on at the end of what was cut", async () => {
    const stage = await documentStage();
    const text = await begin(stage);
    text.write("Gold ");
    await text.end("cut");
    const page = await open(stage, { document_id: DOCUMENT.id });
    const target = { type: "write_on", block_id: "b1", proposal_id: text.proposal_id } as const;
    const began = await stage.host.begin(IN_DOCUMENT, target, BY_AGENT);
    if ("refusal" in began) throw new Error(began.refusal.message);
    expect(began.open.text).toBe("Gold ");
    began.open.write("shines");
    await began.open.end("done");
    expect(await textsOf(stage.host, IN_DOCUMENT)).toEqual({ b1: "Gold shines" });
    expect(page.textOf("b1")).toBe("shines");
    expect(page.chunks[0]?.base).toBeUndefined();
  });

  it("[DOC-7] that was taken away by another process takes nothing more, and ends quietly", async () => {
    const stage = await documentStage();
    const plain = await follow(stage);
    const text = await begin(stage);
    await stage.store.write([{ type: "block_drop", block_id: "b1" }]);
    text.write("Gold");
    await stage.host.settled();
    expect(text.lost).toMatch(/taken away/);
    text.write("!");
    await text.end("done");
    expect(plain.textOf("b1")).toBe("");
    expect(plain.chunks.filter(({ type }) => type === "error")).toEqual([]);
  });

  it("[DOC-8] that the database refuses ends with an error, and that of others is stored", async () => {
    const stage = await documentStage();
    const [plain, page] = [await follow(stage), await open(stage, { document_id: DOCUMENT.id })];
    const [bad, good] = [await begin(stage, "b1"), await begin(stage, "b2")];
    stage.store.before = (changes) => {
      if (changes.some((change) => change.type === "append" && change.proposal_id === bad.proposal_id)) {
        throw storeError(
          { name: "the database /secret/documents.sqlite", another: "" },
          Object.assign(new Error("full"), { errcode: 13 }),
        );
      }
    };
    bad.write("Lead");
    good.write("Gold");
    await stage.host.settled();
    expect(plain.textOf("b2")).toBe("Gold");
    expect(plain.textOf("b1")).not.toContain("Lead");
    for (const { chunks } of [plain, page]) {
      expect(chunks.filter(({ type }) => type === "error")).toEqual([
        {
          type: "error",
          block_ids: "b1",
          chat_id: "c1",
          content: expect.stringMatching(/^[^/]*disk is full.*Send a message/),
        },
      ]);
    }
    await Promise.all([bad.end("done"), good.end("done")]);
    expect((await stage.host.blocks(IN_DOCUMENT)).map(({ proposals }) => proposals[0])).toMatchObject([
      { content: "", status: "cut" },
      { content: "Gold", status: "done" },
    ]);
  });

  it("[DOC-9] a failing database is told to the operator once, until it works again", async () => {
    const stage = await documentStage();
    stage.store.before = () => Promise.reject(new Error("disk full"));
    const add = (id: string) =>
      stage.host.execute(IN_DOCUMENT, { type: "add", block: newBlock(id), content: "x" }, BY_PERSON);
    await expect(add("b1")).rejects.toThrow("disk full");
    await expect(add("b2")).rejects.toThrow("disk full");
    expect(stage.lines).toEqual([expect.stringContaining("disk full")]);
    stage.store.before = () => {};
    await add("b3");
    stage.store.before = () => Promise.reject(new Error("disk full again"));
    await expect(add("b4")).rejects.toThrow("disk full");
    expect(stage.lines).toHaveLength(2);
  });

  it("[DOC-10] of a process that is gone is cut, and can be written on", async () => {
    const stage = await documentStage();
    const text = await begin(stage);
    text.write("Gold");
    await stage.host.settled();
    expect((await stage.host.blocks(IN_DOCUMENT))[0]?.proposals).toMatchObject([{ status: "streaming" }]);
    const after = stage.again();
    expect((await after.blocks(IN_DOCUMENT))[0]?.proposals).toMatchObject([{ content: "Gold", status: "cut" }]);
  });

  it("[DOC-10] of another process that runs is left to it, whenever that was started", async () => {
    const dir = await mkdtemp(path.join(tmpdir(), "documents-"));
    onTestFinished(() => rm(dir, { recursive: true }));
    const [one, other] = await Promise.all([1, 2].map(() => openDocumentStore({ database: null, dir })));
    if (!one || !other) throw new Error("both are open");
    onTestFinished(() => other.close());
    const stage = await documentStage(new WatchedStore(one));
    const text = await begin(stage);
    text.write("Gold");
    await stage.host.settled();
    const options = { clock: stage.clock, newId: countedIds(), log: () => {}, activityOf: () => "idle" as const };
    const statuses = async () => {
      const [state] = await new DocumentHost({ store: other, ...options }).blocks(IN_DOCUMENT);
      return state?.proposals.map((each) => each.kind === "text" && each.status);
    };
    expect(await statuses()).toEqual(["streaming"]);
    await one.close();
    expect(await statuses()).toEqual(["cut"]);
  });

  it("[DOC-11] longer than a block may be is kept up to there, and its writer learns why", async () => {
    const stage = await documentStage();
    const losses: string[] = [];
    const began = await stage.host.begin(IN_DOCUMENT, { type: "new", block: newBlock("b1") }, BY_AGENT, {
      onLost: ({ reason }) => losses.push(reason),
    });
    if ("refusal" in began) throw new Error(began.refusal.message);
    began.open.write("x".repeat(1_999_999));
    began.open.write("yyy");
    await began.open.end("done");
    expect(losses).toEqual(["too_large"]);
    const [state] = await stage.host.blocks(IN_DOCUMENT);
    expect(state?.proposals).toMatchObject([{ status: "cut" }]);
    expect((await textsOf(stage.host, IN_DOCUMENT))["b1"]?.length).toBe(2_000_000);
  });
});

describe("an audience", () => {
  it("[DOC-12] gets a snapshot and then what changes, without a gap or a double", async () => {
    const stage = await documentStage();
    const text = await begin(stage);
    text.write("Go");
    const opening = open(stage, { document_id: DOCUMENT.id });
    text.write("ld");
    const page = await opening;
    text.write(" shines");
    await text.end("done");
    const [snapshot] = page.pageFrames("snapshot");
    const before = snapshot?.document?.blocks[0]?.proposals[0];
    expect((before?.kind === "text" ? before.content : "?") + page.textOf("b1")).toBe("Gold shines");
    expect(page.frames[0]?.type).toBe("snapshot");
    expect(page.chunks[0]).toMatchObject({ document_id: "d1" });
  });

  it("[DOC-13] of a page is told of a block before its first chunk and after its last", async () => {
    const stage = await documentStage();
    const page = await open(stage, { chat_id: CHAT.id, document_id: DOCUMENT.id });
    const text = await begin(stage);
    text.write("Gold");
    await text.end("done");
    const types = page.frames.map(({ type }) => type).filter((type) => type !== "document");
    expect(types).toEqual(["snapshot", "block", "md", "md", "md", "block"]);
    expect(page.pageFrames("block").map(({ block }) => block.proposals[0])).toMatchObject([
      { content: "", status: "streaming" },
      { content: "Gold", status: "done" },
    ]);
  });

  it("[DOC-14] of a client that shows nothing gets chunks only, also of a text that came as a whole", async () => {
    const stage = await documentStage();
    const plain = await follow(stage);
    const text = { proposal_id: "p-x", content: "a,b", status: "done" } as const;
    const block = newBlock("b1", { type: "csv" });
    const page = await open(stage, { chat_id: CHAT.id, document_id: DOCUMENT.id });
    await stage.host.execute(IN_DOCUMENT, { type: "propose_block", block, text }, BY_AGENT);
    await stage.host.execute(IN_DOCUMENT, { type: "accept", block_id: "b1" }, BY_PERSON);
    expect(plain.frames).toEqual([
      { type: "csv", block_ids: "b1", document_id: "d1", chat_id: "c1", content: "a,b", end: true },
    ]);
    expect(page.chunks).toEqual([]);
    expect(page.pageFrames("block").map(({ block: { block } }) => block.current)).toEqual([null, "a,b"]);
  });

  it("[DOC-15] never sees what is somebody else's, and what it opens next takes the place of what it has open", async () => {
    const stage = await documentStage();
    const page = new Listener();
    const asBob = await stage.host.audience.open(page, { user_id: BOB.id, chat_id: CHAT.id, document_id: undefined });
    const unknown = await stage.host.audience.open(page, { user_id: BOB.id, chat_id: "c9", document_id: undefined });
    expect(asBob?.refusal.code).toBe("not_found");
    expect(asBob?.refusal.message).toBe(unknown?.refusal.message.replace("c9", CHAT.id));
    await stage.host.audience.open(page, { user_id: ADA.id, chat_id: CHAT.id, document_id: undefined });
    await stage.host.audience.open(page, { user_id: ADA.id, chat_id: undefined, document_id: DOCUMENT.id });
    await stage.host.execute(IN_CHAT, { type: "add", block: newBlock("b1"), content: "Hi" }, BY_PERSON);
    expect(page.frames.map(({ type }) => type)).toEqual(["snapshot", "snapshot"]);
  });

  it("[DOC-16] hears of titles and ends of chats and documents", async () => {
    const stage = await documentStage();
    await stage.host.shelf.updateChat(CHAT.id, { document_id: DOCUMENT.id });
    const page = await open(stage, { chat_id: CHAT.id });
    expect(page.pageFrames("snapshot")[0]?.document?.document.id).toBe(DOCUMENT.id);
    await stage.host.shelf.renameDocument(DOCUMENT.id, "Gold, a report");
    await stage.host.shelf.dropDocument(DOCUMENT);
    await stage.host.shelf.dropChat(CHAT.id);
    expect(page.frames.slice(1)).toMatchObject([
      { type: "document", document: { title: "Gold, a report" } },
      { type: "document_gone", document_id: "d1" },
      { type: "chat", chat: { id: "c1", document_id: null } },
      { type: "chat_gone", chat_id: "c1" },
    ]);
  });
});

describe("a command", () => {
  it("[DOC-17] sets when its document or chat was changed", async () => {
    const stage = await documentStage();
    stage.clock.sleep(5_000);
    const page = await open(stage, { chat_id: CHAT.id, document_id: DOCUMENT.id });
    await stage.host.execute(IN_DOCUMENT, { type: "add", block: newBlock("b1"), content: "x" }, BY_PERSON);
    await stage.host.execute(IN_CHAT, { type: "add", block: newBlock("b2"), content: "x" }, BY_PERSON);
    const now = stage.clock.now();
    expect((await stage.store.document(DOCUMENT.id))?.updated_at).toBe(now);
    expect((await stage.store.chat(CHAT.id))?.updated_at).toBe(now);
    expect(page.pageFrames("document")[0]?.document.updated_at).toBe(now);
    expect(page.pageFrames("chat")[0]?.chat.updated_at).toBe(now);
  });

  it("[DOC-18] with the id of a block that is anywhere already is refused", async () => {
    const stage = await documentStage();
    await stage.host.execute(IN_DOCUMENT, { type: "add", block: newBlock("b1"), content: "x" }, BY_PERSON);
    const again = await stage.host.execute(IN_CHAT, { type: "add", block: newBlock("b1"), content: "y" }, BY_PERSON);
    expect(again).toMatchObject({ refusal: { code: "invalid" } });
    const gone = { type: "document", document_id: "d9" } as const;
    const nowhere = await stage.host.execute(gone, { type: "add", block: newBlock("b2"), content: "y" }, BY_PERSON);
    expect(nowhere).toMatchObject({ refusal: { code: "not_found" } });
  });

  it("[DOC-19] is news for the agents of others, with what was proposed", async () => {
    const stage = await documentStage();
    const [own, others]: [DocumentNews[], DocumentNews[]] = [[], []];
    stage.host.onNews(DOCUMENT.id, AGENT, (news) => own.push(news));
    const stop = stage.host.onNews(DOCUMENT.id, PERSON, (news) => others.push(news));
    const text = await begin(stage);
    text.write("Gold");
    await text.end("done");
    await stage.host.execute(IN_DOCUMENT, { type: "accept", block_id: "b1" }, BY_PERSON);
    stop();
    await stage.host.execute(IN_DOCUMENT, { type: "remove", block_id: "b1" }, BY_PERSON);
    const tell = ({ how, block_id, state, proposal }: DocumentNews) => [how, block_id, state !== null, proposal?.kind];
    expect(others.map(tell)).toEqual([["changed", "b1", true, "text"]]);
    expect(own.map(tell)).toEqual([
      ["accepted", "b1", true, "text"],
      ["removed", "b1", false, undefined],
    ]);
  });
});
