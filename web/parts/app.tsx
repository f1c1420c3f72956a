/** The whole page. */
import { useEffect } from "react";
import { nameText } from "../state/display-text.ts";
import { ConnectionBanner } from "./connection-badge.tsx";
import { ControlPanel } from "./control-panel.tsx";
import { DropZone } from "./drop-zone.tsx";
import { EmptyState } from "./empty-state.tsx";
import { FailureNotice } from "./failure-notice.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { Header } from "./header.tsx";
import { HelpOverlay } from "./help-overlay.tsx";
import { usePage, useUi } from "./page-context.ts";
import { Panes } from "./panes.tsx";
import { useSearchHighlights } from "./search-highlights.ts";
import { TimelineBar } from "./timeline-bar.tsx";

export function App() {
  const isEmpty = usePage((page) => page.origin.type === "none");
  const topic = usePage((page) => page.view.topic);
  const theme = useUi((ui) => ui.preferences.theme);
  useSearchHighlights();
  useEffect(() => {
    document.title = topic === "" ? "llm-chat" : `${nameText(topic)} · llm-chat`;
  }, [topic]);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return (
    <div className="page">
      <Header />
      <ConnectionBanner />
      <FailureNotice />
      {isEmpty ? (
        <EmptyState />
      ) : (
        <>
          <FilterBar />
          <Panes />
          <TimelineBar />
        </>
      )}
      <ControlPanel />
      <HelpOverlay />
      <DropZone />
    </div>
  );
}
