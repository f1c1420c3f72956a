/** One agent: who it is and what it does, what it thinks and calls, and at the bottom the draft. */
import { memo } from "react";
import { answerOf } from "../../src/logging/entry-text.ts";
import { count } from "../../src/logging/figures.ts";
import type { AgentView } from "../../src/logging/view-types.ts";
import { nameText } from "../state/display-text.ts";
import type { PaneRows } from "../state/pane-index.ts";
import { paneOf } from "../state/row-index.ts";
import { Activity } from "./activity.tsx";
import { DraftBox } from "./draft-box.tsx";
import { EntryRow, GrowingRow } from "./entry-row.tsx";
import { useInSight } from "./use-in-sight.ts";
import { useTone } from "./name-tag.tsx";
import { usePage } from "./page-context.ts";
import { RowList } from "./row-list.tsx";

export interface AgentColumnProps {
  readonly agent: AgentView;
  readonly rows: PaneRows;
}

export const AgentColumn = memo(function AgentColumn({ agent, rows }: AgentColumnProps) {
  const pane = paneOf(agent.name);
  const [element, isInSight] = useInSight();
  return (
    <section
      ref={element}
      className="column pane"
      data-pane={pane}
      aria-label={nameText(agent.name)}
      style={useTone(agent.name)}
    >
      <ColumnHead agent={agent} />
      {isInSight && <ColumnRows agent={agent} rows={rows} pane={pane} />}
      {isInSight && <DraftBox draft={agent.draft} isWriting={agent.activity === "writing"} />}
    </section>
  );
});

function ColumnHead({ agent }: { readonly agent: AgentView }) {
  const { counts, lastSystem, model } = agent;
  const system = nameText(lastSystem);
  return (
    <header className="column-head">
      <div className="column-title">
        <h2 className="name">{nameText(agent.name)}</h2>
        {model !== "" && (
          <span className="model" title={nameText(model)}>
            {nameText(model)}
          </span>
        )}
        <span className="tally">
          {count(counts.messages)} msg
          {counts.refused > 0 && (
            <span className="bad" title="Refused pushes">
              {" "}
              ✗{count(counts.refused)}
            </span>
          )}
        </span>
      </div>
      <Activity agent={agent} />
      {lastSystem !== "" && (
        <p className="last-system" title={system} data-testid="last-system">
          {system}
        </p>
      )}
    </header>
  );
}

function ColumnRows({ agent, rows, pane }: AgentColumnProps & { readonly pane: string }) {
  const { entries, growing } = agent;
  const current = usePage((page) => (page.search.current?.pane === pane ? page.search.current.position : -1));
  const row = (position: number) => {
    const entry = entries.at(position);
    if (entry === undefined) return <div key={`gone-${position}`} />;
    const answer = answerOf(entry, position, entries);
    return <EntryRow key={entry.key} entry={entry} answer={answer} isCurrent={position === current} />;
  };
  const moreRow = (index: number) => {
    const entry = growing[index];
    return entry === undefined ? <div key={`gone-${index}`} /> : <GrowingRow key={`growing-${index}`} entry={entry} />;
  };
  const label = nameText(agent.name);
  return <RowList {...{ pane, rows, label, row, moreRow }} more={growing.length} growth={growing} />;
}
