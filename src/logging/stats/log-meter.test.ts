import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { demoTalk } from "../../../test/fakes/demo-talk.ts";
import { LogDecoder } from "../log-decoder.ts";
import type { LogRecord } from "../record.ts";
import { fairness } from "./fairness.ts";
import { LogMeter } from "./log-meter.ts";
import { Sample } from "./sample.ts";
import { countWords } from "./words.ts";

const BEGIN = Date.UTC(2026, 0, 15, 10, 30);

/** Records at times in seconds from the beginning. */
class Log {
  readonly #meter = new LogMeter();
  #seq = 0;

  constructor(
    metadata: object = {
      agents: [
        { name: "Ada", model: "m/a" },
        { name: "Bob", model: "m/b" },
      ],
    },
  ) {
    this.add(0, { type: "session_start", user: "system", content: "Tea", metadata: { topic: "Tea", ...metadata } });
  }

  add(seconds: number, record: object): this {
    const header = { format: "v3", timestamp: new Date(BEGIN + seconds * 1_000).toISOString(), content: "" };
    this.#meter.read({ ...header, ...record } as LogRecord);
    return this;
  }

  say(seconds: number, user: string, content: string, expected_seq: number | null = null): this {
    const seq = ++this.#seq;
    return this.add(seconds, { type: "chat", user, content, seq, message_id: `msg-${seq}`, expected_seq });
  }

  call(from: number, to: number, user: string, action: string, answer: object = { status: 1 }): this {
    const call = { user, call_id: `${from}`, function: action };
    return this.add(from, { type: "tool_call", ...call, arguments: {} }).add(to, {
      type: "tool_response",
      ...call,
      ...answer,
    });
  }

  turn(seconds: number, user: string, duration_ms: number, cost_usd: number | null): this {
    const usage = { input: 100, cached: 40, output: 10, cost_usd };
    return this.add(seconds, { type: "usage", user, model: "m/x", finish: "tool_use", usage, duration_ms });
  }

