/** Several models at one document: a real room, a real log, the real host; the models are the demo's. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { answerStage } from "../../test/fakes/answer-stage.ts";
import { call, callTools, fail, ScriptedProvider, type Step } from "../../test/fakes/scripted-provider.ts";
import { BY_PERSON, IN_DOCUMENT } from "../../test/fakes/document-stage.ts";
import { serveOptions } from "../../test/fakes/serve-options.ts";
import { watch } from "../../test/fakes/viewer-stage.ts";
import { logProblems, ofType } from "../../test/journeys/support/log-checks.ts";
import type { ConversationLimits } from "../agents/conversation.ts";
import type { ModelProvider } from "../agents/types.ts";
import { type Clock, systemClock } from "../chatroom/index.ts";
import { serveRooms } from "../chatroom/server/index.ts";
import type { LogRecord } from "../logging/record.ts";
import { readLog } from "../logging/reader.ts";
import { ViewerServer } from "../logging/viewer/viewer-server.ts";
import { rebuild } from "../logging/rebuild.ts";
import { createDiscuss } from "./discussion.ts";
import { DiscussionRooms } from "./discussion-rooms.ts";
import { DocumentModels } from "./document-models.ts";
import { LiveRooms } from "./live-rooms.ts";

const GOLD = "Hi, I would like to create a research report about gold please";
const TRIO = "demo/ada, demo/boole, demo/curie";

/** Its time goes by by itself, 250 times as fast. */
function fastClock(): Clock {
  const start = performance.now();
  const monotonic = () => (performance.now() - start) * 250;
  return {
    now: () => Date.UTC(2026, 10, 27) + Math.round(monotonic()),
    monotonic,
    schedule(ms, callback) {
      const timer = setTimeout(callback, ms / 250);
      return () => clearTimeout(timer);
    },
  };
}

let dir: string;
beforeEach(async () => (dir = await mkdtemp(path.join(tmpdir(), "discussion-"))));
afterEach(() => rm(dir, { recursive: true }));

interface StageOptions {
  readonly limits?: Partial<ConversationLimits>;
  /** Default: the demo's. */
  readonly providers?: () => ModelProvider;
}

async function discussionStage({ limits = {}, providers }: StageOptions = {}) {
  const [speed, seed] = [1, 7];
  const clock = fastClock();
  const env = {};
  const host = { env, clock, fetch: globalThis.fetch, probe: async () => null };
  const models = new DocumentModels({ host, named: {}, baseUrl: null, seed, speed }, "demo/ada");
  const rooms = new DiscussionRooms(clock);
  onTestFinished(() => rooms.close());
  if (providers) models.named = async () => providers();
  const discuss = createDiscuss({
    models,
    rooms,
    clock,
    env,
    logDir: dir,
    seed,
    speed,
    limits: { minutes: null, ...limits },
  });
  const stage = await answerStage([], { models, parts: { discuss, clock } });
  const until = async (done: () => Promise<boolean> | boolean = () => false) => {
    const isReached = async () => {
      await stage.clock.advance(1_000);
      return stage.processors.activityOf("c1") !== "running" || (await done());
    };
    await expect.poll(isReached, { interval: 10, timeout: 19_000 }).toBe(true);
    await stage.quiet();
  };
  const ask = async (content: string, fields: object = {}) => {
    await stage.send(content, { model: TRIO, ...fields });
    await until();
  };
  const authors = async () =>
    (await stage.host.blocks({ type: "chat", chat_id: "c1" })).map(({ block: { author } }) =>
      author.type === "user" ? author.name : (author.name ?? author.model),
    );
  /** Of the discussion that was begun last. */
  const logFile = async () => {
    const blocks = await stage.host.blocks({ type: "chat", chat_id: "c1" });
    return blocks.map(({ block }) => block.meta.log).findLast((each) => each !== undefined) ?? "";
  };
  const records = async () => {
    const found: LogRecord[] = [];
    for await (const item of readLog(await logFile())) if ("record" in item) found.push(item.record);
    return found;
  };
  return { ...stage, rooms, models, ask, until, authors, logFile, records };
}

/** A server of rooms with a live view over them and the discussions. */
async function servedRooms(discussions: DiscussionRooms) {
  const server = await serveRooms(serveOptions());
  const rooms = new LiveRooms({ rooms: server.rooms, clock: systemClock, discussions });
  const hub = await ViewerServer.open({ host: "127.0.0.1", port: 0, clock: systemClock, allowOrigins: [], rooms });
  onTestFinished(async () => {
    await hub.close();
    await server.close();
  });
  return { rooms, hub };
}

