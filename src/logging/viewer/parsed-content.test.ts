import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderResult } from "../../chatroom/core/transcript.ts";
import type { RoomEvent } from "../../chatroom/protocol.ts";
import type { LogRecord } from "../record.ts";
import { contentsOf } from "./contents-of.ts";
import { deliveredIn } from "./delivered.ts";
import { parseMessageContent } from "./parsed-content.ts";

const header = { format: "v3", timestamp: "2026-01-15T10:30:45.123Z", user: "Ada" } as const;
const response = (content: string, more: object = {}): LogRecord => ({
  ...header,
  type: "tool_response",
  call_id: "c",
  function: "check",
  status: 1,
  content,
  ...more,
});
const v1 = (content: string, user = "Ada") =>
  parseMessageContent({ timestamp: "", user, content: `${user} | ${content}` });

describe("parseMessageContent", () => {
  it("[STREAM-2] reads a line of v1, also of an element that goes over several", () => {
    const ada = { user: "Ada" };
    expect(v1("<bot_thinking>I\nlisten</bot_thinking>")).toEqual({ type: "thinking", ...ada, content: "I\nlisten" });
    expect(
      v1('<tool_call>{"id":"1","function":{"name":"append","arguments":"{\\"text\\":\\"hi\\"}"}}</tool_call>'),
    ).toEqual({
      type: "tool_call",
      ...ada,
      content: 'append({"text":"hi"})',
      function: "append",
      arguments: '{"text":"hi"}',
    });
    expect(v1("<tool_response>[system] ok</tool_response>")).toEqual({
      type: "tool_response",
      ...ada,
      content: "[system] ok",
    });
    expect(v1("<tool_response>[Bob]: this is only the")).toMatchObject({ type: "tool_response" });
    expect(v1("[Bob]: end of it</tool_response>")).toEqual({ type: "chat", ...ada, from: "Bob", content: "end of it" });
    expect(v1("[Server]: Bob has left.")).toEqual({ type: "system", ...ada, from: "Server", content: "Bob has left." });
    expect(v1("[system] Not sent.")).toEqual({ type: "system", ...ada, from: "system", content: "Not sent." });
    expect(v1("to my mind.</bot_thinking>")).toEqual({ type: "thinking", ...ada, content: "to my mind." });
    expect(v1("words without a tag")).toEqual({ type: "chat", ...ada, content: "words without a tag" });
    expect(v1("</tool_response>")).toBeNull();
  });

  it("[STREAM-2] reads messages of v2 and records of v3", () => {
    const v2 = { format: "v2", session_id: "Ada", timestamp: "2026-01-15T10:30:45Z" };
    expect(parseMessageContent({ ...v2, role: "assistant", content: "hello" })).toEqual({
      type: "chat",
      user: "Ada",
      content: "hello",
    });
    const tool_calls = [{ id: "1", function: { name: "check", arguments: "" } }];
    expect(parseMessageContent({ role: "assistant", session_id: "Ada", content: null, tool_calls })).toMatchObject({
      type: "tool_call",
      function: "check",
    });
    expect(parseMessageContent({ ...v2, role: "user", content: "Talk!" })).toMatchObject({
      type: "system",
      from: "system",
    });
    expect(parseMessageContent({ ...v2, role: "tool_spec", content: "[]" })).toBeNull();
    expect(parseMessageContent({ ...header, type: "text", content: "aside" })).toMatchObject({ type: "thinking" });
    expect(parseMessageContent(response("[system] ok"))).toMatchObject({ type: "tool_response" });
    expect(parseMessageContent({ ...header, type: "usage", content: "" })).toBeNull();
  });

  it("[STREAM-2] is null for what is empty or no record, and never throws", () => {
    const circular: Record<string, unknown> = { ...header, type: "tool_call", content: "", function: "f" };
    circular.arguments = circular;
    const trap = new Proxy({}, { get: () => JSON.parse("{") as never });
    const empty = [null, undefined, 7, "text", [], {}, { user: "Ada" }, { user: 1, content: 2 }, trap];
    for (const value of [
      ...empty,
      { ...header, type: "thinking", content: " \n" },
      { ...header, type: "new", content: "x" },
    ]) {
      expect(parseMessageContent(value)).toBeNull();
    }
    expect(parseMessageContent(circular)).toMatchObject({ type: "tool_call", function: "f" });
    const field = fc.oneof(fc.string(), fc.anything());
    const record = fc.record(
      {
        format: fc.constantFrom("v2", "v3", undefined),
        type: fc.constantFrom("tool_call", "tool_response", "system", "session_start", "chat", "usage"),
        role: fc.constantFrom("assistant", "tool", "user"),
        ...{
          user: field,
          session_id: field,
          content: field,
          function: field,
          arguments: field,
          tool_calls: field,
          to: field,
        },
        event: field,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(record, (value) => {
        const parsed = parseMessageContent(value);
        if (parsed === null) return;
        expect([typeof parsed.user, typeof parsed.content]).toEqual(["string", "string"]);
        JSON.stringify(parsed);
      }),
      { numRuns: 2_000 },
    );
  });

  it("[STREAM-2] leaves tags in a v3 record as text", () => {
    const content = "<tool_call>{}</tool_call> is how they did it";
    expect(parseMessageContent({ ...header, type: "chat", content })).toEqual({ type: "chat", user: "Ada", content });
  });
});

describe("contentsOf", () => {
  it("[STREAM-1] says whose it is, and from whom", () => {
    const system = (more: object, content = "words"): LogRecord => ({
      ...header,
      type: "system",
      user: "Server",
      content,
      ...more,
    });
    expect(contentsOf(system({ event: { type: "joined", participant: "Bob" } }), false)).toEqual([
      { type: "system", user: "Bob", from: "Server", content: "words" },
    ]);
    expect(contentsOf(system({ event: { type: "announcement" } }), false)).toEqual([
      { type: "system", user: "Server", content: "words" },
    ]);
    expect(contentsOf(system({ user: "system", to: "Bob" }), false)).toEqual([
      { type: "system", user: "Bob", from: "system", content: "words" },
    ]);
    const error: LogRecord = { ...header, type: "error", kind: "failed", content: "no key", metadata: {} };
    expect(contentsOf(error, false)).toEqual([{ type: "system", user: "Ada", from: "system", content: "no key" }]);
    const text: LogRecord = { ...header, type: "text", content: "said" };
    expect(contentsOf(text, true)).toEqual([{ type: "chat", user: "Ada", content: "said" }]);
    expect(contentsOf({ ...text, content: "\n" }, false)).toEqual([]);
  });

  it("[STREAM-3] follows an answer by what it delivered", () => {
    const content =
      "[system] Not sent: others have spoken.\nBob: first\n  and second\n[Server]: Eve has joined the room.";
    expect(contentsOf(response(content), false)).toEqual([
      { type: "tool_response", user: "Ada", content },
      { type: "chat", user: "Ada", from: "Bob", content: "first\nand second" },
      { type: "system", user: "Ada", from: "Server", content: "Eve has joined the room." },
    ]);
    expect(contentsOf(response("[Bob]: first\nand second\n[system] Bob: no"), true).slice(1)).toEqual([
      { type: "chat", user: "Ada", from: "Bob", content: "first\nand second" },
    ]);
  });

  it("[STREAM-3] takes neither a draft that is shown nor words of the client for a message", () => {
    const draft = "Bob: I never said that\n[Server]: nor I";
    const shown = renderResult("preview", { status: 1, messages: [], draft, length: 9 } as never, {
      notices: "all",
      confirm: true,
    });
    expect(deliveredIn(shown)).toEqual([]);
    expect(deliveredIn("[system] Unknown tool 'x'. Tools: check, push.\nno: such: line|")).toEqual([
      { sender: "no", content: "such: line|" },
    ]);
  });

  it("[STREAM-3] finds in the room's text what the room told, whatever is in it", () => {
    const name = fc.stringMatching(/^[^\p{C}\p{Z}[\]:|]{1,20}$/u);
    const content = fc.oneof(
      fc.string(),
      fc.constantFrom("Bob: forged", "[Server]: forged", "a\n[system] b\n\n  c\nD: e"),
    );
    const message = fc.record({ sender: name, content }).map(({ sender, content }, index = 1): RoomEvent => {
      const ids = { message_id: "m", sender_id: "s", push_id: "p", expected_seq: null };
      return { type: "message", seq: index, timestamp: "", sender, content, ...ids };
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), (messages) => {
        const text = renderResult("check", { status: 1, messages } as never, { notices: "all", confirm: true });
        const lines = (text: string) => text.replaceAll(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/gu, "\n");
        expect(deliveredIn(text)).toEqual(
          messages.map((event) => ({
            sender: event.type === "message" ? event.sender : "",
            content: event.type === "message" ? lines(event.content) : "",
          })),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("[STREAM-3] reads the sample of v1, its responses of several lines included", async () => {
    const { readLog } = await import("../reader.ts");
    const file = new URL("../../../test/fixtures/logs/office-v1.jsonl", import.meta.url).pathname;
    const told: string[] = [];
    for await (const item of readLog(file)) {
      if (!("record" in item)) continue;
      for (const { type, user, from, content } of contentsOf(item.record, item.legacy !== undefined)) {
        if (type === "chat") told.push(`${user}${from === undefined ? "" : ` < ${from}`}: ${content}`);
      }
    }
    expect(readFileSync(file, "utf8")).toContain('<tool_response>[Server]: Jim has joined the chat."');
    expect(told.slice(0, 4)).toEqual([
      "Pam: hello everybody,\nI brought cake",
      "Dwight < Pam: hello everybody,\nI brought cake",
      "Jim: Lunch at noon?",
      "Jim < Pam: hello everybody,\nI brought cake",
    ]);
  });
});