  stick(seconds: number, participant: string, action: string): this {
    const event = { type: "stick", action, participant, epoch: 1 };
    return this.add(seconds, { type: "system", user: "Server", seq: ++this.#seq, event });
  }

  get figures() {
    const figures = this.#meter.result();
    return { ...figures, of: (name: string) => figures.speakers.find((speaker) => speaker.name === name) };
  }
}

describe("the figures of a log", () => {
  it("[STATS-1] messages, words and shares; also of people, of whom nothing else is known", () => {
    const { of, ...all } = new Log().say(1, "Ada", "one two").say(2, "Zoe", "three").say(3, "Ada", "four").figures;
    expect(all).toMatchObject({ topic: "Tea", messages: 3, words: 4, unlisted: 0 });
    expect(of("Ada")).toMatchObject({ agent: true, model: "m/a", messages: 2, words: 3, share: 2 / 3 });
    expect(of("Bob")).toMatchObject({ agent: true, messages: 0, share: 0, answerMedianMs: null, firstMessageMs: null });
    expect(of("Zoe")).toMatchObject({ agent: false, model: "", messages: 1 });
  });

  it("[STATS-1] calls, tokens, actions, refusals, retries, interruptions", () => {
    const trouble = (kind: string, metadata: object) => ({ type: "error", user: "Ada", kind, metadata });
    const log = new Log()
      .turn(1, "Ada", 500, 0.01)
      .turn(2, "Ada", 500, 0.02)
      .call(3, 3, "Ada", "push", { status: 0, reason: "unseen_messages" })
      .call(4, 4, "Ada", "push", { status: 0, reason: "no_draft" })
      .add(5, trouble("retry", {}))
      .add(6, trouble("interrupted", { tokens: 12 }))
      .add(7, trouble("interrupted", { tokens: 30 }));
    const spent = { calls: 2, input: 200, cached: 80, output: 20, cost: 0.03, unpriced: 0 };
    expect(log.figures.of("Ada")).toMatchObject({
      ...spent,
      actions: 2,
      refused: 1,
      retries: 1,
      interruptions: 2,
      discarded: 42,
    });
    expect(log.figures).toMatchObject({ ...spent, refused: 1 });
  });

  it("[STATS-1] crossed messages", () => {
    const { figures } = new Log()
      .say(1, "Ada", "a", 0)
      .say(2, "Bob", "b", 0)
      .say(3, "Bob", "c", 1)
      .say(4, "Ada", "d", 3);
    expect(figures.crossed).toBe(1);
    expect(figures.of("Bob")?.crossed).toBe(1);
  });

  it("[STATS-2] a cost that is not known is null, one that is known in part says so", () => {
    const { figures } = new Log().turn(1, "Ada", 1, null).turn(2, "Bob", 1, 0.5).turn(3, "Bob", 1, null);
    expect(figures.of("Ada")).toMatchObject({ cost: null, unpriced: 1 });
    expect(figures.of("Bob")).toMatchObject({ cost: 0.5, unpriced: 1 });
    expect(figures).toMatchObject({ cost: 0.5, unpriced: 2 });
    expect(new Log().figures.cost).toBeNull();
  });

  it("[STATS-3] thinking, writing, waiting and holding", () => {
    const log = new Log({ floor: "stick", agents: [{ name: "Ada" }] })
      .add(3, { type: "thinking", user: "Ada", content: "Hm." })
      .turn(5, "Ada", 4_000, 0)
      .turn(6, "Ada", 1_000, 0)
      .call(7, 9.5, "Ada", "check")
      .stick(10, "Ada", "granted")
      .stick(12, "Ada", "released")
      .stick(13, "Ada", "granted")
      .call(14, 15, "Ada", "append")
      .add(16, { type: "tool_call", user: "Ada", call_id: "c", function: "check", arguments: {} })
      .add(20, { type: "system", user: "system", content: "cut off here" });
    expect(log.figures.of("Ada")).toMatchObject({
      thinkingMs: 2_000,
      writingMs: 3_000,
      waitingMs: 2_500 + 4_000,
      holdingMs: 2_000 + 7_000,
    });
  });

  it("[STATS-4] answers: from the first message of others since one's last", () => {
    const log = new Log()
      .say(2, "Ada", "hi")
      .say(5, "Bob", "hi")
      .say(6, "Ada", "so?")
      .say(8, "Ada", "hello?")
      .say(16, "Bob", "sorry")
      .say(17, "Bob", "really");
    expect(log.figures.of("Bob")).toMatchObject({
      answers: 2,
      answerMeanMs: 6_500,
      answerMedianMs: 6_500,
      firstMessageMs: 5_000,
    });
    expect(log.figures.of("Ada")).toMatchObject({ answers: 1, answerMeanMs: 1_000, firstMessageMs: 2_000 });
  });

  it("[STATS-5] the conversation: its length, pace, end and fairness", () => {
    const end = {
      type: "session_end",
      user: "system",
      content: "quit",
      metadata: { reason: "quit", duration_ms: 30_000 },
    };
    const { figures } = new Log().say(2, "Ada", "a").say(4, "Ada", "b").say(5, "Bob", "c c").add(31, end);
    expect(figures).toMatchObject({
      started: "2026-01-15T10:30:00.000Z",
      durationMs: 30_000,
      messagesPerMinute: 6,
      ended: "quit",
    });
    expect(figures.fairnessOfMessages).toBeCloseTo(9 / (2 * 5));
    expect(figures.fairnessOfWords).toBe(1);
    const cut = new Log().say(2, "Ada", "a").figures;
    expect(cut).toMatchObject({ durationMs: 2_000, ended: null, fairnessOfMessages: 0.5 });
    expect(new Log().figures).toMatchObject({ durationMs: 0, messagesPerMinute: null, fairnessOfMessages: null });
  });

  it("[STATS-5] over all who spoke, where no agent is known", () => {
    expect(new Log({}).say(1, "Ann", "a").say(2, "Ben", "b").figures.fairnessOfMessages).toBe(1);
  });

  it("[STATS-1] agree with what a real conversation counted itself", async () => {
    const { records } = await demoTalk({
      seed: 5,
      floor: "stick",
      interrupt: "eager",
      names: ["Ada", "Boole", "Curie", "Dirac"],
    });
    const meter = new LogMeter();
    for (const record of records) meter.read(record);
    const figures = meter.result();
    const end = records.at(-1);
    expect(end?.type).toBe("session_end");
    expect(end).toMatchObject({ metadata: { messages: figures.messages } });
    expect(figures.crossed).toBe(0);
    for (const { holdingMs, waitingMs } of figures.speakers) {
      expect(Math.min(holdingMs, waitingMs)).toBeGreaterThan(0);
    }
    // One holder at a time.
    expect(figures.speakers.reduce((sum, each) => sum + each.holdingMs, 0)).toBeLessThanOrEqual(figures.durationMs);
  });

  it("[STATS-6] a million users and unreadable times take no more than the list holds", () => {
    const log = new Log({});
    for (let user = 0; user < 1_200; user++) log.say(1, `User ${user}`, "hi");
    log.add(2, {
      type: "chat",
      user: "User 1",
      content: "x",
      seq: 9_999,
      expected_seq: null,
      timestamp: "soon",
    });
    const { speakers, unlisted, messages } = log.figures;
    expect([speakers.length, unlisted, messages]).toEqual([1_000, 200, 1_201]);
  });

  it("reads old formats, as far as they say anything", () => {
    const meter = new LogMeter();
    const decoder = new LogDecoder();
    const bytes = readFileSync(join(import.meta.dirname, "../../../test/fixtures/logs/tea-v2.jsonl"));
    for (const item of [...decoder.push(bytes), ...decoder.end()]) if ("record" in item) meter.read(item.record);
    expect(meter.result()).toMatchObject({ messages: 1, calls: 0, cost: null, ended: null });
  });
});

describe("a sample", () => {
  it("[STATS-6] has the exact mean, and the exact median of up to 4,096 values", () => {
    const sample = new Sample();
    expect([sample.mean, sample.median]).toEqual([null, null]);
    for (const value of [9, 1, 5]) sample.add(value);
    expect([sample.count, sample.mean, sample.median]).toEqual([3, 5, 5]);
    sample.add(7);
    expect(sample.median).toBe(6);
  });

  it("[STATS-6] of a million values has a median that is close", () => {
    const sample = new Sample();
    for (let value = 0; value < 1_000_000; value++) sample.add((value * 7_919) % 1_000_003);
    expect(sample.count).toBe(1_000_000);
    expect(Math.abs((sample.median ?? 0) / 500_000 - 1)).toBeLessThan(0.05);
  });
});

describe("words", () => {
  it.each([
    ["", 0],
    ["Well, it's a well-known fact… isn't it?", 7],
    ["naïve café — 3.14 e\u0301tudes", 4],
    ["👩‍👩‍👧 !!!", 0],
    ["Привет, мир", 2],
    ["今日は天気がいい", 5],
  ])("of %j are %i", (text, count) => {
    expect(countWords(text)).toBe(count);
  });
});

describe("fairness", () => {
  it("[STATS-5] is Jain's index", () => {
    expect(fairness([3, 3, 3])).toBe(1);
    expect(fairness([6, 0, 0])).toBeCloseTo(1 / 3);
    expect(fairness([0, 0])).toBeNull();
    expect(fairness([])).toBeNull();
  });
});
