import { describe, expect, it } from "vitest";
import { salvage, wholeWords } from "./interruption.ts";
import { PartialTurn } from "./partial-turn.ts";
import type { ModelEvent } from "./types.ts";

function partial(...events: readonly ModelEvent[]): PartialTurn {
  const turn = new PartialTurn();
  for (const event of events) turn.add(event);
  return turn;
}

const begun = (name: string, text: string): readonly ModelEvent[] => [
  { type: "tool_call_start", call_id: name, name },
  { type: "tool_call_delta", call_id: name, text },
];
const whole = (name: string, text: string): readonly ModelEvent[] => [
  ...begun(name, text),
  { type: "tool_call_end", call_id: name },
];

describe("wholeWords", () => {
  it.each([
    ["Hello wor", "Hello"],
    ["Hello world.", "Hello world."],
    ["Hello ", "Hello"],
    ["Hel", ""],
    ["it's don'", "it's don'"],
    ["你好世界", "你好"],
    ["", ""],
  ])("%j is kept as %j", (text, kept) => {
    expect(wholeWords(text)).toBe(kept);
  });
});

describe("salvage", () => {
  it("saves the finished work on the draft and the segment being written, in order", () => {
    const { calls, thought } = salvage(partial(...whole("undo", ""), ...begun("append", '{"text":"One two th')));
    expect(calls).toEqual([
      { call_id: "undo", name: "undo", arguments: "" },
      { call_id: "append", name: "append", arguments: '{"text":"One two"}' },
    ]);
    expect(thought).toBe("thinking");
  });

  it("stops at the first call that is more than work on the draft", () => {
    expect(salvage(partial(...whole("push", "{}"), ...whole("append", '{"text":"a"}'))).calls).toEqual([]);
    expect(salvage(partial(...begun("append", "{"), ...whole("undo", ""))).calls).toEqual([]);
  });

  it("counts what the provider counted, without what is kept; estimates where it did not", () => {
    const events = whole("append", '{"text":"12345678"}');
    expect(salvage(partial(...events, { type: "thinking_delta", text: "x".repeat(70) })).tokens).toBe(20);
    const usage = { input: 1, cached: 0, cache_write: 0, output: 50 };
    expect(salvage(partial(...events, { type: "usage", usage })).tokens).toBe(50 - Math.ceil(19 / 3.5));
  });

  it("knows a turn of which nothing had come", () => {
    expect(salvage(partial())).toMatchObject({
      thought: "nothing",
      tokens: 0,
      message: { text: "(I was about to answer.)" },
    });
  });
});
