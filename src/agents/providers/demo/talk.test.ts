import { describe, expect, it } from "vitest";
import { type DemoTalk, demoTalk } from "../../../../test/fakes/demo-talk.ts";
import { sentencesOf } from "./words.ts";

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const TRIO = ["Ada", "Boole", "Curie"];

/** The talks of three about the usual topic, each held once for all tests. */
const held = new Map<number, Promise<DemoTalk>>();
function talkOf(seed: number): Promise<DemoTalk> {
  const talk = held.get(seed) ?? demoTalk({ seed });
  held.set(seed, talk);
  return talk;
}

const callsOf = ({ events }: DemoTalk, name: string) =>
  events.filter((event) => event.type === "tool_call" && event.name === name);
const refusalsOf = ({ events }: DemoTalk) =>
  events.filter((event) => event.type === "tool_response" && event.text.includes("Not sent"));

/** Sentences that `sender` said more than once; short ones ("Yes.") do not count. */
function repeated({ messages }: DemoTalk, sender: string): readonly string[] {
  const said = messages.filter((message) => message.sender === sender).flatMap(({ content }) => sentencesOf(content));
  return said.filter((sentence, index) => sentence.length > 16 && said.indexOf(sentence) !== index);
}

describe("a talk of three demo agents", () => {
  it.each(SEEDS)("comes to an end by itself, with seed %i", async (seed) => {
    const talk = await talkOf(seed);
    expect(talk.reason).toBe("all_waiting");
    expect(talk.messages.length).toBeGreaterThanOrEqual(12);
    expect(talk.messages.length).toBeLessThanOrEqual(24);
    expect(new Set(talk.messages.map(({ sender }) => sender))).toEqual(new Set(TRIO));
    expect(talk.ms).toBeGreaterThan(60_000);
    expect(talk.ms).toBeLessThan(240_000);
    for (const sender of TRIO) expect(repeated(talk, sender)).toEqual([]);
    expect(talk.events.filter(({ type }) => type === "failed" || type === "retry")).toEqual([]);
  });

  it("is the same with the same seed, to the millisecond, and another one with another", async () => {
    const [one, again, other] = [await talkOf(7), await demoTalk({ seed: 7 }), await talkOf(8)];
    expect(again).toEqual(one);
    expect(other.messages.map(({ content }) => content)).not.toEqual(one.messages.map(({ content }) => content));
  });

  it("shows within its first minute what a room is for: thoughts, refusals, changed drafts, questions", async () => {
    const talks = await Promise.all(SEEDS.map(talkOf));
    const early = talks.map((talk) => ({ ...talk, events: talk.events.filter(({ at }) => at < 60_000) }));
    const share = (has: (talk: DemoTalk) => boolean) => early.filter(has).length / early.length;
    expect(share((talk) => refusalsOf(talk).length > 0)).toBeGreaterThan(0.8);
    expect(share((talk) => callsOf(talk, "undo").length + callsOf(talk, "reset").length > 0)).toBeGreaterThan(0.5);
    expect(share((talk) => talk.messages.some(({ content }) => content.includes("?")))).toBe(1);
  });

  it.each(["stick", "open"] as const)(
    "ends by itself in a room with floor policy %s and eager interruption",
    async (floor) => {
      for (const seed of SEEDS.slice(0, 4)) {
        const talk = await demoTalk({ seed, floor, interrupt: "eager" });
        expect(talk.reason).toBe("all_waiting");
        expect(talk.messages.length).toBeGreaterThanOrEqual(10);
        for (const sender of TRIO) expect(repeated(talk, sender)).toEqual([]);
      }
    },
  );

  it.each([
    ["猫は犬より賢いか", 1_000],
    ["tea or coffee?", 50],
  ])("ends by itself about %s with %i characters an append", async (topic, appendLimit) => {
    for (const seed of SEEDS.slice(0, 3)) {
      const talk = await demoTalk({ seed, topic, appendLimit });
      expect(talk.reason).toBe("all_waiting");
      expect(talk.messages.length).toBeGreaterThanOrEqual(10);
    }
  });
});

describe("a talk of any number of demo agents", () => {
  it.each([
    ["two", ["Ada", "Boole"]],
    ["six", ["Ada", "Boole", "Curie", "Dirac", "Euler", "Faraday"]],
  ])("ends by itself among %s, and everybody has spoken", async (_count, names) => {
    const talk = await demoTalk({ seed: 3, names });
    expect(talk.reason).toBe("all_waiting");
    expect(new Set(talk.messages.map(({ sender }) => sender))).toEqual(new Set(names));
  });
});
