import { describe, expect, it } from "vitest";
import { initialView, viewReducer } from "../../src/logging/view-state.ts";
import { ForeignReader, foreignFrame } from "./foreign-frames.ts";

const timestamp = "2026-01-15T10:30:45.123Z";

function read(...parsed: readonly Record<string, unknown>[]) {
  const reader = new ForeignReader();
  return parsed.flatMap((parsed_content) => {
    const frame = foreignFrame({ type: "chat_message", timestamp, parsed_content });
    const record = frame && reader.read(frame);
    return record ? [record] : [];
  });
}

describe("frames of a server that knows only PROTOCOL 7", () => {
  it("[PAGE-7] become columns, a draft and a chat", () => {
    const records = read(
      { type: "thinking", user: "Dwight", content: "Beets." },
      { type: "tool_call", user: "Dwight", function: "append", arguments: '{"text":"Bears eat beets."}', content: "" },
      { type: "tool_response", user: "Dwight", content: "" },
      { type: "chat", user: "Dwight", content: "Bears eat beets." },
      { type: "system", user: "Jim", from: "Server", content: "Dwight has joined the room." },
    );
    const view = records.reduce(viewReducer, initialView);
    expect(view.agents.map(({ name }) => name)).toEqual(["Dwight"]);
    expect(view.agents[0]?.draft.segments).toEqual([{ text: "Bears eat beets.", undone: false }]);
    expect([...view.conversation].map(({ kind, sender, text }) => [kind, sender, text])).toEqual([
      ["message", "Dwight", "Bears eat beets."],
      ["notice", "Server", "Dwight has joined the room."],
    ]);
    expect(view.counts.crossed).toBe(0);
  });

  it("[PAGE-7] do not tell a message twice: what is delivered was said already", () => {
    const records = read(
      { type: "chat", user: "Dwight", content: "False." },
      { type: "chat", user: "Jim", from: "Dwight", content: "False." },
      { type: "chat", user: "Dwight", from: "Dwight", content: "Fact." },
    );
    expect(records.map(({ type, content }) => [type, content])).toEqual([
      ["chat", "False."],
      ["chat", "Fact."],
    ]);
  });

  it("[PAGE-7] tell a refused push and a cut append", () => {
    const records = read(
      { type: "tool_call", user: "Jim", function: "append", arguments: { text: "one two three four five" } },
      { type: "tool_call", user: "Jim", function: "push", arguments: "not json" },
      { type: "tool_response", user: "Jim", content: "[system] msg truncated: current draft suffix: 'one two three'" },
      { type: "tool_response", user: "Jim", content: "[system] Not sent: new messages came first." },
    );
    expect(records.slice(2)).toMatchObject([
      { type: "tool_response", function: "append", status: 2, appended: "one two three" },
      { type: "tool_response", function: "push", status: 0 },
    ]);
  });

  it("[PAGE-7] that say nothing are passed over", () => {
    expect(foreignFrame({ type: "chat_message", parsed_content: null })).toBeNull();
    expect(foreignFrame({ type: "chat_message", parsed_content: { user: 7 } })).toBeNull();
    expect(read({ type: "constructor", user: "__proto__", content: "" })).toEqual([]);
    expect(read({ type: "tool_response", user: "__proto__", content: "ok" })).toHaveLength(1);
  });
});
