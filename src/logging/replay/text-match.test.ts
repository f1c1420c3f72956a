import { describe, expect, it } from "vitest";
import { Items } from "../../../test/fakes/timeline-items.ts";
import { isRecord, type TimelineItem } from "../record.ts";
import { textMatch } from "./text-match.ts";

const items = new Items();

function finds(words: string, item: TimelineItem): boolean {
  if (!isRecord(item)) throw new Error("expected a record");
  return textMatch(words)({ line: 1, record: item });
}

describe("[REPLAY-24] what a search finds", () => {
  it("is what was said, thought and done, by whom, whatever the case and however accents are written", () => {
    expect(finds("MOON", items.says("Ada", "To the moon!"))).toBe(true);
    expect(finds("ada: to", items.says("Ada", "To the moon!"))).toBe(true);
    expect(finds("cafe\u0301", items.thought("Ada", "A café."))).toBe(true);
    expect(finds("moon", items.call("Ada", "append", { text: "The Moon" }))).toBe(true);
    expect(finds("joined", items.notice("Ada joined"))).toBe(true);
    expect(finds("key is wrong", items.error("Ada", "401: the key is wrong"))).toBe(true);
    expect(finds("mars", items.says("Ada", "To the moon!"))).toBe(false);
  });

  it("is a refusal by its reason, but nothing that an answer only repeats", () => {
    const call = items.call("Bob", "push");
    const refusal = items.answer(call, { status: 0, reason: "unseen_messages", content: "[Ada]: To the moon!" });
    expect(finds("unseen_messages", refusal)).toBe(true);
    expect(finds("moon", refusal)).toBe(false);
    expect(finds("moon", items.answer(call, { content: "[Ada]: To the moon!" }))).toBe(false);
  });

  it("is no line that could not be read, and takes odd arguments as they are", () => {
    expect(textMatch("json")({ line: 1, problem: "not JSON" })).toBe(false);
    expect(finds("7", items.call("Ada", "check", { timeout: 7, deep: { list: [null] } }))).toBe(true);
  });
});
