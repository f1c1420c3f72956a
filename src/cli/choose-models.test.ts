import { describe, expect, it } from "vitest";
import { fakeHost } from "../../test/fakes/cli-host.ts";
import { chooseModels } from "./choose-models.ts";
import type { Env } from "./host.ts";

const TAGS = "http://127.0.0.1:11434/api/tags";
const KEY = "a-key-0123456789";
const choose = (
  count: number | null,
  env: Env = {},
  servers: Record<string, unknown> = {},
  baseUrl: string | null = null,
) => chooseModels(count, { env, baseUrl, probe: fakeHost({ servers }).probe });

describe("chooseModels", () => {
  it("takes one agent of each vendor whose key is set", async () => {
    const env = { OPENAI_API_KEY: KEY, ANTHROPIC_API_KEY: KEY, GEMINI_API_KEY: KEY };
    const { specs, why } = await choose(null, env);
    expect(specs).toEqual(["anthropic/claude-opus-5-5", "openai/gpt-6-sol", "google/gemini-3.8-flash"]);
    expect(why).toBe(
      "No model is named; ANTHROPIC_API_KEY, OPENAI_API_KEY and GEMINI_API_KEY are set, so: anthropic/claude-opus-5-5, openai/gpt-6-sol and google/gemini-3.8-flash.",
    );
    expect(why).not.toContain(KEY);
  });

  it("repeats them until there are enough to talk", async () => {
    expect((await choose(null, { OPENAI_API_KEY: KEY })).specs).toEqual(Array(3).fill("openai/gpt-6-sol"));
    expect((await choose(2, { OPENAI_API_KEY: KEY })).specs).toHaveLength(2);
  });

  it("lets OpenRouter bring the families whose own keys are missing", async () => {
    expect((await choose(null, { OPENROUTER_API_KEY: KEY })).specs.map((spec) => spec.split("/")[1])).toEqual([
      "anthropic",
      "openai",
      "google",
    ]);
    const both = await choose(null, { OPENROUTER_API_KEY: KEY, OPENAI_API_KEY: KEY });
    expect(both.specs).toEqual([
      "openai/gpt-6-sol",
      "openrouter/anthropic/claude-opus-5.5",
      "openrouter/google/gemini-3.5-flash",
    ]);
  });

  it("takes a local Ollama that answers where no key is set, but not one of its embedding models", async () => {
    const tags = { models: [{ name: "nomic-embed-text" }, { name: "llama3.3:latest" }] };
    const { specs, why } = await choose(null, {}, { [TAGS]: tags });
    expect(specs).toEqual(Array(3).fill("ollama/llama3.3:latest"));
    expect(why).toBe(
      "No API key is set, and Ollama answers at http://127.0.0.1:11434/v1: agents of ollama/llama3.3:latest.",
    );
  });

  it("asks Ollama where OLLAMA_HOST says it is", async () => {
    const { specs } = await choose(
      2,
      { OLLAMA_HOST: "box:5" },
      { "http://box:5/api/tags": { models: [{ name: "m" }] } },
    );
    expect(specs).toEqual(["ollama/m", "ollama/m"]);
  });

  it.each([[null], [{}], [{ models: "x" }], [{ models: [] }], [{ models: [null, { name: 5 }, { name: "" }] }]])(
    "takes the demo where Ollama answers %j",
    async (answer) => {
      const { specs, why } = await choose(null, {}, { [TAGS]: answer });
      expect(specs).toEqual(["demo/ada", "demo/boole", "demo/curie"]);
      expect(why).toContain("demo agents talk (no key, no network)");
    },
  );

  it("has a cast of any size for the demo", async () => {
    expect((await choose(10)).specs).toHaveLength(10);
  });

  it("asks the server of --base-url what it has", async () => {
    const url = "http://box:8000/v1";
    const { specs } = await choose(2, { OPENAI_API_KEY: KEY }, { [`${url}/models`]: { data: [{ id: "qwen4" }] } }, url);
    expect(specs).toEqual(["custom/qwen4", "custom/qwen4"]);
    await expect(choose(2, {}, {}, url)).rejects.toThrow("name one with --model MODEL");
  });
});
