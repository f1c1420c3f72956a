/** The first and the last record of a conversation's log. */
import type { Conversation } from "../agents/conversation.ts";
import type { StopReason } from "../agents/types.ts";
import type { SessionEnd, SessionStart } from "../logging/timeline.ts";
import { exitCodeOf } from "./exit-codes.ts";
import type { Member, TalkPlan } from "./members.ts";
import type { Venue } from "./venue.ts";
import { VERSION } from "./version.ts";

export function sessionStart(
  plan: TalkPlan,
  venue: Pick<Venue, "name" | "url">,
  members: readonly Member[],
): SessionStart {
  return {
    topic: plan.topic,
    room: venue.name,
    ...(venue.url === null ? {} : { room_url: venue.url }),
    floor: plan.floor,
    append_limit: plan.appendLimit,
    interrupt: plan.interrupt,
    agents: members.map(({ agent, system }) => ({ name: agent.name, model: agent.displayModel, system })),
    limits: plan.limits,
    seed: plan.seed,
    speed: plan.speed,
    version: VERSION,
  };
}

export function sessionEnd(conversation: Conversation, reason: StopReason, durationMs: number): SessionEnd {
  const { cost: cost_usd, ...spent } = conversation.spent;
  return { reason, exit_code: exitCodeOf(reason), ...spent, cost_usd, duration_ms: Math.round(durationMs) };
}
