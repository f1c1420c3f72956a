/** From a resolved agent of the plan to somebody who talks: its provider, its price, its prompt, its seat. */
import { Agent } from "../agents/agent.ts";
import type { AgentTools } from "../agents/agent-tools.ts";
import type { Speaker } from "../agents/conversation.ts";
import { type Price, priceOf } from "../agents/pricing.ts";
import { firstInstruction, systemPrompt } from "../agents/prompt.ts";
import type { ModelProvider, Usage } from "../agents/types.ts";
import { type Clock, renderResult } from "../chatroom/index.ts";
import type { Timeline } from "../logging/timeline.ts";
import type { CliHost } from "./host.ts";
import { openProvider } from "./open-provider.ts";
import type { ResolvedAgent, RunPlan } from "./run-plan.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Venue } from "./venue.ts";

/** An agent has no use for an answer "nothing yet": who waits is woken by what happens, and the room sees who waits. */
const AGENT_CHECK_MS = 10 * 60_000;

export interface Member {
  readonly agent: Pick<ResolvedAgent, "name" | "displayModel" | "contextWindow">;
  readonly provider: ModelProvider;
  /** null: unknown. */
  readonly price: Price | null;
  readonly system: string;
  /** The first user message; default: the plan's. */
  readonly instruction?: string | undefined;
  /** Beside the room's actions. */
  readonly tools?: AgentTools | undefined;
}

/** Of a plan, what is the same for all who talk. */
export type TalkPlan = Pick<
  RunPlan,
  | "topic"
  | "instruction"
  | "constantMsg"
  | "floor"
  | "appendLimit"
  | "interrupt"
  | "plainText"
  | "maxOutputTokens"
  | "limits"
  | "seed"
  | "speed"
>;

export interface Surroundings {
  readonly plan: TalkPlan;
  readonly clock: Clock;
  readonly venue: Venue;
  readonly timeline: Pick<Timeline, "agent">;
  readonly newId: () => string;
  readonly onWaiting: (waiting: boolean) => void;
}

/** A room of this process with demo agents only: nothing comes from outside, so its time can stand still. */
export function isPaced(plan: RunPlan): boolean {
  return plan.served === null && plan.agents.every(({ provider }) => provider.wire === "demo");
}

export async function prepareMember(agent: ResolvedAgent, plan: RunPlan, clock: Clock, host: CliHost): Promise<Member> {
  const { topic, seed } = plan;
  // On a paced clock it is the clock that hurries.
  const speed = isPaced(plan) ? 1 : plan.speed;
  const provider = await openProvider(agent, { clock, fetch: host.fetch, seed, speed, topic });
  const price = await priceOf(agent.provider.vendor, agent.provider.model, agent.price, () => host.clock.now());
  const system = systemPrompt({
    name: agent.name,
    others: [...(plan.served?.summary.participants ?? []), ...plan.agents.map(({ name }) => name)].filter(
      (name) => name !== agent.name,
    ),
    persona: agent.persona ?? undefined,
    knowledge: agent.knowledge ?? undefined,
    goal: agent.goal ?? undefined,
    floor: plan.floor,
    appendLimit: plan.appendLimit,
  });
  return { agent, provider, price, system };
}

export function speakerOf(
  { agent, provider, price, system, instruction, tools }: Member,
  around: Surroundings,
): Speaker {
  const { plan, clock, venue, timeline, newId, onWaiting } = around;
  const session = venue.seat({ newId, onWaiting, appendLimit: plan.appendLimit });
  return {
    name: agent.name,
    price,
    async run(gate, signal) {
      const member = new Agent({
        name: agent.name,
        provider,
        session,
        tools,
        system,
        instruction: instruction ?? firstInstruction({ topic: plan.topic, message: plan.instruction ?? undefined }),
        constantMsg: plan.constantMsg ?? undefined,
        plainText: plan.plainText === "push" ? "accept" : "ignore",
        interrupt: plan.interrupt,
        maxOutputTokens: plan.maxOutputTokens,
        contextWindow: agent.contextWindow ?? price?.contextWindow ?? undefined,
        checkTimeoutMs: AGENT_CHECK_MS,
        clock,
        random: seededRandom(plan.seed, agent.name),
        gate,
        onEvent: (event) => timeline.agent(event.type === "turn" ? priced(event, price) : event),
        subscribe: (listener) => venue.subscribe(listener),
        renderResult: (action, result) => renderResult(action, result, { notices: "brief", confirm: true }),
      });
      return (await member.run(signal)).reason;
    },
  };
}

/** What a call cost, where its provider does not say so itself. */
function priced<T extends { readonly usage: Usage; readonly cost_usd: number | null }>(
  turn: T,
  price: Price | null,
): T {
  return turn.cost_usd !== null || price === null ? turn : { ...turn, cost_usd: price.costOf(turn.usage) };
}
