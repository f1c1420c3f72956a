/** Who takes part: scenario, persona folder and flags become agents with a name and a model each. */
import { didYouMean } from "../agents/nearest.ts";
import type { PriceOverride } from "../agents/pricing.ts";
import { ChatError, parseName, sameName } from "../chatroom/index.ts";
import { familyName, freeName } from "./agent-names.ts";
import { type CastRequest, castOf, filled, type Member } from "./cast.ts";
import { type ChoiceContext, chooseModels } from "./choose-models.ts";
import { type ModelContext, resolveModel, usesBaseUrl, withEffort } from "./resolve-model.ts";
import type { ResolvedAgent } from "./run-plan.ts";
import { UsageError } from "./usage-error.ts";

export interface AgentRequest extends CastRequest {
  readonly prices: readonly (readonly [model: string, price: PriceOverride])[];
  /** `--reasoning`: for all, whatever files say. */
  readonly effort: string | null;
  /** Of scenario or config: for those who have none of their own. */
  readonly usualEffort: string | null;
  /** Who is in the room already. */
  readonly present: readonly string[];
}

export interface ResolvedAgents {
  readonly agents: readonly ResolvedAgent[];
  readonly why: readonly string[];
}

export async function resolveAgents(
  request: AgentRequest,
  context: ModelContext & ChoiceContext,
): Promise<ResolvedAgents> {
  const why: string[] = [];
  let members = castOf(request, why);
  const open = members === null ? request.count : members.filter((member) => member.spec === undefined).length;
  if (open !== 0) {
    const choice = await chooseModels(open, context);
    why.push(choice.why);
    members = filled(members ?? choice.specs.map(() => ({})), choice.specs);
  }
  const agents = named(
    (members ?? []).map((member) => resolved(member, request, context)),
    request.present,
  );
  checkBaseUrl(members ?? [], context);
  applyPersonas(agents, request.personas);
  applyPrices(agents, members ?? [], request.prices);
  return {
    agents: agents.map((agent) => agent.value),
    why: [...new Set([...why, ...agents.flatMap(({ note }) => note ?? [])])],
  };
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
function named(drafts: readonly Draft[], present: readonly string[]): Draft[] {
  const taken: string[] = [...present];
  for (const { asked } of drafts) {
    if (asked === null) continue;
    const name = checkedName(asked);
    const same = taken.find((other) => sameName(other, name));
    if (same !== undefined && present.includes(same)) {
      throw new UsageError(`"${same}" is in the room already; give your agent another name than "${name}"`);
    }
    if (same !== undefined)
      throw new UsageError(`two agents would be called "${same}" and "${name}", which read the same; rename one`);
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
      throw new UsageError(
        `--persona: no agent is called "${name}"${didYouMean(name, names) || `; they are ${names.join(", ")}`}`,
      );
    }
    agent.value = { ...agent.value, persona };
  }
}

/** A price is for all agents of that model, however the model was called. */
function applyPrices(agents: Draft[], members: readonly Member[], prices: AgentRequest["prices"]): void {
  for (const [model, price] of prices) {
    const matching = agents.filter(({ value }, index) =>
      [value.displayModel, value.provider.model, members[index]?.spec].includes(model),
    );
    if (matching.length === 0) {
      const models = [...new Set(agents.map(({ value }) => value.displayModel))];
      throw new UsageError(
        `--price: no agent runs on "${model}"${didYouMean(model, models) || `; they run on ${models.join(", ")}`}`,
      );
    }
    for (const agent of matching) agent.value = { ...agent.value, price };
  }
}
