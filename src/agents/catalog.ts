/**
 * The providers llm-chat knows by name: which wire they speak, where they are, and which variable holds the key.
 * A convenience, never a gate: any model name passes, and any other server is reached by its base URL.
 */
import type { WireMessage } from "./types.ts";

export type Wire = WireMessage["wire"];

export interface Vendor {
  readonly id: string;
  readonly wire: Wire;
  readonly baseUrl: string;
  /** The variable that moves it elsewhere (a proxy, another port). */
  readonly baseUrlEnv: string;
  /** The variables that may hold the key, the first one set is taken; none for a server that needs no key. */
  readonly keyEnv: readonly string[];
  /** A server of one's own: free of charge, no key. */
  readonly local: boolean;
  /** Taken where only the provider is named; null where nobody can know. */
  readonly defaultModel: string | null;
  /** Its name in the price table; null: not in it. */
  readonly priceId: string | null;
  /** What its models are called under at OpenRouter; null: they are not there under a name that can be derived. */
  readonly openrouterPrefix: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

const cloud = (id: string, baseUrl: string, defaultModel: string, more: Partial<Vendor> = {}): Vendor => ({
  id,
  wire: "chat-completions",
  baseUrl,
  baseUrlEnv: `${id.toUpperCase()}_BASE_URL`,
  keyEnv: [`${id.toUpperCase()}_API_KEY`],
  local: false,
  defaultModel,
  priceId: id,
  openrouterPrefix: null,
  ...more,
});

const local = (id: string, port: number, more: Partial<Vendor> = {}): Vendor => ({
  id,
  wire: "chat-completions",
  baseUrl: `http://127.0.0.1:${port}/v1`,
  baseUrlEnv: `${id.toUpperCase()}_BASE_URL`,
  keyEnv: [],
  local: true,
  defaultModel: null,
  priceId: null,
  openrouterPrefix: null,
  ...more,
});

/** In the order in which they are offered when no model is named. */
export const VENDORS: readonly Vendor[] = [
  cloud("anthropic", "https://api.anthropic.com", "claude-opus-5-5", {
    wire: "anthropic",
    openrouterPrefix: "anthropic",
  }),
  cloud("openai", "https://api.openai.com/v1", "gpt-6-sol", { wire: "responses", openrouterPrefix: "openai" }),
  cloud("google", "https://generativelanguage.googleapis.com/v1beta/openai", "gemini-3.8-flash", {
    keyEnv: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
    openrouterPrefix: "google",
  }),
  cloud("xai", "https://api.x.ai/v1", "grok-4.6", { priceId: "x-ai", openrouterPrefix: "x-ai" }),
  cloud("deepseek", "https://api.deepseek.com", "deepseek-v4-pro", { openrouterPrefix: "deepseek" }),
  cloud("mistral", "https://api.mistral.ai/v1", "mistral-medium-3-5", { openrouterPrefix: "mistralai" }),
  cloud("groq", "https://api.groq.com/openai/v1", "openai/gpt-oss-120b"),
  cloud("together", "https://api.together.xyz/v1", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
  cloud("openrouter", "https://openrouter.ai/api/v1", "anthropic/claude-opus-5.5", {
    headers: { "X-Title": "llm-chat" },
  }),
  local("ollama", 11434, { baseUrlEnv: "OLLAMA_HOST" }),
  local("lmstudio", 1234),
  local("vllm", 8000),
  local("llamacpp", 8080),
];

/** One of each family, for those who have an OpenRouter key only. */
export const OPENROUTER_TRIO: readonly string[] = [
  "openrouter/anthropic/claude-opus-5.5",
  "openrouter/openai/gpt-6-sol",
  "openrouter/google/gemini-3.5-flash",
];

/** The cast of the demo; any other name is as good. */
export const DEMO_CAST: readonly string[] = ["ada", "boole", "curie", "dirac", "euler", "faraday", "gauss", "hopper"];

const ALIASES: ReadonlyMap<string, string> = new Map([
  ["claude", "anthropic"],
  ["gemini", "google"],
  ["grok", "xai"],
  ["x-ai", "xai"],
  ["mistralai", "mistral"],
  ["llama.cpp", "llamacpp"],
  ["lm-studio", "lmstudio"],
]);

export const VENDOR_IDS: readonly string[] = VENDORS.map((vendor) => vendor.id);

export function findVendor(name: string): Vendor | null {
  const lower = name.toLowerCase();
  const id = ALIASES.get(lower) ?? lower;
  return VENDORS.find((vendor) => vendor.id === id) ?? null;
}

/** Whose model a bare name probably is: only for the words of an error, never to choose. */
export function guessVendor(model: string): string | null {
  const lower = model.toLowerCase();
  if (lower.startsWith("claude")) return "anthropic";
  if (/^(gpt|chatgpt|o\d)/.test(lower)) return "openai";
  if (lower.startsWith("gemini")) return "google";
  if (lower.startsWith("grok")) return "xai";
  if (lower.startsWith("deepseek")) return "deepseek";
  if (/^(mi|mag|code|dev)stral|^mixtral/.test(lower)) return "mistral";
  return null;
}

/**
 * What OpenRouter calls a vendor's model: `claude-opus-5-5` is `anthropic/claude-opus-5.5` there, without its date.
 * Null where the name cannot be derived.
 */
export function openrouterSlug(vendor: Vendor, model: string): string | null {
  if (vendor.openrouterPrefix === null) return null;
  const bare = model.replace(/-\d{8}$/, "");
  const name = vendor.id === "anthropic" ? bare.replace(/-(\d{1,2})-(\d{1,2})$/, "-$1.$2") : bare;
  return `${vendor.openrouterPrefix}/${name}`;
}
