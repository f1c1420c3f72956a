/**
 * What a model costs. Unknown is null, never 0: a wrong price is worse than none, because a cost limit relies on it.
 * The price table is loaded only when somebody asks.
 */
import type { ModelInfo, ModelPrice as PriceRow, TieredPrices } from "@pydantic/genai-prices";
import { findVendor } from "./catalog.ts";
import type { Usage } from "./types.ts";

/** USD per token. */
export interface Rates {
  readonly input: number;
  readonly cached: number;
  readonly cache_write: number;
  readonly output: number;
}

/** USD per million tokens, as people write it; the cache rates follow from `input` where they are not given. */
export interface PriceOverride {
  readonly input: number;
  readonly output: number;
  readonly cached?: number | undefined;
  readonly cache_write?: number | undefined;
}

export interface Price {
  /** Never less than what the provider charges, at any length of prompt and time of day: for reservations. */
  readonly rates: Rates;
  /** The model of the price table it was read from; null for an override and for what is free. */
  readonly source: string | null;
  /** Tokens; null: unknown. */
  readonly contextWindow: number | null;
  /** USD for one call: what the provider itself says, else by the table at this hour. */
  costOf(usage: Usage): number;
}

const MILLION = 1_000_000;
const FREE: Rates = { input: 0, cached: 0, cache_write: 0, output: 0 };

/** `now`: epoch ms, asked at each call, because some providers are cheaper at night. */
export async function priceOf(
  vendor: string,
  model: string,
  override: PriceOverride | null,
  now: () => number,
): Promise<Price | null> {
  if (override !== null) return fixedPrice(ratesOf(override, vendor));
  const known = findVendor(vendor);
  if (vendor === "demo" || (known?.local && !isHosted(model))) return fixedPrice(FREE);
  if (known === null || known.priceId === null) return null;
  const providerId = known.priceId;
  const { calcPrice } = await import("@pydantic/genai-prices");
  const lookup = (usage: Record<string, number>) => calcPrice(usage, model, { providerId, timestamp: new Date(now()) });
  const found = lookup({ input_tokens: 0, output_tokens: 0 });
  if (found === null || !isSameModel(model, found.model)) return null;
  const rates = highestRates([found.model_price, ...laterRows(found.model, now())]);
  if (rates === null) return null;
  return {
    rates,
    source: found.model.id,
    contextWindow: found.model.context_window ?? null,
    costOf(usage) {
      if (usage.cost_usd !== undefined) return usage.cost_usd;
      const parts = partsOf(usage);
      const input_tokens = parts.plain + parts.cached + parts.cache_write;
      const result = lookup({
        input_tokens,
        cache_read_tokens: parts.cached,
        cache_write_tokens: parts.cache_write,
        output_tokens: usage.output,
      });
      return result?.total_price ?? costAt(rates, usage);
    },
  };
}

function fixedPrice(rates: Rates): Price {
  return {
    rates,
    source: null,
    contextWindow: null,
    costOf: (usage) => usage.cost_usd ?? costAt(rates, usage),
  };
}

export function costAt(rates: Rates, usage: Usage): number {
  const { plain, cached, cache_write } = partsOf(usage);
  return plain * rates.input + cached * rates.cached + cache_write * rates.cache_write + usage.output * rates.output;
}

/** The prompt's three parts. A provider may report a cached part larger than the whole; the whole gives way. */
function partsOf(usage: Usage) {
  const { cached, cache_write } = usage;
  return { plain: Math.max(0, usage.input - cached - cache_write), cached, cache_write };
}

/** Ollama passes models named so on to its cloud, which is not free. */
function isHosted(model: string): boolean {
  return /[:-]cloud$/i.test(model);
}

function ratesOf(override: PriceOverride, vendor: string): Rates {
  // Anthropic charges a quarter more for what it writes to its cache.
  const write = override.cache_write ?? override.input * (vendor === "anthropic" ? 1.25 : 1);
  return {
    input: override.input / MILLION,
    cached: (override.cached ?? override.input) / MILLION,
    cache_write: write / MILLION,
    output: override.output / MILLION,
  };
}

/**
 * The table matches by prefixes too, and then gives `claude-sonnet-5` for `claude-sonnet-5-5`. A match counts when the
 * table lists exactly this name, or when the two differ only by a date, `-latest`, or a way of writing the version.
 */
function isSameModel(asked: string, found: ModelInfo): boolean {
  return canonical(asked) === canonical(found.id) || listsExactly(found.match, asked.toLowerCase());
}

function listsExactly(match: ModelInfo["match"], asked: string): boolean {
  if ("equals" in match) return match.equals.toLowerCase() === asked;
  if ("or" in match) return match.or.some((each) => listsExactly(each, asked));
  return false;
}

function canonical(model: string): string {
  return model
    .toLowerCase()
    .replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, "")
    .replaceAll(".", "-")
    .replace(/-0$/, "");
}

/** Rows of the table that are not in force now but can be while the conversation lasts. */
function laterRows(model: ModelInfo, now: number): PriceRow[] {
  if (!Array.isArray(model.prices)) return [];
  return model.prices.flatMap(({ constraint, prices }) => {
    if (constraint === undefined) return [];
    const can = constraint.type === "time_of_date" || Date.parse(constraint.start_date) > now;
    return can ? [prices] : [];
  });
}

function highestRates(rows: readonly PriceRow[]): Rates | null {
  const highest = (key: string) => Math.max(...rows.map((row) => highestOf(row[key]) ?? Number.NaN));
  const input = highest("input_mtok");
  const output = highest("output_mtok");
  if (Number.isNaN(input) || Number.isNaN(output)) return null;
  // A row without a cache rate charges those tokens like any other.
  const orInput = (rate: number) => (Number.isNaN(rate) ? input : rate) / MILLION;
  return {
    input: input / MILLION,
    cached: orInput(highest("cache_read_mtok")),
    cache_write: orInput(highest("cache_write_mtok")),
    output: output / MILLION,
  };
}

function highestOf(price: number | TieredPrices | undefined): number | undefined {
  if (price === undefined || typeof price === "number") return price;
  return Math.max(price.base, ...price.tiers.map((tier) => tier.price));
}
