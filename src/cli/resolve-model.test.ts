import { describe, expect, it } from "vitest";
import type { Env } from "./host.ts";
import { type ModelContext, resolveModel } from "./resolve-model.ts";

const KEY = "sk-very-secret-0123456789";
const resolve = (spec: string, env: Env = {}, more: Partial<ModelContext> = {}) =>
  resolveModel(spec, { env, baseUrl: null, named: {}, ...more });
const connection = (...args: Parameters<typeof resolve>) => {
  const { provider } = resolve(...args);
  if (provider.wire === "demo") throw new Error("a demo has no connection");
  return { ...provider, apiKey: provider.apiKey?.() ?? null };
};

describe("resolveModel", () => {
  it("takes a vendor's address and key", () => {
    const { provider, displayModel, note } = resolve("anthropic/claude-opus-5-5", { ANTHROPIC_API_KEY: KEY });
    expect(provider).toMatchObject({
      wire: "anthropic",
      vendor: "anthropic",
      model: "claude-opus-5-5",
      baseUrl: "https://api.anthropic.com",
    });
    expect([displayModel, note]).toEqual(["anthropic/claude-opus-5-5", null]);
    expect(connection("openai/gpt-6-sol", { OPENAI_API_KEY: ` ${KEY}\n` })).toMatchObject({
      wire: "responses",
      apiKey: KEY,
    });
  });

  it("keeps slashes and anything else in a model's name", () => {
    const env = { GROQ_API_KEY: KEY, OPENROUTER_API_KEY: KEY };
    expect(connection("groq/openai/gpt-oss-120b", env).model).toBe("openai/gpt-oss-120b");
    expect(connection("openrouter/x/y:free", env)).toMatchObject({
      model: "x/y:free",
      headers: { "X-Title": "llm-chat" },
    });
  });

  it("takes the vendor's usual model where only the vendor is named", () => {
    expect(resolve("openai", { OPENAI_API_KEY: KEY }).displayModel).toBe("openai/gpt-6-sol");
    expect(() => resolve("ollama")).toThrow("write ollama/MODEL");
  });

  it("falls back to OpenRouter where the vendor's key is missing, and says so", () => {
    const { provider, displayModel, note } = resolve("anthropic/claude-opus-5-5", { OPENROUTER_API_KEY: KEY });
    expect(provider).toMatchObject({
      vendor: "openrouter",
      wire: "chat-completions",
      model: "anthropic/claude-opus-5.5",
    });
    expect(displayModel).toBe("openrouter/anthropic/claude-opus-5.5");
    expect(note).toBe(
      "ANTHROPIC_API_KEY is not set, so anthropic/claude-opus-5-5 is asked through OpenRouter (anthropic/claude-opus-5.5).",
    );
  });

  it("names the variables to set where there is no key at all", () => {
    expect(() => resolve("google/gemini-3.8-flash", { GEMINI_API_KEY: "  " })).toThrow(
      "google/gemini-3.8-flash needs a key: set GEMINI_API_KEY or GOOGLE_API_KEY or OPENROUTER_API_KEY, or put it in a file and pass --env-file FILE",
    );
    expect(() => resolve("groq/x", { OPENROUTER_API_KEY: KEY })).toThrow("groq/x needs a key: set GROQ_API_KEY, or");
  });

  it("refuses a key that would only fail inside the HTTP library, without showing it", () => {
    const broken = () => resolve("openai/x", { OPENAI_API_KEY: "sk-half\nsecret" });
    expect(broken).toThrow("OPENAI_API_KEY holds a character that no key has");
    expect(broken).not.toThrow("half");
  });

  it("shows no key to those who print the result", () => {
    const { provider } = resolve("openai/x", { OPENAI_API_KEY: KEY });
    expect(JSON.stringify(provider)).not.toContain(KEY);
  });

  it("asks local servers without a key, where their variables say they are", () => {
    expect(connection("ollama/llama3.3")).toMatchObject({ baseUrl: "http://127.0.0.1:11434/v1", apiKey: null });
    expect(connection("ollama/llama3.3", { OLLAMA_HOST: "0.0.0.0:9999" }).baseUrl).toBe("http://127.0.0.1:9999/v1");
    expect(connection("lmstudio/a/b", { LMSTUDIO_BASE_URL: "http://box:1/v1/" })).toMatchObject({
      model: "a/b",
      baseUrl: "http://box:1/v1",
    });
  });

  it("honours a vendor's base URL, and needs no key for one on this machine", () => {
    expect(connection("openai/x", { OPENAI_BASE_URL: "http://127.0.0.1:4000/v1" })).toMatchObject({
      baseUrl: "http://127.0.0.1:4000/v1",
      apiKey: null,
      wire: "responses",
    });
    expect(connection("anthropic/x", { ANTHROPIC_BASE_URL: "http://localhost:4000/v1" }).baseUrl).toBe(
      "http://localhost:4000",
    );
    expect(() => resolve("openai/x", { OPENAI_BASE_URL: "https://proxy.example/v1" })).toThrow("needs a key");
    expect(() => resolve("openai/x", { OPENAI_BASE_URL: "file:///etc/passwd" })).toThrow("OPENAI_BASE_URL");
  });

  it("asks the server of --base-url for every model of no known vendor, and sends it no vendor's key", () => {
    const env = { OPENAI_API_KEY: KEY, LLM_CHAT_API_KEY: "my-own-servers-key" };
    const server = { baseUrl: "http://box:8000/v1" };
    expect(connection("qwen4", env, server)).toMatchObject({
      vendor: "custom",
      model: "qwen4",
      apiKey: "my-own-servers-key",
    });
    expect(connection("some/model", { OPENAI_API_KEY: KEY }, server)).toMatchObject({
      model: "some/model",
      apiKey: null,
    });
    expect(connection("custom/openai/gpt-oss-20b", {}, server)).toMatchObject({
      vendor: "custom",
      model: "openai/gpt-oss-20b",
    });
    expect(connection("openai/x", env, server).vendor).toBe("openai");
    expect(() => resolve("custom/x")).toThrow("--base-url");
  });

  it("takes any name of the demo", () => {
    expect(resolve("demo/whoever")).toMatchObject({
      provider: { wire: "demo", model: "whoever" },
      displayModel: "demo/whoever",
    });
  });

  it("helps with a name it does not know", () => {
    expect(() => resolve("antropic/claude")).toThrow('unknown model "antropic/claude"; did you mean "anthropic"?');
    expect(() => resolve("claude-opus-5-5")).toThrow(
      'model "claude-opus-5-5" names no provider; write anthropic/claude-opus-5-5',
    );
    expect(() => resolve("zzzzzz/x")).toThrow("or give its server with --base-url");
    expect(() => resolve("fst", {}, { named: { fast: { model: "x", provider: "openai" } } })).toThrow(
      'did you mean "fast"?',
    );
  });
});

