/** Columns above, chat below; on a phone one pane at a time, with tabs, to be swiped through. */
import { type CSSProperties, useCallback, useEffect, useRef } from "react";
import { ChatPane } from "./chat-pane.tsx";
import { Columns } from "./columns.tsx";
import { usePage, useTools, useUi } from "./page-context.ts";
import { PaneTabs } from "./pane-tabs.tsx";
import { Splitter } from "./splitter.tsx";

export function Panes() {
  const { ui } = useTools();
  const share = useUi((state) => state.preferences.columnsShare);
  // In a room of people only there is nothing to show above.
  const hasColumns = usePage(({ view }) => view.agents.length > 0 || view.conversation.length === 0);
  const current = usePage((page) => page.search.current);
  const panes = useRef<HTMLDivElement>(null);

  const show = useCallback(
    (pane: string): void => {
      ui.change({ pane });
      const target = [...(panes.current?.querySelectorAll<HTMLElement>("[data-pane]") ?? [])].find(
        (element) => element.dataset["pane"] === pane,
      );
      target?.scrollIntoView({ inline: "center", block: "nearest" });
    },
    [ui],
  );

  useEffect(() => {
    if (current !== null) show(current.pane);
  }, [current, show]);

  /** After a swipe the tab of what is in sight is the chosen one. */
  const onScroll = (): void => {
    const frame = panes.current;
    if (frame === null || frame.scrollWidth <= frame.clientWidth) return;
    const middle = frame.getBoundingClientRect().left + frame.clientWidth / 2;
    const shown = [...frame.querySelectorAll<HTMLElement>("[data-pane]")].find((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left <= middle && right > middle;
    });
    const pane = shown?.dataset["pane"];
    if (pane !== undefined && pane !== ui.value.pane) ui.change({ pane });
  };

  return (
    <>
      <PaneTabs onChoose={show} />
      <main className="panes" ref={panes} onScroll={onScroll} style={{ "--share": `${share}%` } as CSSProperties}>
        {hasColumns && <Columns />}
        {hasColumns && <Splitter />}
        <ChatPane />
      </main>
    </>
  );
}
