import { describe, expect, it } from "vitest";
import { fakeHost } from "../../test/fakes/cli-host.ts";
import type { Config } from "./config-file.ts";
import type { Env } from "./host.ts";
import { parseModelFlag } from "./option-values.ts";
import { type AgentRequest, resolveAgents } from "./resolve-agents.ts";

const KEYS = { ANTHROPIC_API_KEY: "key-anthropic-1", OPENAI_API_KEY: "key-openai-1" };

interface Given extends Partial<Omit<AgentRequest, "models">> {
  readonly models?: readonly string[];
  readonly env?: Env;
  readonly baseUrl?: string;
  readonly named?: Config["models"];
}

async function resolve({ models = [], env = KEYS, baseUrl, named, ...request }: Given) {
  const base = { cast: [], count: null, personas: [], prices: [], effort: null, usualEffort: null, present: [] };
  return resolveAgents(
    { ...base, ...request, models: models.map(parseModelFlag) },
    { env, baseUrl: baseUrl ?? null, named: named ?? {}, probe: fakeHost().probe },
  );
}

const castOf = async (given: Given) =>
  (await resolve(given)).agents.map(({ name, displayModel }) => `${name}=${displayModel}`);

describe("who takes part in a room where others are", () => {
  it("[VENUE-2] is called like nobody there", async () => {
    expect(await castOf({ models: ["openai/gpt-6-sol", "openai/gpt-6-sol"], present: ["GPT", "Ada"] })).toEqual([
      "GPT2=openai/gpt-6-sol",
      "GPT3=openai/gpt-6-sol",
    ]);
  });

  it("[VENUE-2] and a name that was asked for and is taken is said so", async () => {
    await expect(resolve({ models: ["ADA=openai/gpt-6-sol"], present: ["Ada"] })).rejects.toThrow(
      '"Ada" is in the room already; give your agent another name than "ADA"',
    );
  });
});

describe("who takes part", () => {
  it("is one agent for each model, named after it", async () => {
    expect(await castOf({ models: ["anthropic/claude-opus-5-5", "openai/gpt-6-sol", "ollama/llama3.3:70b"] })).toEqual([
      "Claude=anthropic/claude-opus-5-5",
      "GPT=openai/gpt-6-sol",
      "Llama=ollama/llama3.3:70b",
    ]);
  });

  it("numbers those of one name, and keeps clear of names that were given", async () => {
    expect(await castOf({ models: ["demo/x", "claude=demo/y", "anthropic/a", "anthropic/b"] })).toEqual([
      "X=demo/x",
      "claude=demo/y",
      "A=anthropic/a",
      "B=anthropic/b",
    ]);
    expect(await castOf({ models: ["Claude=demo/y", "anthropic/claude-1", "anthropic/claude-2"] })).toEqual([
      "Claude=demo/y",
      "Claude2=anthropic/claude-1",
      "Claude3=anthropic/claude-2",
    ]);
  });

  it("deals the models to --agents in turn", async () => {
    expect(await castOf({ models: ["demo/a", "Zed=demo/b"], count: 4 })).toEqual([
      "A=demo/a",
      "Zed=demo/b",
      "A2=demo/a",
      "B=demo/b",
    ]);
    await expect(resolve({ models: ["demo/a", "demo/b", "demo/c"], count: 2 })).rejects.toThrow(
      "--agents 2 is fewer than the 3 models",
    );
  });

  it("is two of a single model, unless one is asked for", async () => {
    const { agents, why } = await resolve({ models: ["demo/a"] });
    expect(agents.map(({ name }) => name)).toEqual(["A", "A2"]);
    expect(why).toEqual(["One model is given, so two agents of demo/a talk (--agents N for more)."]);
    expect(await castOf({ models: ["demo/a"], count: 1 })).toEqual(["A=demo/a"]);
  });

  it("is the demo's cast where nothing is named and nothing is there", async () => {
    expect(await castOf({ env: {} })).toEqual(["Ada=demo/ada", "Boole=demo/boole", "Curie=demo/curie"]);
  });

  it("is those who are given a persona, where no model is named", async () => {
    const { agents } = await resolve({
      env: {},
      personas: [
        ["Jim", "Jokes."],
        ["Dwight", "Farms."],
      ],
    });
    expect(agents.map(({ name, persona, displayModel }) => [name, persona, displayModel])).toEqual([
      ["Jim", "Jokes.", "demo/ada"],
      ["Dwight", "Farms.", "demo/boole"],
    ]);
  });

  it("gives a persona to the agent of that name, and knows nobody else", async () => {
    const { agents } = await resolve({ models: ["demo/ada", "demo/bob"], personas: [["ada", "Exact."]] });
    expect(agents.map(({ persona }) => persona)).toEqual(["Exact.", null]);
    await expect(resolve({ models: ["demo/ada", "demo/bob"], personas: [["Adda", "x"]] })).rejects.toThrow(
      '--persona: no agent is called "Adda"; did you mean "Ada"?',
    );
  });

  it("refuses names that read the same, and names that cannot be", async () => {
    await expect(resolve({ models: ["Ada=demo/a", "ada=demo/b"] })).rejects.toThrow(
      'two agents would be called "Ada" and "ada"',
    );
    await expect(resolve({ models: ["Server=demo/a", "demo/b"] })).rejects.toThrow("reserved");
    await expect(resolve({ models: ["a[b]=demo/a", "demo/b"] })).rejects.toThrow("cannot be a name");
  });

  it("derives a name even from a model whose name cannot be one", async () => {
    expect(await castOf({ models: ["demo/[x]", "demo/system"] })).toEqual(["Agent=demo/[x]", "Agent2=demo/system"]);
  });
});

