/** The whole page: the document on the left, the chat on the right; on a phone one of them at a time. */
import { type KeyboardEvent, type PointerEvent, useEffect } from "react";
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

const LEAST = 30;
const MOST = 85;

function Splitter() {
  const { choose } = useWorkspace();
  const share = useWorkspaceState(({ ui }) => ui.choice.documentShare);
  const move = (next: number) => choose({ documentShare: Math.round(Math.min(MOST, Math.max(LEAST, next)) * 10) / 10 });
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const frame = event.currentTarget.parentElement?.getBoundingClientRect();
    if (frame) move(((event.clientX - frame.left) / frame.width) * 100);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowLeft" ? -3 : event.key === "ArrowRight" ? 3 : 0;
    if (by === 0) return;
    event.preventDefault();
    move(share + by);
  };
  return (
    <div
      className="workspace-splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the document"
      aria-valuenow={Math.round(share)}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      {...{ onPointerMove, onKeyDown }}
    />
  );
}
