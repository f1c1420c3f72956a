import { describe, expect, it } from "vitest";
import type { AssistantMessage, HistoryEntry, ModelEvent } from "../types.ts";
import type { ChatChunk, ChatDelta } from "./chat-chunk.ts";
import { ChatTranslation } from "./chat-translation.ts";

const endpoint = { id: "some/m", model: "m", baseUrl: "https://x", secrets: [], keyNeeded: false };
const user: HistoryEntry = { role: "user", text: "hi" };

function translate(chunks: readonly ChatChunk[], history: readonly HistoryEntry[] = [user]): readonly ModelEvent[] {
  const translation = new ChatTranslation(endpoint, history);
  return [...chunks.flatMap((chunk) => translation.feed(chunk)), ...translation.end()];
}

const chunk = (delta: ChatDelta): ChatChunk => ({ choices: [{ delta }] });
const finish = (finish_reason: string): ChatChunk => ({ choices: [{ delta: {}, finish_reason }] });

function messageOf(events: readonly ModelEvent[]): AssistantMessage {
  const done = events.at(-1);
  if (done?.type !== "done") throw new Error(`expected done, got ${JSON.stringify(done)}`);
  return done.message;
}

const bodyOf = (events: readonly ModelEvent[]) => messageOf(events).raw?.body as Record<string, unknown>;
const callsOf = (events: readonly ModelEvent[]) =>
  messageOf(events).tool_calls.map((call) => [call.call_id, call.name, call.arguments]);

describe("Chat Completions calls", () => {
  it("that interleave are put together by index", () => {
    const events = translate([
      chunk({ tool_calls: [{ index: 0, id: "a", function: { name: "append", arguments: "" } }] }),
      chunk({ tool_calls: [{ index: 1, id: "b", function: { name: "push", arguments: "{" } }] }),
      chunk({
        tool_calls: [
          { index: 0, function: { arguments: '{"text":' } },
          { index: 1, function: { arguments: "}" } },
        ],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '"x"}' } }] }),
      finish("tool_calls"),
    ]);
    expect(callsOf(events)).toEqual([
      ["a", "append", '{"text":"x"}'],
      ["b", "push", "{}"],
    ]);
  });

  it("without ids, or with one that was used before, get ids that are unique in the history and the same every time", () => {
    const chunks = [
      chunk({ tool_calls: [{ index: 0, id: "", function: { name: "append", arguments: "{}" } }] }),
      chunk({ tool_calls: [{ index: 1, id: "call_0", function: { name: "push", arguments: "{}" } }] }),
      chunk({ tool_calls: [{ index: 2, id: "new", function: { name: "check", arguments: "{}" } }] }),
      finish("stop"),
    ];
    const before: AssistantMessage = {
      role: "assistant",
      text: "",
      thinking: "",
      tool_calls: [{ call_id: "call_0", name: "push", arguments: "{}" }],
    };
    const history: HistoryEntry[] = [user, before, { role: "tool", results: [{ call_id: "call_0", text: "" }] }];
    const ids = callsOf(translate(chunks, history)).map(([id]) => id);
    expect(ids).toEqual(["call_3_0", "call_3_1", "new"]);
    expect(callsOf(translate(chunks, history)).map(([id]) => id)).toEqual(ids);
    expect(bodyOf(translate(chunks, history))["tool_calls"]).toMatchObject(ids.map((id) => ({ id })));
  });

  it("all numbered 0, or not numbered, are still told apart", () => {
    const call = (id: string, name: string, index?: number) =>
      chunk({ tool_calls: [{ ...(index === undefined ? {} : { index }), id, function: { name, arguments: "{}" } }] });
    expect(callsOf(translate([call("a", "append", 0), call("b", "push", 0), finish("stop")]))).toHaveLength(2);
    expect(callsOf(translate([call("", "append"), call("", "push"), finish("stop")]))).toEqual([
      ["call_1_0", "append", "{}"],
      ["call_1_1", "push", "{}"],
    ]);
  });

  it("whose id and name are repeated with every piece are one call", () => {
    const piece = (text: string) =>
      chunk({ tool_calls: [{ index: 0, id: "a", type: "function", function: { name: "append", arguments: text } }] });
    expect(callsOf(translate([piece('{"text":'), piece('"x"}'), finish("tool_calls")]))).toEqual([
      ["a", "append", '{"text":"x"}'],
    ]);
  });

  it("start when their name is known, and take arguments that come as an object", () => {
    const events = translate([
      chunk({ tool_calls: [{ index: 0, id: "a", function: { arguments: { text: "x" } } }] }),
      chunk({ tool_calls: [{ index: 0, function: { name: "append" } }] }),
      finish("stop"),
    ]);
    expect(events.slice(0, 2)).toEqual([
      { type: "tool_call_start", call_id: "a", name: "append" },
      { type: "tool_call_delta", call_id: "a", text: '{"text":"x"}' },
    ]);
    expect(messageOf(events).tool_calls).toHaveLength(1);
  });

  it("keep what a server hangs on them (Gemini's thought signature)", () => {
    const extra_content = { google: { thought_signature: "s" } };
    const events = translate([
      chunk({ tool_calls: [{ index: 0, id: "a", function: { name: "push", arguments: "{}" }, extra_content }] }),
      finish("tool_calls"),
    ]);
    expect(bodyOf(events)["tool_calls"]).toEqual([
      { id: "a", type: "function", function: { name: "push", arguments: "{}" }, extra_content },
    ]);
  });
});

