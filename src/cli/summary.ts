/** What a conversation came to, in a few lines: printed when it is over. Pure. */
import { sanitizeLine } from "../logging/sanitize.ts";
import type { AgentCounts, AgentView, ViewState } from "../logging/view-types.ts";
import { table } from "./table.ts";

const REASONS: Readonly<Record<string, string>> = {
  all_waiting: "everybody was waiting and had nothing to add",
  loop: "the talk went in circles",
  max_messages: "the limit of messages was reached (--max-messages)",
  max_turns: "the limit of model calls was reached (--max-turns)",
  max_minutes: "the time was over (--max-minutes)",
  max_tokens: "the limit of tokens was reached (--max-tokens)",
  max_cost: "the next call could have passed the cost limit (--max-cost)",
  agents_failed: "no agent could go on",
  quit: "you quit",
  interrupted: "interrupted (Ctrl-C)",
  terminated: "terminated",
};

/** `ended`: its stop reason; null where it never began. */
export function summaryOf(view: ViewState, logPath: string): string {
  const lines = [`Ended: ${REASONS[view.ended ?? ""] ?? "it was cut off"}.`, "", table(rows(view)).trimEnd()];
  for (const { name, failure } of view.agents) {
    if (failure !== null) lines.push(sanitizeLine(`${name} stopped: ${failure}`));
  }
  lines.push("", `Log: ${sanitizeLine(logPath)}`);
  return `${lines.join("\n")}\n`;
}

function rows(view: ViewState): string[][] {
  const head = ["", "messages", "refused", "calls", "tokens in", "cached", "tokens out", "cost"];
  const total = view.agents.length > 1 ? [["total", ...cells(view.counts)]] : [];
  return [head, ...view.agents.map((agent) => [title(agent), ...cells(agent.counts)]), ...total];
}

function title({ name, model }: AgentView): string {
  return sanitizeLine(model === "" ? name : `${name} (${model})`);
}

function cells(counts: AgentCounts): string[] {
  const { messages, refused, calls, input, cached, output, cost } = counts;
  return [
    ...[messages, refused, calls, input, cached, output].map((count) => count.toLocaleString("en-US")),
    money(cost),
  ];
}

function money(cost: number | null): string {
  if (cost === null) return "unknown";
  return cost === 0 ? "$0" : `$${cost.toFixed(cost < 0.1 ? 4 : 2)}`;
}
