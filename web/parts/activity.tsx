/** What an agent is doing, and since when; whether it holds the stick. */
import { duration } from "../../src/logging/figures.ts";
import type { AgentView } from "../../src/logging/view-types.ts";
import { nameText } from "../state/display-text.ts";
import { usePage } from "./page-context.ts";

export function Activity({ agent }: { readonly agent: AgentView }) {
  const words = usePage(({ now }) => activityWords(agent, now));
  const stick = usePage(({ view }) => stickWords(agent.name, view.floor));
  const tone = agent.failure === null ? agent.activity : "failed";
  return (
    <p className={`activity ${tone}`}>
      <span className="activity-dot" aria-hidden="true" />
      <span data-testid="activity">{words}</span>
      {stick !== "" && <span className="stick">{stick}</span>}
    </p>
  );
}

function activityWords({ activity, since, failure }: AgentView, now: number): string {
  if (failure !== null) return `stopped: ${nameText(failure).replaceAll("_", " ")}`;
  const ms = now - since;
  const time = ms < 1_000 ? "" : ` ${duration(ms)}`;
  switch (activity) {
    case "thinking":
    case "waiting":
    case "retrying":
      return `${activity}${time}`;
    case "cooling":
      return `cooling down${time}`;
    case "idle":
    case "writing":
    case "paused":
    case "stopped":
      return activity;
  }
}

interface Floor {
  readonly policy: "open" | "stick";
  readonly holder: string | null;
  readonly queue: readonly string[];
}

function stickWords(name: string, { policy, holder, queue }: Floor): string {
  if (holder === name) return policy === "stick" ? "◆ holds the stick" : "◆ has the floor";
  const turn = queue.indexOf(name) + 1;
  return turn > 0 ? `◇ queued ${turn}` : "";
}