describe("Chat Completions reasoning", () => {
  it("is read from whichever field it comes in, once", () => {
    const thinking = (delta: ChatDelta) => messageOf(translate([chunk(delta), finish("stop")])).thinking;
    expect(thinking({ reasoning_content: "a" })).toBe("a");
    expect(thinking({ reasoning: "b" })).toBe("b");
    expect(thinking({ reasoning: "c", reasoning_details: [{ type: "reasoning.text", text: "c" }] })).toBe("c");
    expect(thinking({ reasoning_details: [{ type: "reasoning.summary", summary: "d" }] })).toBe("d");
  });

  it("is put together from its pieces to be sent back", () => {
    const events = translate([
      chunk({ reasoning: "th", reasoning_details: [{ type: "reasoning.text", index: 0, format: "f", text: "th" }] }),
      chunk({ reasoning: "ink", reasoning_details: [{ type: "reasoning.text", index: 0, text: "ink" }] }),
      chunk({ reasoning_details: [{ type: "reasoning.text", index: 0, signature: "sig" }] }),
      chunk({ reasoning_details: [{ type: "reasoning.encrypted", index: 1, data: "one" }] }),
      chunk({ reasoning_details: [{ type: "reasoning.encrypted", index: 1, data: "two" }] }),
      chunk({ content: "Hi" }),
      finish("stop"),
    ]);
    expect(bodyOf(events)).toEqual({
      role: "assistant",
      content: "Hi",
      reasoning: "think",
      reasoning_details: [
        { type: "reasoning.text", index: 0, format: "f", text: "think", signature: "sig" },
        { type: "reasoning.encrypted", index: 1, data: "one" },
        { type: "reasoning.encrypted", index: 1, data: "two" },
      ],
    });
  });

  it("is sent back empty with a call, where the server has ever sent reasoning_content", () => {
    const call = chunk({ tool_calls: [{ index: 0, id: "b", function: { name: "push", arguments: "{}" } }] });
    const earlier = messageOf(translate([chunk({ reasoning_content: "a" }), chunk({ content: "x" }), finish("stop")]));
    expect(bodyOf(translate([call, finish("tool_calls")], [user, earlier, user]))["reasoning_content"]).toBe("");
    expect(bodyOf(translate([call, finish("tool_calls")], [user]))).not.toHaveProperty("reasoning_content");
  });
});

describe("Chat Completions ends", () => {
  it("takes the last usage, wherever it stands, with the cost the server tells", () => {
    const usage = { prompt_tokens: 9, prompt_tokens_details: { cached_tokens: 4 }, completion_tokens: 2, cost: 0.0012 };
    const events = translate([
      { choices: [{ delta: { content: "a" }, usage: { prompt_tokens: 9 } }] },
      finish("stop"),
      { choices: [], usage },
    ]);
    expect(events.filter(({ type }) => type === "usage")).toEqual([
      { type: "usage", usage: { input: 9, cached: 4, cache_write: 0, output: 2, cost_usd: 0.0012 } },
    ]);
  });

  it("nothing ends an answer without a finish reason", () => {
    expect(translate([chunk({ content: "a" })]).map(({ type }) => type)).toEqual(["text_start", "text_delta"]);
  });

  it("a finish reason that tells of trouble is an error that can be retried", () => {
    expect(translate([chunk({ content: "a" }), finish("error")]).at(-1)).toMatchObject({
      type: "error",
      error: { kind: "server", retryable: true },
    });
  });

  it("an answer of nothing is an end with empty text", () => {
    expect(bodyOf(translate([finish("stop")]))).toEqual({ role: "assistant", content: "" });
  });
});
