/** From what a person calls a model (`anthropic/claude-opus-5-5`, `ollama/llama3`, a name of the config) to where it is. */
import { DEMO_CAST, findVendor, guessVendor, openrouterSlug, VENDOR_IDS, type Vendor } from "../agents/catalog.ts";
import { didYouMean } from "../agents/nearest.ts";
import type { PriceOverride } from "../agents/pricing.ts";
import type { NamedModel } from "./config-file.ts";
import { baseUrlOf, checkedUrl, type FoundKey, isLoopback, keyOf } from "./endpoints.ts";
import type { Env } from "./host.ts";
import type { ResolvedProvider } from "./run-plan.ts";
import { UsageError } from "./usage-error.ts";

export interface ModelContext {
  readonly env: Env;
  /** `--base-url` */
  readonly baseUrl: string | null;
  /** `models` of the config file. */
  readonly named: Readonly<Record<string, NamedModel>>;
}

export interface ResolvedModel {
  readonly provider: ResolvedProvider;
  readonly displayModel: string;
  readonly price: PriceOverride | null;
  readonly contextWindow: number | null;
  /** What the person should know about the choice; null: nothing out of the ordinary. */
  readonly note: string | null;
}

/** The key for a server given by --base-url: never a vendor's key, which that server has no business with. */
export const CUSTOM_KEY_ENV = "LLM_CHAT_API_KEY";

export function resolveModel(spec: string, context: ModelContext): ResolvedModel {
  if (Object.hasOwn(context.named, spec)) {
    const named = context.named[spec];
    if (named !== undefined) return resolveNamed(spec, named, context);
  }
  const slash = spec.indexOf("/");
  const first = slash === -1 ? spec : spec.slice(0, slash);
  const rest = slash === -1 ? "" : spec.slice(slash + 1);
  if (first === "demo") return demo(rest);
  if (first === "custom" && slash !== -1) return custom(spec, rest, context);
  const vendor = findVendor(first);
  if (vendor !== null) return atVendor(vendor, rest || defaultModel(vendor), context.env);
  if (context.baseUrl !== null) return custom(spec, spec, context);
  throw unknownModel(spec, first, context);
}

/** Whether a model of this name is asked of the server of --base-url. */
export function usesBaseUrl(spec: string, named: ModelContext["named"]): boolean {
  const first = spec.split("/", 1)[0] ?? spec;
  if (first === "custom") return true;
  return !Object.hasOwn(named, spec) && first !== "demo" && findVendor(first) === null;
}

function demo(name: string): ResolvedModel {
  const model = name || (DEMO_CAST[0] ?? "ada");
  return plain({ wire: "demo", vendor: "demo", model }, `demo/${model}`, null);
}

function custom(spec: string, model: string, { baseUrl, env }: ModelContext): ResolvedModel {
  if (baseUrl === null) throw new UsageError(`"${spec}" needs the address of its server: --base-url http://…/v1`);
  if (model === "") throw new UsageError(`"${spec}" names no model: write custom/MODEL`);
  const key = keyOf([CUSTOM_KEY_ENV], env);
  return plain(
    {
      wire: "chat-completions",
      vendor: "custom",
      model,
      baseUrl: checkedUrl(baseUrl, "--base-url"),
      apiKey: hidden(key),
      keyEnv: CUSTOM_KEY_ENV,
      headers: {},
      effort: null,
    },
    model,
    null,
  );
}

function atVendor(vendor: Vendor, model: string, env: Env): ResolvedModel {
  const baseUrl = baseUrlOf(vendor, env);
  const key = keyOf(vendor.keyEnv, env);
  if (key === null && vendor.keyEnv.length > 0 && !isLoopback(baseUrl)) return byOpenRouter(vendor, model, env);
  return plain(connected(vendor, model, baseUrl, key), `${vendor.id}/${model}`, null);
}

