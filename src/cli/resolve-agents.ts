/** Who takes part: scenario, persona folder and flags become agents with a name and a model each. */
import { didYouMean } from "../agents/nearest.ts";
import type { PriceOverride } from "../agents/pricing.ts";
import type { ScenarioAgent } from "../agents/scenario.ts";
import { parseName, sameName } from "../chatroom/core/names.ts";
import { ChatError } from "../chatroom/errors.ts";
import { familyName, freeName } from "./agent-names.ts";
import { type ChoiceContext, chooseModels, dealt } from "./choose-models.ts";
import type { ModelFlag } from "./option-values.ts";
import { type ModelContext, resolveModel, usesBaseUrl, withEffort } from "./resolve-model.ts";
import type { ResolvedAgent } from "./run-plan.ts";
import { UsageError } from "./usage-error.ts";

export interface AgentRequest {
  /** Those of the scenario or of the persona folder; empty: the flags say who takes part. */
  readonly cast: readonly ScenarioAgent[];
  readonly models: readonly ModelFlag[];
  readonly count: number | null;
  readonly personas: readonly (readonly [name: string, persona: string])[];
  readonly prices: readonly (readonly [model: string, price: PriceOverride])[];
  /** `--reasoning`: for all, whatever files say. */
  readonly effort: string | null;
  /** Of scenario or config: for those who have none of their own. */
  readonly usualEffort: string | null;
}

export interface ResolvedAgents {
  readonly agents: readonly ResolvedAgent[];
  readonly why: readonly string[];
}

type Member = Omit<ScenarioAgent, "model"> & { readonly spec?: string | undefined };

export async function resolveAgents(
  request: AgentRequest,
  context: ModelContext & ChoiceContext,
): Promise<ResolvedAgents> {
  const why: string[] = [];
  let members = membersOf(request, why);
  const open = members === null ? request.count : members.filter((member) => member.spec === undefined).length;
  if (open !== 0) {
    const choice = await chooseModels(open, context);
    why.push(choice.why);
    members = filled(members ?? choice.specs.map(() => ({})), choice.specs);
  }
  const agents = named((members ?? []).map((member) => resolved(member, request, context)));
  checkBaseUrl(members ?? [], context);
  applyPersonas(agents, request.personas);
  applyPrices(agents, members ?? [], request.prices);
  return { agents: agents.map((agent) => agent.value), why: [...new Set([...why, ...agents.flatMap(({ note }) => note ?? [])])] };
}

/** Null: nobody is named at all, so the models decide who there is. */
function membersOf(request: AgentRequest, why: string[]): Member[] | null {
  const { cast, models, count, personas } = request;
  if (cast.length > 0) return withFlags(cast, request);
  if (models.length > 0) {
    const total = count ?? Math.max(models.length, 2);
    if (total < models.length) {
      throw new UsageError(`--agents ${total} is fewer than the ${models.length} models given; leave --agents out`);
    }
    if (count === null && models.length === 1) why.push(`One model is given, so two agents of ${models[0]?.spec} talk (--agents N for more).`);
    // A name is for one agent: the copies are named after their model.
    return dealt(models, total).map(({ name, spec }, index) => ({ name: index < models.length ? (name ?? undefined) : undefined, spec }));
  }
  if (personas.length > 0 && (count ?? personas.length) >= personas.length) {
    const total = count ?? Math.max(personas.length, 2);
    return Array.from({ length: total }, (_, index) => ({ name: personas[index]?.[0] }));
  }
  return null;
}

