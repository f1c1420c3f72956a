/** The agents side by side; what does not fit is scrolled to. */
import { AgentColumn } from "./agent-column.tsx";
import { NO_ROWS } from "../state/pane-index.ts";
import { usePage } from "./page-context.ts";

export function Columns() {
  const agents = usePage((page) => page.view.agents);
  const rows = usePage((page) => page.agentRows);
  const hidden = usePage((page) => page.filter.hiddenUsers);
  const shown = agents.filter((agent) => !hidden.has(agent.name));
  return (
    <div className="columns" role="group" aria-label="Agents">
      {shown.map((agent) => (
        <AgentColumn key={agent.name} agent={agent} rows={rows.get(agent.name) ?? NO_ROWS} />
      ))}
      {shown.length === 0 && (
        <p className="pane-empty column">
          {agents.length === 0 ? "Waiting for the first agent." : "All agents are hidden."}
        </p>
      )}
    </div>
  );
}
