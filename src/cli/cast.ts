/** Who is in the room and on which model, as far as files and flags say. */
import type { ScenarioAgent } from "../agents/scenario.ts";
import { sameName } from "../chatroom/index.ts";
import { dealt } from "./choose-models.ts";
import type { ModelFlag } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";

export interface CastRequest {
  /** Those of the scenario or of the persona folder; empty: the flags say who takes part. */
  readonly cast: readonly ScenarioAgent[];
  readonly models: readonly ModelFlag[];
  readonly count: number | null;
  readonly personas: readonly (readonly [name: string, persona: string])[];
}

/** Without `spec` its model is still to be chosen. */
export type Member = Omit<ScenarioAgent, "model"> & { readonly spec?: string | undefined };

/** Null: nobody is named at all, so the models decide who there is. `why` takes what the person should know. */
export function castOf(request: CastRequest, why: string[]): Member[] | null {
  const { cast, models, count, personas } = request;
  if (cast.length > 0) return withFlags(cast, request);
  if (models.length > 0) {
    const total = count ?? Math.max(models.length, 2);
    if (total < models.length) {
      throw new UsageError(`--agents ${total} is fewer than the ${models.length} models given; leave --agents out`);
    }
    if (count === null && models.length === 1)
      why.push(`One model is given, so two agents of ${models[0]?.spec} talk (--agents N for more).`);
    // A name is for one agent: the copies are named after their model.
    return dealt(models, total).map(({ name, spec }, index) => ({
      name: index < models.length ? (name ?? undefined) : undefined,
      spec,
    }));
  }
  if (personas.length > 0 && (count ?? personas.length) >= personas.length) {
    const total = count ?? Math.max(personas.length, 2);
    return Array.from({ length: total }, (_, index) => ({ name: personas[index]?.[0] }));
  }
  return null;
}

/** Flags win over files: a named model replaces that agent's (or adds one), the others are dealt to all the rest. */
function withFlags(cast: readonly ScenarioAgent[], { models, count }: CastRequest): Member[] {
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
  const added = byName.filter(
    ({ name }) => !cast.some((agent) => agent.name !== undefined && sameName(name ?? "", agent.name)),
  );
  return [...all, ...added.map(({ name, spec }) => ({ name: name ?? undefined, spec }))];
}

/** Those without a model get the next of `specs`. */
export function filled(members: readonly Member[], specs: readonly string[]): Member[] {
  const left = [...specs];
  return members.map((member) => (member.spec === undefined ? { ...member, spec: left.shift() } : member));
}