/** Flags win over files: a named model replaces that agent's (or adds one), the others are dealt to all the rest. */
function withFlags(cast: readonly ScenarioAgent[], { models, count }: AgentRequest): Member[] {
  if (count !== null && count !== cast.length) {
    throw new UsageError(`--agents ${count} does not fit: the file names ${cast.length} agents; leave --agents out`);
  }
  const byName = models.filter((flag) => flag.name !== null);
  const unnamed = models.filter((flag) => flag.name === null).map((flag) => flag.spec);
  const members = cast.map(({ model, ...rest }): Member & { own: boolean } => {
    const own = byName.find(({ name }) => rest.name !== undefined && sameName(name ?? "", rest.name));
    return { ...rest, spec: own?.spec ?? model, own: own !== undefined };
  });
  const rest = members.filter(({ own }) => !own);
  const shares = dealt(unnamed, rest.length);
  const all = members.map(({ own, ...member }): Member => {
    const share = own ? undefined : shares.shift();
    return share === undefined ? member : { ...member, spec: share };
  });
  const added = byName.filter(({ name }) => !cast.some((agent) => agent.name !== undefined && sameName(name ?? "", agent.name)));
  return [...all, ...added.map(({ name, spec }) => ({ name: name ?? undefined, spec }))];
}

function filled(members: readonly Member[], specs: readonly string[]): Member[] {
  const left = [...specs];
  return members.map((member) => (member.spec === undefined ? { ...member, spec: left.shift() } : member));
}

interface Draft {
  value: ResolvedAgent;
  readonly asked: string | null;
  readonly note: string | null;
}

function resolved(member: Member, request: AgentRequest, context: ModelContext): Draft {
  const { provider, displayModel, price, contextWindow, note } = resolveModel(member.spec ?? "", context);
  const own = provider.wire === "demo" ? null : provider.effort;
  const effort = request.effort ?? member.reasoning ?? own ?? request.usualEffort;
  const value: ResolvedAgent = {
    name: "",
    provider: withEffort(provider, effort),
    displayModel,
    persona: member.persona ?? null,
    knowledge: member.knowledge ?? null,
    goal: member.goal ?? null,
    price,
    contextWindow,
  };
  return { value, asked: member.name ?? null, note };
}

/** Names that were asked for come first; the others are derived and kept apart from all of them. */
function named(drafts: readonly Draft[]): Draft[] {
  const taken: string[] = [];
  for (const { asked } of drafts) {
    if (asked === null) continue;
    const name = checkedName(asked);
    const same = taken.find((other) => sameName(other, name));
    if (same !== undefined) throw new UsageError(`two agents would be called "${same}" and "${name}", which read the same; rename one`);
    taken.push(name);
  }
  return drafts.map((draft) => {
    const name = draft.asked === null ? freeName(familyName(draft.value.provider), taken) : checkedName(draft.asked);
    if (draft.asked === null) taken.push(name);
    return { ...draft, value: { ...draft.value, name } };
  });
}

function checkedName(name: string): string {
  try {
    return parseName(name);
  } catch (error) {
    throw error instanceof ChatError ? new UsageError(error.message, { cause: error }) : error;
  }
}

function checkBaseUrl(members: readonly Member[], { baseUrl, named: known }: ModelContext): void {
  if (baseUrl === null || members.some(({ spec }) => usesBaseUrl(spec ?? "", known))) return;
  const spec = members[0]?.spec ?? "";
  throw new UsageError(
    `--base-url is not used: "${spec}" names a provider of its own; for a model of that server write --model custom/MODEL`,
  );
}

function applyPersonas(agents: Draft[], personas: AgentRequest["personas"]): void {
  for (const [name, persona] of personas) {
    const agent = agents.find(({ value }) => sameName(value.name, name));
    if (agent === undefined) {
      const names = agents.map(({ value }) => value.name);
      throw new UsageError(`--persona: no agent is called "${name}"${didYouMean(name, names) || `; they are ${names.join(", ")}`}`);
    }
    agent.value = { ...agent.value, persona };
  }
}

/** A price is for all agents of that model, however the model was called. */
function applyPrices(agents: Draft[], members: readonly Member[], prices: AgentRequest["prices"]): void {
  for (const [model, price] of prices) {
    const matching = agents.filter(
      ({ value }, index) => [value.displayModel, value.provider.model, members[index]?.spec].includes(model),
    );
    if (matching.length === 0) {
      const models = [...new Set(agents.map(({ value }) => value.displayModel))];
      throw new UsageError(`--price: no agent runs on "${model}"${didYouMean(model, models) || `; they run on ${models.join(", ")}`}`);
    }
    for (const agent of matching) agent.value = { ...agent.value, price };
  }
}
