/** Which providers are ready to talk, and what is missing for the others. Names of keys, never keys. */
import { VENDORS, type Vendor } from "../agents/catalog.ts";
import { namesIn, ollamaModels, PROBE_TIMEOUT } from "./choose-models.ts";
import type { NamedModel } from "./config-file.ts";
import { baseUrlOf, keyOf, shownUrl } from "./endpoints.ts";
import type { Env, Probe } from "./host.ts";
import { resolveModel } from "./resolve-model.ts";
import { UsageError } from "./usage-error.ts";

export interface ProviderStatus {
  readonly provider: string;
  readonly ready: boolean;
  /** The variable of the key; null: none is needed. */
  readonly key: string | null;
  readonly base_url: string | null;
  /** What there is to talk to; empty: any name of the provider's own list. */
  readonly models: readonly string[];
  /** What to do; null where it is ready. */
  readonly fix: string | null;
}

/** All vendors, the demo and the models of the config file. */
export async function providerStatus(
  env: Env,
  named: Readonly<Record<string, NamedModel>>,
  probe: Probe,
): Promise<ProviderStatus[]> {
  const vendors = await Promise.all(
    VENDORS.map((vendor) =>
      orProblem(vendor.id, () => (vendor.local ? localStatus(vendor, env, probe) : cloudStatus(vendor, env))),
    ),
  );
  const own = await Promise.all(Object.keys(named).map((name) => orProblem(name, () => namedStatus(name, named, env))));
  const demo: ProviderStatus = {
    provider: "demo",
    ready: true,
    key: null,
    base_url: null,
    models: ["demo/any-name"],
    fix: null,
  };
  return [...own, ...vendors, demo];
}

function cloudStatus(vendor: Vendor, env: Env): ProviderStatus {
  const key = keyOf(vendor.keyEnv, env);
  return {
    provider: vendor.id,
    ready: key !== null,
    key: key?.env ?? vendor.keyEnv[0] ?? null,
    base_url: shownUrl(baseUrlOf(vendor, env)),
    models: vendor.defaultModel === null ? [] : [`${vendor.id}/${vendor.defaultModel}`],
    fix: key === null ? `set ${vendor.keyEnv.join(" or ")}` : null,
  };
}

async function localStatus(vendor: Vendor, env: Env, probe: Probe): Promise<ProviderStatus> {
  const url = baseUrlOf(vendor, env);
  const found =
    vendor.id === "ollama"
      ? await ollamaModels(url, probe)
      : namesIn(await probe(`${url}/models`, PROBE_TIMEOUT), "data", "id");
  return {
    provider: vendor.id,
    ready: found.length > 0,
    key: null,
    base_url: shownUrl(url),
    models: found.map((model) => `${vendor.id}/${model}`),
    fix: found.length > 0 ? null : `start it, or set ${vendor.baseUrlEnv}`,
  };
}

function namedStatus(name: string, named: Readonly<Record<string, NamedModel>>, env: Env): ProviderStatus {
  const { provider, displayModel } = resolveModel(name, { env, named, baseUrl: null });
  const asked = provider.wire === "demo" ? null : provider;
  return {
    provider: name,
    ready: true,
    key: asked?.keyEnv ?? null,
    base_url: asked === null ? null : shownUrl(asked.baseUrl),
    models: [displayModel],
    fix: null,
  };
}

/** A provider that is set up wrongly is one line of the table, not the end of it. */
async function orProblem(
  provider: string,
  look: () => ProviderStatus | Promise<ProviderStatus>,
): Promise<ProviderStatus> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { provider, ready: false, key: null, base_url: null, models: [], fix: error.message };
  }
}
