import type { RawMessageStreamEvent } from "@anthropic-ai/sdk/resources/messages";
import { describe, expect, it } from "vitest";
import type { ModelEvent } from "../types.ts";
import { AnthropicTranslation } from "./anthropic-translation.ts";

const endpoint = { id: "anthropic/m", model: "m", baseUrl: "https://x", secrets: [], keyNeeded: false };

function translate(...events: object[]): readonly ModelEvent[] {
  const translation = new AnthropicTranslation(endpoint);
  return [...events.flatMap((event) => translation.feed(event as RawMessageStreamEvent)), ...translation.end()];
}

const start = { type: "message_start", message: { usage: { input_tokens: 3 } } };
const block = (index: number, content_block: object) => ({ type: "content_block_start", index, content_block });
const delta = (index: number, piece: object) => ({ type: "content_block_delta", index, delta: piece });
const stop = (index: number) => ({ type: "content_block_stop", index });
const end = (stop_reason: string | null) => [
  { type: "message_delta", delta: { stop_reason }, usage: { output_tokens: 2, input_tokens: null } },
  { type: "message_stop" },
];

describe("Anthropic events", () => {
  it("keep the whole content for the next request: thoughts unseen, signatures, what we do not know", () => {
    const events = translate(
      start,
      block(0, { type: "thinking", thinking: "", signature: "" }),
      delta(0, { type: "signature_delta", signature: "c2ln" }),
      stop(0),
      block(1, { type: "redacted_thinking", data: "xyz" }),
      stop(1),
      block(2, { type: "text", text: "" }),
      stop(2),
      block(3, { type: "tool_use", id: "toolu_1", name: "append", input: {} }),
      delta(3, { type: "input_json_delta", partial_json: "" }),
      delta(3, { type: "input_json_delta", partial_json: '{"text":' }),
      delta(3, { type: "input_json_delta", partial_json: '"a"}' }),
      stop(3),
      ...end("tool_use"),
    );
    expect(events.at(-1)).toMatchObject({
      type: "done",
      finish: "tool_use",
      message: {
        raw: {
          wire: "anthropic",
          body: [
            { type: "thinking", thinking: "", signature: "c2ln" },
            { type: "redacted_thinking", data: "xyz" },
            { type: "tool_use", id: "toolu_1", name: "append", input: { text: "a" } },
          ],
        },
      },
    });
  });

  it("a call without parameters has the arguments {}", () => {
    const events = translate(
      start,
      block(0, { type: "tool_use", id: "t", name: "undo", input: {} }),
      stop(0),
      ...end("tool_use"),
    );
    expect(events.at(-1)).toMatchObject({ message: { tool_calls: [{ call_id: "t", name: "undo", arguments: "{}" }] } });
  });

  it.each(["end_turn", "stop_sequence", "pause_turn"])("%s is an end", (reason) => {
    const events = translate(start, block(0, { type: "text", text: "a" }), stop(0), ...end(reason));
    expect(events.at(-1)).toMatchObject({ type: "done", finish: "end", message: { text: "a" } });
  });

  it("a call that ends in anything but tool_use is not run", () => {
    const events = translate(
      start,
      block(0, { type: "tool_use", id: "t", name: "undo", input: {} }),
      stop(0),
      ...end("end_turn"),
    );
    const done = events.at(-1);
    expect(done).toMatchObject({ type: "done", finish: "end", message: { tool_calls: [] } });
    expect(done?.type === "done" && done.message.raw).toBe(undefined);
  });

  it("a full context window is an error that a new history mends, its tokens counted", () => {
    const events = translate(start, ...end("model_context_window_exceeded"));
    expect(events).toMatchObject([
      { type: "usage", usage: { input: 3, cached: 0, cache_write: 0, output: 2 } },
      { type: "error", error: { kind: "context_full", retryable: false } },
    ]);
  });

  it("a message that stops without a reason has no end", () => {
    expect(translate(start, ...end(null))).toEqual([]);
  });

  it("text on both sides of a call does not run together", () => {
    const events = translate(
      start,
      block(0, { type: "text", text: "One." }),
      stop(0),
      block(1, { type: "text", text: "Two." }),
      stop(1),
      ...end("end_turn"),
    );
    expect(events.at(-1)).toMatchObject({ message: { text: "One.\n\nTwo." } });
    expect(events.filter(({ type }) => type === "text_start" || type === "text_end")).toHaveLength(4);
  });
});
