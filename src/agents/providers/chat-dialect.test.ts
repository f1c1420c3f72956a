import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import type { ModelRequest } from "../types.ts";
import { createChatCompletionsProvider } from "./chat-completions.ts";

const request: ModelRequest = {
  system: "",
  tools: [],
  history: [{ role: "user", text: "hi" }],
  max_output_tokens: 64,
  cache_key: "k",
};

/** What a server of this URL is sent, and what is told when it refuses. */
async function sentTo(
  baseUrl: string,
  options: { apiKey?: string; effort?: string; headers?: Record<string, string> } = {},
) {
  let body: Record<string, unknown> = {};
  let headers = new Headers();
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    body = JSON.parse(init?.body as string) as Record<string, unknown>;
    headers = new Headers(init?.headers);
    return new Response(JSON.stringify({ error: { message: `no ${Object.values(options.headers ?? {}).join()}` } }), {
      status: 401,
    });
  };
  const provider = createChatCompletionsProvider({
    id: "x/m",
    model: "m",
    baseUrl,
    clock: new ManualClock(),
    fetch,
    ...options,
  });
  let message = "";
  for await (const event of provider.stream(request, new AbortController().signal))
    if (event.type === "error") message = event.error.message;
  return { body, headers, message };
}

describe("what a Chat Completions server is sent", () => {
  it("only OpenRouter is asked for the cost, and told the effort in its own way", async () => {
    const router = await sentTo("https://openrouter.ai/api/v1", { apiKey: "a-key-of-mine", effort: "low" });
    expect(router.body).toMatchObject({ usage: { include: true }, reasoning: { effort: "low" }, max_tokens: 64 });
    expect(router.message).toContain("OPENROUTER_API_KEY");
    const local = await sentTo("http://localhost:11434/v1", { effort: "low" });
    expect(local.body).toMatchObject({
      reasoning_effort: "low",
      max_tokens: 64,
      stream_options: { include_usage: true },
    });
    expect(local.body).not.toHaveProperty("usage");
    expect(local.body).not.toHaveProperty("reasoning");
  });

  it("OpenAI's own server gets the newer name of the limit", async () => {
    const { body } = await sentTo("https://api.openai.com/v1", { apiKey: "a-key-of-mine" });
    expect(body).toHaveProperty("max_completion_tokens", 64);
    expect(body).not.toHaveProperty("max_tokens");
  });

  it("a server without a key gets no Authorization, and a secret in a header is not shown", async () => {
    const { headers, message } = await sentTo("http://localhost:1/v1", { headers: { "x-api-key": "a-secret-header" } });
    expect(headers.get("authorization")).toBeNull();
    expect(headers.get("x-api-key")).toBe("a-secret-header");
    expect(message).not.toContain("a-secret-header");
  });
});