describe("a scenario's cast", () => {
  const cast = [
    { name: "Pro", model: "demo/pro", knowledge: "A secret.", goal: "Win." },
    { name: "Contra", model: "demo/contra" },
    { name: "Host" },
  ];

  it("keeps its models, and those without one get what is there", async () => {
    expect(await castOf({ cast, env: { OPENAI_API_KEY: "key-openai-1" } })).toEqual([
      "Pro=demo/pro",
      "Contra=demo/contra",
      "Host=openai/gpt-6-sol",
    ]);
  });

  it("gives way to --model: by name to that agent, without a name to all others in turn", async () => {
    expect(await castOf({ cast, models: ["Contra=openai/gpt-6-sol", "anthropic/x", "anthropic/y"] })).toEqual([
      "Pro=anthropic/x",
      "Contra=openai/gpt-6-sol",
      "Host=anthropic/y",
    ]);
  });

  it("is joined by a named model it does not know", async () => {
    expect(await castOf({ cast: cast.slice(0, 2), models: ["Zed=demo/z"] })).toEqual([
      "Pro=demo/pro",
      "Contra=demo/contra",
      "Zed=demo/z",
    ]);
  });

  it("keeps what each knows and wants, and lets --persona win", async () => {
    const { agents } = await resolve({ cast, models: ["demo/all"], personas: [["Pro", "Mild."]] });
    expect(agents[0]).toMatchObject({ name: "Pro", knowledge: "A secret.", goal: "Win.", persona: "Mild." });
    expect(agents[1]).toMatchObject({ knowledge: null, goal: null, persona: null });
  });

  it("does not go with another number of agents", async () => {
    await expect(resolve({ cast, count: 5 })).rejects.toThrow("the file names 3 agents; leave --agents out");
  });
});

describe("effort, price and server", () => {
  const effortsOf = async (given: Given) =>
    (await resolve(given)).agents.map(({ provider }) => (provider.wire === "demo" ? null : provider.effort));

  it("takes the effort of the flag, else of the agent, else of the config's model, else the usual one", async () => {
    const cast = [
      { name: "A", model: "openai/x", reasoning: "low" as const },
      { name: "B", model: "mine" },
      { name: "C", model: "openai/x" },
      { name: "D", model: "demo/d" },
    ];
    const named = { mine: { provider: "openai", model: "y", reasoning: "medium" as const } };
    expect(await effortsOf({ cast, named, usualEffort: "high" })).toEqual(["low", "medium", "high", null]);
    expect(await effortsOf({ cast, named, usualEffort: "high", effort: "max" })).toEqual(["max", "max", "max", null]);
  });

  it("gives a price to every agent of that model, however it is called", async () => {
    const price = { input: 1, output: 2 };
    const { agents } = await resolve({
      models: ["openai/gpt-x", "openai/gpt-x", "anthropic/y"],
      prices: [["gpt-x", price]],
    });
    expect(agents.map((agent) => agent.price)).toEqual([price, price, null]);
    await expect(resolve({ models: ["openai/gpt-x", "demo/y"], prices: [["openai/gpt-z", price]] })).rejects.toThrow(
      '--price: no agent runs on "openai/gpt-z"; did you mean "openai/gpt-x"?',
    );
  });

  it("refuses a --base-url that nobody would use", async () => {
    const baseUrl = "http://box:8000/v1";
    expect(await castOf({ baseUrl, models: ["qwen4", "openai/gpt-6-sol"] })).toEqual([
      "Qwen=qwen4",
      "GPT=openai/gpt-6-sol",
    ]);
    await expect(resolve({ baseUrl, models: ["openai/gpt-6-sol"] })).rejects.toThrow(
      '--base-url is not used: "openai/gpt-6-sol" names a provider of its own',
    );
  });

  it("says once why a vendor is asked through OpenRouter", async () => {
    const { why } = await resolve({
      env: { OPENROUTER_API_KEY: "key-openrouter" },
      models: ["xai/grok-4.6", "xai/grok-4.6"],
    });
    expect(why).toEqual(["XAI_API_KEY is not set, so xai/grok-4.6 is asked through OpenRouter (x-ai/grok-4.6)."]);
  });
});
