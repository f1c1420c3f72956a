/** Above it all: where one is, what waits to be accepted, and what one can take away. */
import { IconButton } from "../../parts/icon-button.tsx";
import { Icon } from "../../parts/icons.tsx";
import { nameText } from "../../state/display-text.ts";
import { acceptableCount, pendingCount } from "../state/pending.ts";
import { ExportMenu } from "./export-menu.tsx";
import { LinkBadge } from "./link-badge.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

const NEXT_THEME = { system: "light", light: "dark", dark: "system" } as const;

export function TopBar() {
  const { model, library, choose } = useWorkspace();
  const title = useWorkspaceState(({ shown }) => shown.document?.document.title ?? shown.chat?.chat.title);
  const theme = useWorkspaceState(({ ui }) => ui.choice.theme);
  return (
    <header className="top-bar">
      <IconButton
        icon="menu"
        label="Chats and documents (l)"
        onClick={() => model.ui({ overlay: { type: "library" } })}
      />
      <span className="logo" aria-hidden="true" />
      <span className="topic">{title === undefined ? "Workspace" : nameText(title)}</span>
      <LinkBadge />
      <span className="spacer" />
      <AcceptAll />
      <ExportMenu />
      <IconButton icon="add" label="New (d)" onClick={() => library.startOver()} />
      <IconButton
        className="wide-only"
        icon="sun"
        label={`Colours: ${theme}`}
        onClick={() => choose({ theme: NEXT_THEME[theme] })}
      />
      <IconButton
        className="wide-only"
        icon="help"
        label="Keys (?)"
        onClick={() => model.ui({ overlay: { type: "help" } })}
      />
    </header>
  );
}

function AcceptAll() {
  const { blocks } = useWorkspace();
  const count = useWorkspaceState(({ shown }) => acceptableCount(shown.document?.blocks ?? []));
  const pending = useWorkspaceState(({ shown }) => pendingCount(shown.document?.blocks ?? []));
  if (pending === 0) return null;
  return (
    <button
      type="button"
      className="small-button primary accept-all"
      disabled={count === 0}
      title="Accept all that is neither stale nor being written (A)"
      onClick={() => void blocks.acceptAll()}
    >
      <Icon name="check" /> <span className="accept-words">Accept all</span> ({count})
    </button>
  );
}
