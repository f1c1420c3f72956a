/** Of a phone: which pane is shown. */
import { nameText } from "../state/display-text.ts";
import { CHAT, paneOf } from "../state/row-index.ts";
import { useTone } from "./name-tag.tsx";
import { usePage, useUi } from "./page-context.ts";

export function PaneTabs({ onChoose }: { readonly onChoose: (pane: string) => void }) {
  const agents = usePage((page) => page.view.agents);
  const hidden = usePage((page) => page.filter.hiddenUsers);
  const chosen = useUi((ui) => ui.pane);
  return (
    <nav className="tabs" aria-label="Panes">
      <button type="button" aria-pressed={chosen === CHAT} onClick={() => onChoose(CHAT)}>
        Chat
      </button>
      {agents
        .filter(({ name }) => !hidden.has(name))
        .map(({ name }) => (
          <AgentTab key={name} name={name} isChosen={chosen === paneOf(name)} onChoose={onChoose} />
        ))}
    </nav>
  );
}

interface AgentTabProps {
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChoose: (pane: string) => void;
}

function AgentTab({ name, isChosen, onChoose }: AgentTabProps) {
  return (
    <button type="button" aria-pressed={isChosen} style={useTone(name)} onClick={() => onChoose(paneOf(name))}>
      <span className="tone-dot" aria-hidden="true" />
      {nameText(name)}
    </button>
  );
}
