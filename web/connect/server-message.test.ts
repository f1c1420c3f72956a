import { describe, expect, it } from "vitest";
import { readServerMessage } from "./server-message.ts";

const now = "2026-01-15T10:30:00.000Z";
const read = (value: unknown) => readServerMessage(JSON.stringify(value), now);

describe("what a server says", () => {
  it("[PAGE-5] a welcome, of a server that numbers records and of one that does not", () => {
    expect(read({ type: "welcome", message: "Hi", mode: "replay", n: 9, log: "/log", rooms: ["a", 7, "b"] })).toEqual({
      ...{ type: "welcome", mode: "replay", room: null, rooms: ["a", "b"], log: "/log", n: 9, loop: true },
    });
    expect(read({ type: "welcome", message: "Hi" })).toMatchObject({ mode: "live", n: null, rooms: [] });
  });

  it("[PAGE-5] records are checked; one that is none counts all the same", () => {
    const record = { format: "v3", timestamp: now, user: "Ann", type: "text", content: "hello" };
    expect(read({ type: "record", n: 4, record })).toEqual({ type: "record", n: 4, record });
    expect(read({ type: "record", n: 4, record: { ...record, user: 7 } })).toMatchObject({ type: "bad_record", n: 4 });
  });

  it("[PAGE-5] signals get the time of their coming", () => {
    expect(read({ type: "delta", user: "Ann", kind: "text", text: "he" })).toEqual({
      type: "signal",
      signal: { type: "delta", timestamp: now, user: "Ann", kind: "text", text: "he" },
    });
    expect(read({ type: "activity", user: "Ann", activity: "waiting" })).toMatchObject({ type: "signal" });
  });

  it.each([
    ["no JSON", "{"],
    ["an array", "[]"],
    ["null", "null"],
    ["an unknown kind", '{"type":"__proto__"}'],
    ["an unknown activity", '{"type":"activity","user":"Ann","activity":"constructor"}'],
    ["a delta of a number", '{"type":"delta","user":"Ann","kind":"text","text":1}'],
    ["a frame of nobody", '{"type":"chat_message","parsed_content":{}}'],
  ])("[PAGE-5] ignores %s", (_what, frame) => {
    expect(readServerMessage(frame, now)).toMatchObject({ type: "ignored" });
  });
});
