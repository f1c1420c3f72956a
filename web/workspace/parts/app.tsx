/** The whole page: the document on the left, the chat on the right; on a phone one of them at a time. */
import { useEffect } from "react";
import { ShareLine } from "../../parts/share-line.tsx";
import { nameText } from "../../state/display-text.ts";
import { ChatPane } from "./chat-pane.tsx";
import { DocumentPane } from "./document-pane.tsx";
import { Notices } from "./notices.tsx";
import { Overlays } from "./overlays.tsx";
import { TokenPrompt } from "./token-prompt.tsx";
import { TopBar } from "./top-bar.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export function App() {
  const access = useWorkspaceState((state) => state.access);
  const pane = useWorkspaceState(({ ui }) => ui.pane);
  const share = useWorkspaceState(({ ui }) => ui.choice.documentShare);
  usePageLook();
  if (access === "token_missing" || access === "token_wrong") return <TokenPrompt isWrong={access === "token_wrong"} />;
  return (
    <div className="workspace" data-pane={pane} style={{ "--document-share": `${share}%` } as React.CSSProperties}>
      <TopBar />
      <PaneTabs />
      <div className="panes">
        <DocumentPane />
        <Splitter />
        <ChatPane />
      </div>
      <Notices />
      <Overlays />
    </div>
  );
}

function usePageLook(): void {
  const title = useWorkspaceState(({ shown }) => shown.document?.document.title ?? shown.chat?.chat.title);
  const theme = useWorkspaceState(({ ui }) => ui.choice.theme);
  useEffect(() => {
    document.title = title === undefined ? "llm-chat workspace" : `${nameText(title)} · llm-chat`;
  }, [title]);
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }, [theme]);
}

function PaneTabs() {
  const { model } = useWorkspace();
  const pane = useWorkspaceState(({ ui }) => ui.pane);
  const isRunning = useWorkspaceState(({ shown }) => shown.chat?.activity === "running");
  return (
    <nav className="pane-tabs" aria-label="Panes">
      <button type="button" aria-pressed={pane === "document"} onClick={() => model.ui({ pane: "document" })}>
        Document
      </button>
      <button type="button" aria-pressed={pane === "chat"} onClick={() => model.ui({ pane: "chat" })}>
        Chat{isRunning && <span className="tab-dot" title="Writing" />}
      </button>
    </nav>
  );
}

function Splitter() {
  const { choose } = useWorkspace();
  const share = useWorkspaceState(({ ui }) => ui.choice.documentShare);
  return (
    <ShareLine
      className="workspace-splitter"
      label="Width of the document"
      orientation="vertical"
      share={share}
      least={30}
      most={85}
      onChange={(documentShare) => choose({ documentShare })}
    />
  );
}