describe("resolveModel with models of the config file", () => {
  it("takes provider, effort, price and context window from there", () => {
    const named = {
      fast: {
        provider: "openai",
        model: "gpt-6-luna",
        reasoning: "low",
        price: { input: 1, output: 2 },
        context_window: 9000,
      },
    } as const;
    expect(resolve("fast", { OPENAI_API_KEY: KEY }, { named })).toMatchObject({
      provider: { wire: "responses", model: "gpt-6-luna", effort: "low" },
      displayModel: "fast",
      price: { input: 1, output: 2 },
      contextWindow: 9000,
    });
  });

  it("sends a vendor's key to another address only where the config names its variable", () => {
    const mine = { provider: "openai", model: "x", base_url: "https://proxy.example/v1" };
    const env = { OPENAI_API_KEY: KEY };
    expect(connection("mine", env, { named: { mine } })).toMatchObject({
      baseUrl: "https://proxy.example/v1",
      apiKey: null,
    });
    expect(connection("mine", env, { named: { mine: { ...mine, key_env: "OPENAI_API_KEY" } } }).apiKey).toBe(KEY);
  });

  it("says which variable is not set", () => {
    const named = { mine: { model: "x", base_url: "http://box/v1", key_env: "BOX_KEY" } };
    expect(() => resolve("mine", {}, { named })).toThrow(
      'model "mine" of the config file takes its key from BOX_KEY, which is not set',
    );
  });

  it("is not misled by names that every object has", () => {
    expect(() => resolve("constructor")).toThrow('unknown model "constructor"');
  });
});