describe("several models at one document", () => {
  it("[PEN-17] talk in a room, each message a block of the chat, and the first of them writes", async () => {
    const stage = await discussionStage();
    await stage.ask(GOLD);
    const authors = await stage.authors();
    expect(authors.slice(0, 2)).toEqual(["Ada", "demo/ada, demo/boole, demo/curie"]);
    expect(new Set(authors.slice(2, -1))).toEqual(new Set(["Ada2", "Boole", "Curie"]));
    const chat = await stage.chat();
    expect(chat[1]).toContain("discuss this in the room “discussion-1”. Ada2 holds the pen.");
    expect(chat.at(-1)).toMatch(/^done: The discussion is over: \w/);
    expect(stage.errors()).toEqual([]);
    const texts = await stage.document();
    expect(texts.length).toBeGreaterThanOrEqual(7);
    for (const text of texts) expect(text).toMatch(/^done: /);
    const writers = (await stage.documentBlocks()).map(({ block }) => block.author);
    for (const author of writers) expect(author).toEqual({ type: "agent", model: "demo/ada", name: "Ada2" });
  });

  it("[PEN-18] the log keeps all of it, is proven by verify, and holds every history", async () => {
    const stage = await discussionStage();
    await stage.ask(GOLD);
    const records = await stage.records();
    expect(logProblems(records)).toEqual([]);
    expect(ofType(records, "tool_call").map((call) => call.function)).toEqual(
      expect.arrayContaining(["plan_document", "write_block", "add_table", "add_chart", "push"]),
    );
    expect(ofType(records, "session_start")[0]?.metadata).toMatchObject({ topic: GOLD, room: "discussion-1" });
    const { histories } = rebuild(records);
    expect([...histories.keys()].toSorted()).toEqual(["Ada2", "Boole", "Curie"]);
  });

  it("[PEN-17] a pause ends the talk, and the next message begins a new one that finishes what was begun", async () => {
    const stage = await discussionStage();
    await stage.send(GOLD, { model: TRIO });
    await stage.until(async () => (await stage.document()).join("").length > 900);
    await stage.control("pause");
    await stage.until();
    expect((await stage.document()).join("\n")).toContain("cut: ");
    expect((await stage.records()).at(-1)).toMatchObject({ type: "session_end", content: "interrupted" });
    expect(logProblems(await stage.records())).toEqual([]);
    await stage.ask("go on");
    for (const text of await stage.document()) expect(text).toMatch(/^done: /);
    expect((await stage.chat()).join("\n")).toContain("in the room “discussion-2”");
    expect(logProblems(await stage.records())).toEqual([]);
  });

  it("[PEN-17] all of them may hold a pen, and the person is heard in the room", async () => {
    const stage = await discussionStage();
    await stage.send(GOLD, { model: "demo/ada, demo/boole", pen: "all" });
    await stage.until(async () => (await stage.chat()).length > 3);
    await stage.send("Keep it short, please");
    await stage.until();
    expect((await stage.chat())[1]).toContain("All of them may write.");
    const records = await stage.records();
    expect(ofType(records, "chat").filter(({ user }) => user === "Ada")).toMatchObject([
      { content: "Keep it short, please" },
    ]);
    expect(logProblems(records, ["Ada"])).toEqual([]);
    for (const text of await stage.document()) expect(text).toMatch(/^done: /);
    const plans = ofType(records, "tool_call").filter((made) => made.function === "plan_document");
    expect(plans).toHaveLength(1);
    const writers = ofType(records, "tool_call").filter((made) => made.function === "write_block");
    expect(new Set(writers.map(({ user }) => user))).toEqual(new Set(["Ada2", "Boole"]));
  });

  it("[PEN-17] in mode chat they only talk, and end at the limit of messages, which is said", async () => {
    const stage = await discussionStage({ limits: { messages: 4 } });
    await stage.ask("Tea or coffee?", { mode: "chat" });
    expect((await stage.chat()).at(-1)).toBe("done: The discussion is over: the limit of messages was reached.");
    expect(await stage.document()).toEqual([]);
    const records = await stage.records();
    expect(ofType(records, "chat")).toHaveLength(4);
    expect(logProblems(records)).toEqual([]);
  });

  it("[PEN-17] says why where none of them can go on", async () => {
    const failing = [fail({ kind: "auth", message: "the key was refused. Set KEY." })];
    const provider = () => new ScriptedProvider([failing]);
    const stage = await discussionStage({ providers: provider });
    await stage.ask(GOLD);
    expect(stage.errors()).toEqual([expect.stringMatching(/^Nobody could go on\. .*Ada2 stopped: .*Set KEY\.$/)]);
  });

  it("[PEN-18] can be watched as a room of the server, live and for a while after", async () => {
    const stage = await discussionStage();
    const { rooms, hub } = await servedRooms(stage.rooms);
    await stage.send(GOLD, { model: TRIO });
    await stage.until(() => stage.rooms.names.length > 0);
    expect(rooms.names).toEqual(["lobby", "discussion-1"]);
    const viewer = await watch(hub.url, "?records&after=0&room=discussion-1");
    await stage.until();
    const records = await stage.records();
    await viewer.until(() => viewer.messages.length >= records.length);
    expect(viewer.messages.map(({ record }) => record as unknown)).toEqual(records);
    expect(viewer.frames.some(({ type, kind }) => type === "delta" && kind === "tool_arguments")).toBe(true);
    expect(rooms.names).toContain("discussion-1");
  });

  it("[PEN-4] who holds the pen edits the version that it was shown, in a room too", async () => {
    const edit = call("edit_block", { block_id: "b-own", content: "Gold is dear." });
    const [start, ...rest] = callTools(edit);
    const turns = [[{ type: "gate", name: "wait" } as const, start as Step, ...rest], callTools(call("check"))];
    const writer = new ScriptedProvider(turns);
    const silent = () => new ScriptedProvider([callTools(call("check"))]);
    let asked = 0;
    const stage = await discussionStage({ providers: () => (asked++ === 0 ? writer : silent()) });
    await stage.given("b-own", "Gold is cheap.");
    await stage.send("Correct it", { model: "demo/ada, demo/boole" });
    await writer.reached("wait");
    const change = { type: "edit", block_id: "b-own", base: 1, content: "Gold was cheap." } as const;
    await stage.host.execute(IN_DOCUMENT, change, BY_PERSON);
    writer.open("wait");
    await stage.until(async () => (await stage.document())[0]?.startsWith("done: ") ?? false);
    expect((await stage.documentBlocks())[0]?.proposals).toMatchObject([{ base: 1, content: "Gold is dear." }]);
    await stage.until(() => writer.requests.length > 1);
    expect(JSON.stringify(writer.requests[1]?.history)).toContain("version 2 reads as follows");
    await stage.control("stop");
  });
});
