import { describe, expect, it } from "vitest";
import { History } from "./history.ts";
import type { AssistantMessage } from "./types.ts";

const user = { role: "user", text: "hi" } as const;
const assistant = (...ids: readonly string[]): AssistantMessage => ({
  role: "assistant",
  text: "",
  thinking: "",
  tool_calls: ids.map((call_id) => ({ call_id, name: "push", arguments: "" })),
});
const results = (...ids: readonly string[]) =>
  ({ role: "tool", results: ids.map((call_id) => ({ call_id, text: "ok" })) }) as const;

describe("History", () => {
  it("takes what providers take, and a snapshot does not grow", () => {
    const history = new History();
    history.append(user);
    const before = history.snapshot();
    for (const entry of [assistant("a", "b"), results("a", "b"), assistant(), user]) history.append(entry);
    expect(before).toEqual([user]);
    expect(history.length).toBe(5);
  });

  it.each([
    ["two user messages in a row", [user, user]],
    ["an answer without a call", [user, assistant(), results()]],
    ["an answer to another call", [user, assistant("a"), results("b")]],
    ["answers in another order", [user, assistant("a", "b"), results("b", "a")]],
    ["a call without an answer", [user, assistant("a"), user]],
    ["a missing answer", [user, assistant("a", "b"), results("a")]],
    ["two turns of the model in a row", [user, assistant(), assistant()]],
    ["a turn of the model before anything was said", [assistant()]],
  ])("refuses %s", (_what, entries) => {
    const history = new History();
    expect(() => {
      for (const entry of entries) history.append(entry);
    }).toThrow(/in order|follows what it was told|answered first|in a row/);
  });
});
