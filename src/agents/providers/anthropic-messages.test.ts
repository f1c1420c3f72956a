import { describe, expect, it } from "vitest";
import { anthropicMessages, anthropicSystem, anthropicTools, thinksAdaptively } from "./anthropic-messages.ts";

describe("Anthropic messages", () => {
  it("puts all results of a turn into one user message", () => {
    const results = [
      { call_id: "toolu_1", text: "a" },
      { call_id: "toolu_2", text: "b" },
    ];
    expect(anthropicMessages([{ role: "tool", results }])).toEqual([
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "toolu_1", content: "a" },
          { type: "tool_result", tool_use_id: "toolu_2", content: "b" },
        ],
      },
    ]);
  });

  it("sends its own content back as it came", () => {
    const body = [
      { type: "thinking", thinking: "", signature: "c2ln" },
      { type: "tool_use", id: "toolu_1", name: "push", input: {} },
    ];
    const calls = [{ call_id: "toolu_1", name: "push", arguments: "{}" }];
    const entry = {
      role: "assistant",
      text: "",
      thinking: "",
      tool_calls: calls,
      raw: { wire: "anthropic", body },
    } as const;
    expect(anthropicMessages([entry])[0]?.content).toBe(body);
  });

  it("gives ids of other vendors the same allowed form in call and result", () => {
    const messages = anthropicMessages([
      { role: "assistant", text: "", thinking: "", tool_calls: [{ call_id: "a:b.c", name: "push", arguments: "" }] },
      { role: "tool", results: [{ call_id: "a:b.c", text: "ok" }] },
    ]);
    expect(messages).toMatchObject([
      { content: [{ type: "tool_use", id: "a_b_c", input: {} }] },
      { content: [{ type: "tool_result", tool_use_id: "a_b_c" }] },
    ]);
  });

  it("leaves out a turn in which nothing was said: the API takes no empty content", () => {
    expect(anthropicMessages([{ role: "assistant", text: " \n", thinking: "hm", tool_calls: [] }])).toEqual([]);
  });

  it("sends half of a surrogate pair as something the API can read", () => {
    expect(anthropicMessages([{ role: "user", text: "cut \ud83d" }])).toEqual([
      { role: "user", content: "cut \ufffd" },
    ]);
  });

  it("marks the system prompt for the cache, and no message", () => {
    const request = { system: "S", tools: [], history: [], max_output_tokens: 1, cache_key: "k" };
    expect(anthropicSystem(request)).toEqual([{ type: "text", text: "S", cache_control: { type: "ephemeral" } }]);
    expect(anthropicTools(request)).toEqual([]);
  });
});

describe("thinksAdaptively", () => {
  it.each([
    "claude-opus-4-6",
    "claude-sonnet-4-6",
    "claude-opus-4-8",
    "claude-opus-5-5",
    "claude-haiku-5-5-20260901",
    "claude-fable-5",
    "claude-mythos-preview",
    "anthropic/claude-opus-4.7",
    "claude-zephyr-12-1",
  ])("%s does", (model) => expect(thinksAdaptively(model)).toBe(true));

  it.each([
    "claude-3-5-sonnet-20241022",
    "claude-3-haiku-20240307",
    "claude-2.1",
    "claude-instant-1.2",
    "claude-sonnet-4-20250514",
    "claude-opus-4-1-20250805",
    "claude-opus-4-5",
    "claude-haiku-4-5-20251001",
    "claude-sonnet-4.5",
    "glm-4.6",
  ])("%s does not", (model) => expect(thinksAdaptively(model)).toBe(false));
});
