import { describe, expect, it } from "vitest";
import { findVendor, guessVendor, OPENROUTER_TRIO, openrouterSlug, VENDORS } from "./catalog.ts";

const slugOf = (vendor: string, model: string) => {
  const found = findVendor(vendor);
  return found && openrouterSlug(found, model);
};

describe("catalog", () => {
  it("finds a vendor by its id and by what else people call it, in any case", () => {
    expect(findVendor("Anthropic")?.id).toBe("anthropic");
    expect(findVendor("gemini")?.id).toBe("google");
    expect(findVendor("x-ai")?.id).toBe("xai");
    expect(findVendor("constructor")).toBeNull();
  });

  it("speaks Responses to OpenAI, Messages to Anthropic, Chat Completions to everybody else", () => {
    expect(Object.fromEntries(VENDORS.map(({ id, wire }) => [id, wire]))).toMatchObject({
      openai: "responses",
      anthropic: "anthropic",
    });
    const others = VENDORS.filter(({ id }) => id !== "openai" && id !== "anthropic");
    expect(new Set(others.map(({ wire }) => wire))).toEqual(new Set(["chat-completions"]));
  });

  it("asks for a key everywhere but on one's own machine", () => {
    for (const { local, keyEnv, baseUrl } of VENDORS) {
      expect(keyEnv.length === 0).toBe(local);
      expect(baseUrl.startsWith(local ? "http://127.0.0.1:" : "https://")).toBe(true);
    }
  });

  it("writes a model as OpenRouter calls it", () => {
    expect(slugOf("anthropic", "claude-opus-5-5")).toBe("anthropic/claude-opus-5.5");
    expect(slugOf("anthropic", "claude-haiku-4-5-20251001")).toBe("anthropic/claude-haiku-4.5");
    expect(slugOf("anthropic", "claude-opus-5")).toBe("anthropic/claude-opus-5");
    expect(slugOf("openai", "gpt-6-sol")).toBe("openai/gpt-6-sol");
    expect(slugOf("mistral", "mistral-medium-3-5")).toBe("mistralai/mistral-medium-3-5");
    expect(slugOf("groq", "openai/gpt-oss-120b")).toBeNull();
  });

  it("offers three families to those with an OpenRouter key", () => {
    expect(new Set(OPENROUTER_TRIO.map((spec) => spec.split("/")[1])).size).toBe(3);
  });

  it("guesses whose model a bare name is", () => {
    expect(guessVendor("claude-opus-5-5")).toBe("anthropic");
    expect(guessVendor("o3-mini")).toBe("openai");
    expect(guessVendor("my-own-model")).toBeNull();
  });
});
