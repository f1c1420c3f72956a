import { describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../../test/fakes/manual-clock.ts";
import type { Clock } from "../../chatroom/clock.ts";
import type { LiveSignal, LogRecord } from "../record.ts";
import type { Published } from "./backlog.ts";
import { Moment, type Said } from "./moment.ts";

describe("what viewers are told together", () => {
  it("[STREAM-15] what comes after a silence is told at once, what follows within 33 ms together", async () => {
    const { clock, moment, told } = stage();
    moment.add(chat("one"));
    await settle();
    expect(told.map(inShort)).toEqual([["one"]]);
    moment.add(chat("two"));
    moment.add(chat("three"));
    await clock.advance(32);
    expect(told).toHaveLength(1);
    await clock.advance(1);
    expect(told.slice(1).map(inShort)).toEqual([["two", "three"]]);
  });

  it("[STREAM-15] of a replay everything is told at the end of its turn", async () => {
    const { moment, told, takes } = stage(false);
    takes(3);
    moment.add({ type: "restart" });
    await settle();
    moment.add(chat("one"));
    moment.add(chat("two"));
    await settle();
    moment.add(chat("three"));
    await settle();
    expect(told.map((said) => said.length)).toEqual([1, 2, 1]);
  });

  it("[STREAM-15] where telling takes long, it is done more seldom, and four times a second at least", async () => {
    const { clock, moment, told, takes } = stage();
    takes(3);
    moment.add(chat("one"));
    await settle();
    moment.add(chat("two"));
    await clock.advance(40 * 3 - 1);
    expect(told).toHaveLength(1);
    takes(500);
    await clock.advance(1);
    expect(told).toHaveLength(2);
    moment.add(chat("three"));
    await clock.advance(249);
    expect(told).toHaveLength(2);
    await clock.advance(1);
    expect(told).toHaveLength(3);
  });

  it("[STREAM-15] the pieces of one's words are joined, whoever else speaks between them", () => {
    const { moment, take } = stage();
    for (const piece of ["Good ", "morning"]) {
      for (const user of ["Ada", "Boole"]) moment.addSignal(words(user, piece));
    }
    expect(take()).toEqual(["Ada: Good morning", "Boole: Good morning"]);
    moment.addSignal(words("Ada", "!"));
    expect(take()).toEqual(["Ada: !"]);
  });

  it("[STREAM-15] words are not told before what was recorded or done before them", () => {
    const { moment, take } = stage();
    for (const user of ["Ada", "Boole"]) moment.addSignal(words(user, "a"));
    moment.add(chat("said", "Ada"));
    for (const user of ["Ada", "Boole"]) moment.addSignal(words(user, "b"));
    expect(take()).toEqual(["Ada: a", "Boole: ab", "said", "Ada: b"]);
    const between: readonly (() => void)[] = [
      () => moment.addSignal({ type: "activity", timestamp: "", user: "Ada", activity: "idle" }),
      () => moment.add({ type: "restart" }),
      () => moment.add({ type: "record", n: 1, legacy: false, at: 0, record: { ...RECORD, type: "system" } }),
      () => moment.addSignal({ ...words("Ada", ""), kind: "thinking" }),
    ];
    for (const interrupt of between) {
      moment.addSignal(words("Ada", "a"));
      interrupt();
      moment.addSignal(words("Ada", "b"));
      expect([take().at(0), take().length]).toEqual(["Ada: a", 0]);
    }
  });
});

const RECORD = { format: "v3", timestamp: "", user: "Server", content: "a notice" } as const;

function stage(waits = true) {
  const clock = new ManualClock();
  const told: (readonly Said[])[] = [];
  let [took, spent] = [0, 0];
  const passing: Clock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic() + spent,
    schedule: (ms, callback) => clock.schedule(ms, callback),
  };
  const tell = () => {
    told.push(moment.take());
    spent += took;
  };
  const moment: Moment = new Moment(passing, tell, waits);
  const take = () => inShort(moment.take());
  return { clock, moment, told, take, takes: (ms: number) => (took = ms) };
}

function chat(content: string, user = "Ada"): Published {
  const ids = { message_id: "m", seq: 1, sender_id: user, push_id: "p", expected_seq: null };
  const record: LogRecord = { format: "v3", timestamp: "", type: "chat", user, content, ...ids };
  return { type: "record", n: 1, legacy: false, at: 0, record };
}

function words(user: string, text: string): Extract<LiveSignal, { type: "delta" }> {
  return { type: "delta", timestamp: "", user, kind: "text", text };
}

function inShort(said: readonly Said[]): string[] {
  return said.map((item) => {
    if (item.type === "delta") return `${item.user}: ${item.text}`;
    return item.type === "record" ? item.record.content : item.type;
  });
}
