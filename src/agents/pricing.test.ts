import { describe, expect, it } from "vitest";
import { costAt, type Price, priceOf } from "./pricing.ts";

const NOON = Date.UTC(2026, 10, 20, 12, 0, 0);
const MIDNIGHT = Date.UTC(2026, 10, 20, 2, 0, 0);
const price = (vendor: string, model: string, now = NOON) => priceOf(vendor, model, null, () => now);
/** Rates as people write them: USD per million, rounded. */
const perMillion = (price: Price | null) =>
  Object.fromEntries(Object.entries(price?.rates ?? {}).map(([kind, rate]) => [kind, Math.round(rate * 1e10) / 1e4]));
const usage = (
  input: number,
  output: number,
  more: { cached?: number; cache_write?: number; cost_usd?: number } = {},
) => ({
  input,
  output,
  cached: 0,
  cache_write: 0,
  ...more,
});

describe("priceOf", () => {
  it("knows a model of the table, and what each kind of token costs", async () => {
    const opus = await price("anthropic", "claude-opus-5-5");
    expect(opus?.source).toBe("claude-opus-5-5");
    expect(perMillion(opus)).toEqual({ input: 4, cached: 0.2, cache_write: 5, output: 20 });
    expect(opus?.contextWindow).toBe(1_000_000);
    expect(opus?.costOf(usage(1_000_000, 100_000))).toBeCloseTo(4 + 2);
    expect(opus?.costOf(usage(1_000_000, 0, { cached: 600_000, cache_write: 300_000 }))).toBeCloseTo(0.4 + 0.12 + 1.5);
  });

  it("does not take the price of another version for its own", async () => {
    expect(await price("anthropic", "claude-sonnet-5-5")).toBeNull();
    expect(await price("openai", "gpt-6.1-sol")).toBeNull();
    expect(await price("anthropic", "claude-opus-5-5-turbo")).toBeNull();
  });

  it("takes a dated or -latest name for the model it is", async () => {
    expect((await price("anthropic", "claude-haiku-4-5-20251001"))?.source).toBe("claude-haiku-4-5");
    expect((await price("openai", "gpt-6-sol-2026-05-01"))?.source).toBe("gpt-6-sol");
    expect((await price("mistral", "mistral-large-latest"))?.source).toBe("mistral-large");
    expect((await price("anthropic", "claude-sonnet-4-20250514"))?.source).toBe("claude-sonnet-4-0");
  });

  it("reserves by the dearest tier, and charges by the one that applies", async () => {
    const sol = await price("openai", "gpt-6-sol");
    expect(sol?.rates.input).toBeCloseTo(4e-6);
    expect(sol?.rates.output).toBeCloseTo(15e-6);
    expect(sol?.costOf(usage(10_000, 0))).toBeCloseTo(0.02);
  });

  it("reserves by the dearest hour, and charges by the clock", async () => {
    const [cheap, dear] = [
      await price("deepseek", "deepseek-v4-pro", NOON),
      await price("deepseek", "deepseek-v4-pro", MIDNIGHT),
    ];
    expect(cheap?.rates).toEqual(dear?.rates);
    const [atNoon, atNight] = [cheap?.costOf(usage(1_000_000, 0)) ?? 0, dear?.costOf(usage(1_000_000, 0)) ?? 0];
    expect(atNight).toBeCloseTo(2 * atNoon);
    expect(atNight).toBeLessThanOrEqual(1_000_000 * (cheap?.rates.input ?? 0) + 1e-9);
  });

  it("is free in the demo and on one's own machine, but not for what Ollama passes on to its cloud", async () => {
    expect((await price("demo", "ada"))?.costOf(usage(1e6, 1e6))).toBe(0);
    expect((await price("ollama", "llama3.3"))?.rates.output).toBe(0);
    expect(await price("ollama", "gpt-oss:120b-cloud")).toBeNull();
  });

  it("is null where nobody knows", async () => {
    expect(await price("custom", "whatever")).toBeNull();
    expect(await price("openai", "no-such-model")).toBeNull();
    expect(await price("together", "openai/gpt-oss-120b")).toBeNull();
  });

  it("lets an override win, and keeps the quarter Anthropic charges for writing its cache", async () => {
    const mine = await priceOf("anthropic", "claude-sonnet-5-5", { input: 2, output: 10 }, () => NOON);
    expect(perMillion(mine)).toEqual({ input: 2, cached: 2, cache_write: 2.5, output: 10 });
    const other = await priceOf("custom", "x", { input: 1, output: 2, cached: 0.1 }, () => NOON);
    expect(perMillion(other)).toEqual({ input: 1, cached: 0.1, cache_write: 1, output: 2 });
  });

  it("believes a provider that says what a call cost", async () => {
    const router = await price("openrouter", "openai/gpt-6-sol");
    expect(router?.costOf(usage(1e6, 1e6, { cost_usd: 0.42 }))).toBe(0.42);
  });

  it("survives a provider that counts more cached tokens than tokens", async () => {
    const opus = await price("anthropic", "claude-opus-5-5");
    expect(opus?.costOf(usage(10, 0, { cached: 20 }))).toBeCloseTo(20 * 0.2e-6);
  });
});

describe("costAt", () => {
  it("adds up the parts of the prompt and the answer", () => {
    const rates = { input: 1, cached: 0.1, cache_write: 2, output: 10 };
    expect(costAt(rates, usage(10, 2, { cached: 5, cache_write: 1 }))).toBeCloseTo(4 + 0.5 + 2 + 20);
  });
});
