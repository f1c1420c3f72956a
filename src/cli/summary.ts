/** What a conversation came to, in a few lines: printed when it is over. Pure. */
import stringWidth from "string-width";
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

/** A session's end in words; a reason that nobody here knows as it is. */
export function endedBecause(reason: string): string {
  return Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? reason) : reason;
}

interface Column {
  readonly title: string;
  readonly cell: (counts: AgentCounts) => string;
}

/** Tokens thrown away by interruptions: a column only where there are any. */
const DISCARDED = "cut off";

const COLUMNS: readonly Column[] = [
  { title: "messages", cell: ({ messages }) => count(messages) },
  { title: "refused", cell: ({ refused }) => count(refused) },
  { title: "calls", cell: ({ calls }) => count(calls) },
  { title: "tokens in", cell: ({ input }) => count(input) },
  { title: "cached", cell: ({ cached }) => count(cached) },
  { title: "out", cell: ({ output }) => count(output) },
  { title: DISCARDED, cell: ({ discarded = 0 }) => count(discarded) },
  { title: "cost", cell: money },
];
/** What is left out first where the terminal is narrow. */
const DISPENSABLE: readonly string[] = ["cached", DISCARDED, "refused", "calls", "out", "tokens in"];

/**
 * `width`: of the terminal, which the table keeps to as long as it can. `company`: who spoke beside the agents, people at
 * this terminal or whoever else is in a served room.
 */
export function summaryOf(view: ViewState, logPath: string, width: number, company: "people" | "others"): string {
  const lines = [
    `Ended: ${view.ended === null ? "it was cut off" : sanitizeLine(endedBecause(view.ended))}.`,
    "",
    ...countsTable(view, width, company),
  ];
  for (const { name, failure } of view.agents) {
    if (failure !== null) lines.push(sanitizeLine(`${name} stopped: ${failure}`));
  }
  lines.push("", `Log: ${sanitizeLine(logPath)}`);
  return `${lines.join("\n")}\n`;
}

function countsTable(view: ViewState, width: number, company: string): string[] {
  const unused = (view.counts.discarded ?? 0) > 0 ? [] : [DISCARDED];
  for (let dropped = 0; ; dropped++) {
    const hidden = [...unused, ...DISPENSABLE.slice(0, dropped)];
    const lines = tableOf(
      view,
      COLUMNS.filter(({ title }) => !hidden.includes(title)),
      company,
    );
    if (dropped >= DISPENSABLE.length || lines.every((line) => stringWidth(line) <= width)) return lines;
  }
}

function tableOf(view: ViewState, columns: readonly Column[], company: string): string[] {
  const cells = (counts: AgentCounts) => columns.map(({ cell }) => cell(counts));
  const rows = [
    ["", ...columns.map(({ title }) => title)],
    ...view.agents.map((agent) => [title(agent), ...cells(agent.counts)]),
  ];
  // Of them no calls and no tokens are known.
  const byOthers = view.agents.reduce((rest, { counts }) => rest - counts.messages, view.counts.messages);
  if (byOthers > 0) rows.push([company, count(byOthers)]);
  if (rows.length > 2) rows.push(["total", ...cells(view.counts)]);
  return table(rows).trimEnd().split("\n");
}

function title({ name, model }: AgentView): string {
  return model === "" ? name : `${name} (${model})`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function money({ cost, unpriced = 0 }: AgentCounts): string {
  if (cost === null) return "unknown";
  const dollars = cost === 0 ? "$0" : `$${cost.toFixed(cost < 0.1 ? 4 : 2)}`;
  return unpriced > 0 ? `≥ ${dollars}` : dollars;
}
