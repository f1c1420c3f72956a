/** The models of this machine for documents: what a message calls them, which are ready, and how one is opened. */
import { DEMO_CAST } from "../agents/catalog.ts";
import { priceOf } from "../agents/pricing.ts";
import type { ModelProvider } from "../agents/types.ts";
import type { ModelChoice, Models, OpenModel } from "../documents/processor/answerer.ts";
import { familyName } from "./agent-names.ts";
import { chooseModels } from "./choose-models.ts";
import type { NamedModel } from "./config-file.ts";
import type { CliHost } from "./host.ts";
import { openProvider } from "./open-provider.ts";
import { type ProviderStatus, providerStatus } from "./provider-status.ts";
import { type ModelContext, type ResolvedModel, resolveModel } from "./resolve-model.ts";

export interface DocumentModelsOptions {
  /** `env`: with what --env-file brought. */
  readonly host: Pick<CliHost, "env" | "clock" | "fetch" | "probe">;
  /** `models` of the config file. */
  readonly named: Readonly<Record<string, NamedModel>>;
  /** `--base-url` */
  readonly baseUrl: string | null;
  /** Of a message that names none; default: as `run` chooses. */
  readonly usual?: string;
  /** Of the demo. */
  readonly seed: number;
  readonly speed: number;
}

/** Of the demo so many are offered; any other name is as good. */
const DEMO_CHOICES = 3;

/** Asks a local server what it has, where no key is set. Rejects with a `UsageError` where --base-url names no models. */
export async function openDocumentModels(options: DocumentModelsOptions): Promise<DocumentModels> {
  const { host, baseUrl, usual } = options;
  if (usual !== undefined) return new DocumentModels(options, usual);
  const { specs } = await chooseModels(1, { env: host.env, probe: host.probe, baseUrl });
  return new DocumentModels(options, specs[0] ?? `demo/${DEMO_CAST[0]}`);
}

export class DocumentModels implements Models {
  readonly usual: string;
  readonly #options: DocumentModelsOptions;
  readonly #resolved = new WeakMap<OpenModel, ResolvedModel>();
  readonly #secrets = new Set<string>();

  constructor(options: DocumentModelsOptions, usual: string) {
    this.#options = options;
    this.usual = usual;
  }

  /** The keys that are in use: never to be seen in a log. */
  get secrets(): readonly string[] {
    return [...this.#secrets];
  }

  /** The ready ones first. */
  async list(): Promise<readonly ModelChoice[]> {
    const { host, named, baseUrl } = this.#options;
    const status = await providerStatus(host.env, named, host.probe);
    const choices = status.flatMap((each) => choicesOf(each, Object.hasOwn(named, each.provider)));
    if (baseUrl !== null && !choices.some(({ id }) => id === this.usual)) {
      choices.unshift({ id: this.usual, note: "of the server of --base-url", ready: true });
    }
    return choices.toSorted((one, other) => Number(other.ready) - Number(one.ready));
  }

  async open(spec: string): Promise<OpenModel> {
    const { host, named, baseUrl } = this.#options;
    const context: ModelContext = { env: host.env, named, baseUrl };
    const resolved = resolveModel(spec.trim(), context);
    const { provider, displayModel, contextWindow } = resolved;
    if (provider.wire !== "demo") for (const key of [provider.apiKey?.() ?? ""]) if (key !== "") this.#secrets.add(key);
    const price = await priceOf(provider.vendor, provider.model, resolved.price, () => host.clock.now());
    const model: OpenModel = {
      id: displayModel,
      provider: await this.#provider(resolved, familyName(provider)),
      price,
      contextWindow: contextWindow ?? price?.contextWindow ?? null,
    };
    this.#resolved.set(model, resolved);
    return model;
  }

  /** What people call it: Claude, GPT, Ada. */
  familyOf(model: OpenModel): string {
    const resolved = this.#resolved.get(model);
    return resolved ? familyName(resolved.provider) : "Agent";
  }

  /** The same model, as somebody who is called `name` among others. */
  async named(model: OpenModel, name: string): Promise<ModelProvider> {
    const resolved = this.#resolved.get(model);
    return resolved ? this.#provider(resolved, name) : model.provider;
  }

  #provider({ provider, displayModel }: ResolvedModel, name: string): Promise<ModelProvider> {
    const { host, seed, speed } = this.#options;
    const { clock, fetch } = host;
    return openProvider({ name, provider, displayModel, persona: null }, { clock, fetch, seed, speed });
  }
}

function choicesOf({ provider, ready, key, models, fix }: ProviderStatus, isNamed: boolean): ModelChoice[] {
  if (provider === "demo") {
    const cast = DEMO_CAST.slice(0, DEMO_CHOICES);
    return cast.map((name) => ({ id: `demo/${name}`, note: "needs no key, and makes its facts up", ready: true }));
  }
  if (isNamed) return [{ id: provider, note: fix ?? "of the config file", ready }];
  if (!ready) return [{ id: models[0] ?? provider, note: fix ?? "it is not ready", ready }];
  const note = key === null ? "on this machine" : `any model of ${provider} can be named`;
  return models.map((id) => ({ id, note, ready }));
}
