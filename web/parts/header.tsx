/** The top line: what it is about, whether it is live, and the figures of the conversation. */
import { cost, count, elapsed, plural } from "../../src/logging/figures.ts";
import { nameText } from "../state/display-text.ts";
import { ConnectionBadge } from "./connection-badge.tsx";
import { IconButton } from "./icon-button.tsx";
import { NameTag } from "./name-tag.tsx";
import { usePage, useTools, useUi } from "./page-context.ts";
import { RoomChoice } from "./room-choice.tsx";

export function Header() {
  const { ui } = useTools();
  const topic = usePage((page) => page.view.topic);
  const originType = usePage((page) => page.origin.type);
  const problems = usePage((page) => page.problemCount);
  const filters = useUi((state) => state.filters);
  const panel = useUi((state) => state.panel);
  const room = usePage((page) => page.room ?? page.view.room);
  const shownTopic = nameText(topic || room || "llm-chat");
  const isEmpty = originType === "none";
  return (
    <header className="header">
      <span className="logo" aria-hidden="true" />
      <h1 className="topic" title={shownTopic}>
        {shownTopic}
      </h1>
      <ConnectionBadge />
      <RoomChoice />
      {isEmpty ? <span className="spacer" /> : <Figures />}
      {problems > 0 && (
        <button type="button" className="problems-button" onClick={() => ui.change({ panel: true })}>
          ⚠ {count(problems)}
          <span className="only-heard"> problems in the log; show them</span>
        </button>
      )}
      {!isEmpty && (
        <IconButton
          icon="search"
          label="Search and filter (/)"
          pressed={filters}
          onClick={() => ui.change({ filters: !filters })}
        />
      )}
      <IconButton icon="gear" label="Settings" pressed={panel} onClick={() => ui.change({ panel: !panel })} />
    </header>
  );
}

function Figures() {
  const counts = usePage((page) => page.view.counts);
  const hasAgents = usePage((page) => page.view.agents.length > 0);
  const startedAt = usePage((page) => page.view.startedAt);
  const ended = usePage((page) => page.view.ended);
  const now = usePage((page) => page.now);
  const time = startedAt === null ? "--:--" : elapsed(now - Math.floor(startedAt / 1_000) * 1_000);
  return (
    <ul className="figures" aria-label="Figures">
      {ended !== null && <li className="ended">ended: {nameText(ended).replaceAll("_", " ")}</li>}
      <li className="elapsed" title="Time since the start">
        {time}
      </li>
      <li>{plural(counts.messages, "message")}</li>
      {hasAgents && (
        <>
          <li title={`${counts.input} in, ${counts.cached} of them cached, ${counts.output} out`}>
            {plural(counts.input + counts.output, "token")}
          </li>
          <li>{cost(counts.cost, counts.unpriced)}</li>
        </>
      )}
      <li className={counts.crossed > 0 ? "bad" : ""} title="Messages sent without having read an earlier one">
        {counts.crossed > 0 ? "✗ " : ""}
        {counts.crossed} crossed
      </li>
      <Floor />
    </ul>
  );
}

function Floor() {
  const { policy, holder, queue } = usePage((page) => page.view.floor);
  const word = policy === "stick" ? "stick" : "floor";
  return (
    <li className="floor">
      <span className="dim">{word} </span>
      {holder === null ? policy === "stick" ? "free" : "open" : <NameTag name={holder} />}
      {queue.length > 0 && <span className="dim"> +{queue.length}</span>}
    </li>
  );
}