/** The vendor's key is not there: the same model by OpenRouter, if that key is. */
function byOpenRouter(vendor: Vendor, model: string, env: Env): ResolvedModel {
  const router = findVendor("openrouter");
  const slug = openrouterSlug(vendor, model);
  const key = router && slug !== null ? keyOf(router.keyEnv, env) : null;
  if (router === null || slug === null || key === null) {
    const names = [...vendor.keyEnv, ...(slug === null ? [] : ["OPENROUTER_API_KEY"])].join(" or ");
    throw new UsageError(
      `${vendor.id}/${model} needs a key: set ${names}, or put it in a file and pass --env-file FILE`,
    );
  }
  const note = `${vendor.keyEnv[0]} is not set, so ${vendor.id}/${model} is asked through OpenRouter (${slug}).`;
  return plain(connected(router, slug, baseUrlOf(router, env), key), `openrouter/${slug}`, note);
}

function resolveNamed(name: string, named: NamedModel, context: ModelContext): ResolvedModel {
  const extras = {
    displayModel: name,
    price: named.price ?? null,
    contextWindow: named.context_window ?? null,
    note: null,
  };
  if (named.provider === "demo") return { ...demo(named.model), ...extras };
  const vendor = named.provider === undefined ? null : findVendor(named.provider);
  if (vendor !== null && named.base_url === undefined && named.key_env === undefined) {
    const found = atVendor(vendor, named.model, context.env);
    return { ...found, ...extras, provider: withEffort(found.provider, named.reasoning ?? null), note: found.note };
  }
  // A vendor's own key is not sent to another address unless the config says so by `key_env`.
  const key = named.key_env === undefined ? null : keyOf([named.key_env], context.env);
  if (key === null && named.key_env !== undefined) {
    throw new UsageError(`model "${name}" of the config file takes its key from ${named.key_env}, which is not set`);
  }
  const provider: ResolvedProvider = {
    wire: vendor?.wire ?? "chat-completions",
    vendor: vendor?.id ?? "custom",
    model: named.model,
    baseUrl: named.base_url ?? (vendor === null ? "" : baseUrlOf(vendor, context.env)),
    apiKey: hidden(key),
    keyEnv: named.key_env ?? null,
    headers: vendor?.headers ?? {},
    effort: named.reasoning ?? null,
  };
  return { provider, ...extras };
}

function connected(vendor: Vendor, model: string, baseUrl: string, key: FoundKey | null): ResolvedProvider {
  return {
    wire: vendor.wire,
    vendor: vendor.id,
    model,
    baseUrl,
    apiKey: hidden(key),
    keyEnv: key?.env ?? vendor.keyEnv[0] ?? null,
    headers: vendor.headers ?? {},
    effort: null,
  };
}

export function withEffort(provider: ResolvedProvider, effort: string | null): ResolvedProvider {
  return provider.wire === "demo" || effort === null ? provider : { ...provider, effort };
}

function defaultModel(vendor: Vendor): string {
  if (vendor.defaultModel !== null) return vendor.defaultModel;
  throw new UsageError(`"${vendor.id}" names no model; write ${vendor.id}/MODEL (llm-chat models lists what is there)`);
}

function unknownModel(spec: string, first: string, context: ModelContext): UsageError {
  const names = Object.keys(context.named);
  if (!spec.includes("/")) {
    const vendor = guessVendor(spec);
    if (vendor !== null) return new UsageError(`model "${spec}" names no provider; write ${vendor}/${spec}`);
  }
  const hint = didYouMean(first, [...VENDOR_IDS, "demo"]) || didYouMean(spec, names);
  return new UsageError(
    `unknown model "${spec}"${hint || `; write provider/model with one of ${[...VENDOR_IDS, "demo"].join(", ")}, or give its server with --base-url`}`,
  );
}

function hidden(key: FoundKey | null): (() => string) | null {
  return key === null ? null : () => key.value;
}

function plain(provider: ResolvedProvider, displayModel: string, note: string | null): ResolvedModel {
  return { provider, displayModel, price: null, contextWindow: null, note };
}
