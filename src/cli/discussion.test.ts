/** Several models at one document: a real room, a real log, the real host; the models are the demo's. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerStage } from "../../test/fakes/answer-stage.ts";
import { settle } from "../../test/fakes/manual-clock.ts";
import { logProblems, ofType } from "../../test/journeys/support/log-checks.ts";
import type { Clock } from "../chatroom/index.ts";
import type { LogRecord } from "../logging/record.ts";
import { readLog } from "../logging/reader.ts";
import { rebuild } from "../logging/rebuild.ts";
import { createDiscuss } from "./discussion.ts";
import { DiscussionRooms } from "./discussion-rooms.ts";
import { DocumentModels } from "./document-models.ts";

const GOLD = "Hi, I would like to create a research report about gold please";
const TRIO = "demo/ada, demo/boole, demo/curie";

/** Its time goes by by itself, a hundred times as fast. */
function fastClock(): Clock {
  const start = performance.now();
  const monotonic = () => (performance.now() - start) * 100;
  return {
    now: () => Date.UTC(2026, 10, 27) + Math.round(monotonic()),
    monotonic,
    schedule(ms, callback) {
      const timer = setTimeout(callback, ms / 100);
      return () => clearTimeout(timer);
    },
  };
}

let dir: string;
beforeEach(async () => (dir = await mkdtemp(path.join(tmpdir(), "discussion-"))));
afterEach(() => rm(dir, { recursive: true }));

async function discussionStage({ speed = 1, seed = 7, limits = {} } = {}) {
  const clock = fastClock();
  const env = {};
  const host = { env, clock, fetch: globalThis.fetch, probe: async () => null };
  const models = new DocumentModels({ host, named: {}, baseUrl: null, seed, speed }, "demo/ada");
  const rooms = new DiscussionRooms(clock);
  const discuss = createDiscuss({ models, rooms, clock, env, logDir: dir, seed, speed, limits });
  const stage = await answerStage([], { models, parts: { discuss, clock } });
  const until = async (done: () => Promise<boolean> | boolean = () => false) => {
    while (stage.processors.activityOf("c1") === "running" && !(await done())) {
      await settle();
      await stage.clock.advance(1_000);
    }
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
});
