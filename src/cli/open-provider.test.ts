import { describe, expect, it } from "vitest";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import type { Env } from "./host.ts";
import { openProvider } from "./open-provider.ts";
import { resolveModel } from "./resolve-model.ts";
import type { ResolvedAgent } from "./run-plan.ts";

const KEY = "key-0123456789";

/** The first request that a model of this name makes, to a server that refuses it. */
async function firstRequest(spec: string, env: Env, baseUrl: string | null = null) {
  const { provider, displayModel, price, contextWindow } = resolveModel(spec, { env, baseUrl, named: {} });
  const about = { persona: null, knowledge: null, goal: null };
  const agent: ResolvedAgent = { name: "Ada", provider, displayModel, price, contextWindow, ...about };
  const requests: Request[] = [];
  const opened = await openProvider(agent, {
    clock: new ManualClock(),
    fetch: (input, init) => {
      requests.push(new Request(input, init));
      return Promise.resolve(Response.json({ error: { message: "no" } }, { status: 401 }));
    },
    seed: 1,
    speed: 1,
    topic: "Tea",
  });
  const request = {
    system: "s",
    tools: [],
    history: [{ role: "user" as const, text: "hi" }],
    max_output_tokens: 100,
    cache_key: "k",
  };
  const events: { type: string }[] = [];
  for await (const event of opened.stream(request, new AbortController().signal)) events.push(event);
  return { id: opened.id, request: requests[0], last: events.at(-1) };
}

describe("openProvider", () => {
  it.each([
    ["openai/gpt-x", { OPENAI_API_KEY: KEY }, "https://api.openai.com/v1/responses"],
    ["anthropic/claude-x", { ANTHROPIC_API_KEY: KEY }, "https://api.anthropic.com/v1/messages"],
    ["groq/x", { GROQ_API_KEY: KEY }, "https://api.groq.com/openai/v1/chat/completions"],
    ["google/x", { GEMINI_API_KEY: KEY }, "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions"],
  ])("%s is asked at the vendor's address with the vendor's key", async (spec, env, url) => {
    const { id, request, last } = await firstRequest(spec, env);
    expect([id, request?.url]).toEqual([spec, url]);
    expect(request?.headers.get("authorization")).toContain(KEY);
    expect(last).toMatchObject({ type: "error", error: { kind: "auth" } });
    expect(JSON.stringify(last)).not.toContain(KEY);
  });

  it("sends no vendor's key to the server of --base-url, and none at all to one's own", async () => {
    const env = { OPENAI_API_KEY: KEY, OPENROUTER_API_KEY: KEY };
    const custom = await firstRequest("qwen4", env, "http://box:8000/v1");
    expect(custom.request?.url).toBe("http://box:8000/v1/chat/completions");
    expect(JSON.stringify([...(custom.request?.headers ?? [])])).not.toContain(KEY);
    const ollama = await firstRequest("ollama/x", env);
    expect(JSON.stringify([...(ollama.request?.headers ?? [])])).not.toContain(KEY);
  });
});
