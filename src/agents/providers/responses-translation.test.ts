import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import type { ModelEvent, ModelRequest } from "../types.ts";
import { createResponsesProvider } from "./responses.ts";
import { reasons } from "./responses-messages.ts";
import { ResponsesTranslation } from "./responses-translation.ts";

const endpoint = { id: "openai/m", model: "m", baseUrl: "https://x", secrets: [], keyNeeded: false };

function translate(...events: object[]): readonly ModelEvent[] {
  const translation = new ResponsesTranslation(endpoint);
  return [...events.flatMap((event) => translation.feed(event as ResponseStreamEvent)), ...translation.end()];
}

const call = { type: "function_call", id: "fc_1", call_id: "call_1", name: "append", arguments: '{"text":"x"}' };

describe("Responses events", () => {
  it("a server that sends arguments and items only when they are whole is understood", () => {
    const events = translate(
      { type: "response.output_item.done", output_index: 0, item: call },
      { type: "response.completed", response: { output: [] } },
    );
    expect(events.at(-1)).toMatchObject({
      finish: "tool_use",
      message: {
        tool_calls: [{ call_id: "call_1", name: "append", arguments: '{"text":"x"}' }],
        raw: { body: [call] },
      },
    });
  });

  it("response.failed is an error of the kind its code says, its tokens counted", () => {
    const usage = { input_tokens: 5, output_tokens: 1 };
    const error = { code: "rate_limit_exceeded", message: "Slow down" };
    expect(translate({ type: "response.failed", response: { error, usage } })).toMatchObject([
      { type: "usage", usage: { input: 5, cached: 0, cache_write: 0, output: 1 } },
      { type: "error", error: { kind: "rate_limit", retryable: true } },
    ]);
  });

  it("a refusal in the stream is text, and the finish says so", () => {
    const events = translate(
      { type: "response.refusal.delta", output_index: 0, delta: "I cannot." },
      { type: "response.completed", response: { output: [] } },
    );
    expect(events.at(-1)).toMatchObject({ finish: "refusal", message: { text: "I cannot." } });
  });

  it("two summaries of thinking do not run together", () => {
    const part = { type: "response.reasoning_summary_part.added", output_index: 0 };
    const said = (delta: string) => ({ type: "response.reasoning_summary_text.delta", output_index: 0, delta });
    const events = translate(part, said("One."), part, said("Two."), {
      type: "response.completed",
      response: { output: [] },
    });
    expect(events.at(-1)).toMatchObject({ message: { thinking: "One.\n\nTwo." } });
  });
});

describe("what OpenAI is sent", () => {
  const request: ModelRequest = {
    system: "S",
    tools: [{ name: "push", description: "Sends.", parameters: { type: "object", properties: {} } }],
    history: [{ role: "user", text: "hi" }],
    max_output_tokens: 1,
    cache_key: "room/Ann",
  };

  async function bodies(model: string, refuse: (body: Record<string, unknown>) => object | undefined) {
    const sent: Record<string, unknown>[] = [];
    const fetch: typeof globalThis.fetch = async (_url, init) => {
      const body = JSON.parse(init?.body as string) as Record<string, unknown>;
      sent.push(body);
      const error = refuse(body);
      if (error) return new Response(JSON.stringify({ error }), { status: 400 });
      const done = `data: ${JSON.stringify({ type: "response.completed", response: { output: [] } })}\n\n`;
      return new Response(done, { headers: { "content-type": "text/event-stream" } });
    };
    const provider = createResponsesProvider({
      id: `openai/${model}`,
      model,
      apiKey: "k".repeat(20),
      clock: new ManualClock(),
      fetch,
    });
    const ends: string[] = [];
    for (let round = 0; round < 2; round++)
      for await (const event of provider.stream(request, new AbortController().signal)) ends.push(event.type);
    return { sent, ends };
  }

  it("nothing is stored there, the reasoning comes along encrypted, and one agent keeps to one cache", async () => {
    const { sent } = await bodies("gpt-6-sol", () => undefined);
    expect(sent[0]).toMatchObject({
      store: false,
      include: ["reasoning.encrypted_content"],
      reasoning: { summary: "auto" },
      prompt_cache_key: "room/Ann",
      instructions: "S",
      max_output_tokens: 16,
      tools: [{ type: "function", name: "push", strict: false }],
    });
  });

  it("an organisation that may not see summaries goes on without them", async () => {
    const refused = (body: Record<string, unknown>) =>
      (body["reasoning"] as { summary?: string }).summary
        ? { message: "must be verified", param: "reasoning.summary", code: "unsupported_value" }
        : undefined;
    const { sent, ends } = await bodies("gpt-6-sol", refused);
    expect(ends).toEqual(["done", "done"]);
    expect(sent).toHaveLength(3);
  });

  it("a model from before reasoning is sent no word of it", async () => {
    const { sent } = await bodies("gpt-4.1-mini", () => undefined);
    expect(sent[0]).not.toHaveProperty("reasoning");
    expect(sent[0]).not.toHaveProperty("include");
    expect(["gpt-4o", "gpt-3.5-turbo", "ft:gpt-4o-mini:me"].some(reasons)).toBe(false);
    expect(["o3", "gpt-5.4", "gpt-6-astra", "something-new"].every(reasons)).toBe(true);
  });
});
