/** The beginning of a Markdown transcript: topic, figures, and who talked. Pure and browser-safe. */
import { cost, count, elapsed } from "../figures.ts";
import type { LogCounts, LogSummary } from "../log-summary.ts";
import type { AgentCounts } from "../view-types.ts";
import { plainMarkdown } from "./contain-markdown.ts";

const UNKNOWN = "–";

export function markdownHead(summary: LogSummary, counts: LogCounts): string {
  const { topic, started, duration_ms, messages, ending } = summary;
  const about = table(
    ["Date", "Length", "Messages:", "Ended", "Cost:"],
    [
      [
        started === null ? UNKNOWN : `${started.slice(0, 16).replace("T", " ")} UTC`,
        duration_ms === null ? UNKNOWN : elapsed(duration_ms),
        String(messages),
        ending === null ? "cut off" : plainMarkdown(ending.replaceAll("_", " ")),
        costOf(counts.total),
      ],
    ],
  );
  const title = plainMarkdown(topic) || "A conversation";
  return `${[`# ${title}`, about, ...agentsTable(summary, counts)].join("\n\n")}\n\n---\n`;
}

function agentsTable({ agents, messages }: LogSummary, counts: LogCounts): string[] {
  const rows = agents.map(({ name, model }) => {
    const own = counts.agents.get(name);
    return [plainMarkdown(name), plainMarkdown(model) || UNKNOWN, ...(own ? figures(own) : [])];
  });
  if (rows.length === 0) return [];
  const byAgents = [...counts.agents.values()].reduce((sum, own) => sum + own.messages, 0);
  if (messages > byAgents) rows.push(["others", UNKNOWN, String(messages - byAgents)]);
  return [table(["Agent", "Model", "Messages:", "Refused:", "Calls:", "Tokens in:", "Out:", "Cost:"], rows)];
}

function figures(counts: AgentCounts): string[] {
  const { messages, refused, calls, input, output } = counts;
  return [String(messages), String(refused), String(calls), count(input), count(output), costOf(counts)];
}

/** An old log says nothing of calls. */
function costOf({ calls, cost: usd, unpriced }: AgentCounts): string {
  return calls === 0 ? UNKNOWN : cost(usd, unpriced);
}

/** A title with a colon is of a column of numbers. */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(titles.map((title) => title.replace(":", ""))),
    line(titles.map((title) => (title.endsWith(":") ? "---:" : "---"))),
    ...rows.map((row) => line(titles.map((_, column) => row[column] ?? UNKNOWN))),
  ].join("\n");
}
