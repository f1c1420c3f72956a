/** No model was named: those whose keys are set, else a local Ollama that answers, else the demo. Always says why. */
import { DEMO_CAST, findVendor, OPENROUTER_TRIO, VENDORS, type Vendor } from "../agents/catalog.ts";
import { baseUrlOf, keyOf, shownUrl } from "./endpoints.ts";
import type { Env, Probe } from "./host.ts";
import { UsageError } from "./usage-error.ts";

/** ms; long enough for a server on this machine. */
export const PROBE_TIMEOUT = 500;
const USUAL_AGENTS = 3;
/** As many as a screen shows side by side. */
const MOST_AGENTS = 8;

export interface ChoiceContext {
  readonly env: Env;
  readonly probe: Probe;
  /** `--base-url` */
  readonly baseUrl: string | null;
}

export interface Choice {
  /** As a person would write them; exactly `count`, where that was given. */
  readonly specs: readonly string[];
  readonly why: string;
}

/** `count`: how many agents are wanted; null: as many as make sense. */
export async function chooseModels(count: number | null, context: ChoiceContext): Promise<Choice> {
  if (context.baseUrl !== null) return fromServer(count, context.baseUrl, context.probe);
  const ready = VENDORS.filter((vendor) => keyOf(vendor.keyEnv, context.env) !== null);
  if (ready.length > 0) return fromKeys(count, ready, context.env);
  const ollama = findVendor("ollama");
  const url = ollama === null ? "" : baseUrlOf(ollama, context.env);
  const [model] = await ollamaModels(url, context.probe);
  if (model !== undefined) {
    const specs = dealt([`ollama/${model}`], count ?? USUAL_AGENTS);
    return { specs, why: `No API key is set, and Ollama answers at ${shownUrl(url)}: agents of ${specs[0]}.` };
  }
  const specs = dealt(
    DEMO_CAST.map((name) => `demo/${name}`),
    count ?? USUAL_AGENTS,
  );
  return {
    specs,
    why: "No API key is set and no local Ollama answers, so the demo agents talk (no key, no network); llm-chat models says what to set.",
  };
}

function fromKeys(count: number | null, ready: readonly Vendor[], env: Env): Choice {
  const direct = ready.filter((vendor) => vendor.id !== "openrouter");
  const specs = direct.map((vendor) => `${vendor.id}/${vendor.defaultModel ?? ""}`);
  const wanted = Math.max(count ?? USUAL_AGENTS, 1);
  if (ready.length > direct.length && specs.length < wanted) {
    // OpenRouter has the families whose own keys are missing.
    specs.push(
      ...OPENROUTER_TRIO.filter((spec) => !direct.some(({ openrouterPrefix }) => isOf(spec, openrouterPrefix))),
    );
  }
  const names = ready.map((vendor) => keyOf(vendor.keyEnv, env)?.env ?? "");
  const total = count ?? Math.min(Math.max(specs.length, USUAL_AGENTS), MOST_AGENTS);
  return {
    specs: dealt(specs, total),
    why: `No model is named; ${list(names)} ${names.length === 1 ? "is" : "are"} set, so: ${list([...new Set(dealt(specs, total))])}.`,
  };
}

function isOf(spec: string, prefix: string | null): boolean {
  return prefix !== null && spec.startsWith(`openrouter/${prefix}/`);
}

async function fromServer(count: number | null, baseUrl: string, probe: Probe): Promise<Choice> {
  const answer = await probe(`${baseUrl.replace(/\/+$/, "")}/models`, 4 * PROBE_TIMEOUT);
  const [model] = namesIn(answer, "data", "id");
  if (model === undefined) {
    throw new UsageError(`--base-url: ${shownUrl(baseUrl)} does not list its models; name one with --model MODEL`);
  }
  const specs = dealt([`custom/${model}`], count ?? USUAL_AGENTS);
  return { specs, why: `No model is named; the first one at ${shownUrl(baseUrl)} is ${model}.` };
}

/** The models of the Ollama behind `baseUrl` (…/v1) that can talk; none where it does not answer. */
export async function ollamaModels(baseUrl: string, probe: Probe): Promise<string[]> {
  const answer = await probe(`${baseUrl.replace(/\/v1$/, "")}/api/tags`, PROBE_TIMEOUT);
  return namesIn(answer, "models", "name").filter((name) => !/embed|minilm|bge-/i.test(name));
}

/** `answer[listKey][…][nameKey]`, of an answer that may be anything. */
export function namesIn(answer: unknown, listKey: string, nameKey: string): string[] {
  const list = fieldOf(answer, listKey);
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown) => {
    const name = fieldOf(each, nameKey);
    return typeof name === "string" && name !== "" ? [name] : [];
  });
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** `count` of them, round and round. */
export function dealt<T>(values: readonly T[], count: number): T[] {
  return Array.from({ length: values.length === 0 ? 0 : count }, (_, index) => values[index % values.length] as T);
}

function list(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
