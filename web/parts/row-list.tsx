/**
 * A long list of which only what is in sight exists. It stays at its end while it grows, unless a person has scrolled
 * away from there; then a button tells how much has come and leads back.
 */
import { type ReactElement, useEffect, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import { countBelow } from "../state/list-index.ts";
import type { PaneRows } from "../state/pane-index.ts";
import { Icon } from "./icons.tsx";
import { usePage, useUi } from "./page-context.ts";

export interface RowListProps {
  readonly pane: string;
  readonly rows: PaneRows;
  readonly label: string;
  /** Rows after those of `rows`: what is being written. */
  readonly more?: number;
  /** The row at `position` of the list; `previous` is the position of the one shown above it, -1 at the top. */
  readonly row: (position: number, previous: number) => ReactElement;
  readonly moreRow?: (index: number) => ReactElement;
  /** Another value where the last row has grown. */
  readonly growth?: unknown;
}

/** Pixels from the end that still count as the end. */
const NEAR_END = 48;
const SCROLL_KEYS: ReadonlySet<string> = new Set(["ArrowUp", "PageUp", "Home"]);

export function RowList({ pane, rows, label, more = 0, row, moreRow, growth }: RowListProps) {
  const list = useRef<VListHandle>(null);
  const length = rows.length + more;
  const autoScroll = useUi((ui) => ui.preferences.autoScroll);
  const current = usePage((page) => (page.search.current?.pane === pane ? page.search.current : null));
  const [isAtEnd, setAtEnd] = useState(true);
  const [seenLength, setSeenLength] = useState(0);
  const isPersonScrolling = useRef(false);
  const sticks = isAtEnd && autoScroll && current === null;

  useEffect(() => {
    if (sticks && length > 0) list.current?.scrollToIndex(length - 1, { align: "end" });
  }, [sticks, length, growth]);

  useEffect(() => {
    if (current === null) return;
    const index = countBelow(rows.positions, current.position);
    list.current?.scrollToIndex(index, { align: "center" });
    // Only when it becomes the current one: afterwards a person may scroll where they like.
    // eslint-disable-next-line react/exhaustive-deps
  }, [current]);

  const toEnd = (): void => {
    isPersonScrolling.current = false;
    setAtEnd(true);
    list.current?.scrollToIndex(length - 1, { align: "end" });
  };
  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (handle === null) return;
    const atEnd = handle.scrollSize - offset - handle.viewportSize < NEAR_END;
    // Rows that grow or are measured move things too: away from the end leads only a person.
    if (atEnd) isPersonScrolling.current = false;
    else if (!isPersonScrolling.current) return;
    if (atEnd !== isAtEnd) setAtEnd(atEnd);
    if (atEnd || length < seenLength || isAtEnd) setSeenLength(length);
  };
  const personScrolls = (): void => {
    const handle = list.current;
    if (handle !== null && handle.scrollSize > handle.viewportSize) isPersonScrolling.current = true;
  };
  const onResize = (): void => {
    if (sticks && length > 0) list.current?.scrollToIndex(length - 1, { align: "end" });
  };
  const unseen = Math.max(0, length - seenLength);

  return (
    <div
      className="row-list"
      onWheel={personScrolls}
      onTouchMove={personScrolls}
      onPointerDown={(event) => {
        // On the scroll bar, not on a row.
        if (event.target instanceof HTMLElement && event.target.classList.contains("rows")) personScrolls();
      }}
      onKeyDown={(event) => {
        if (SCROLL_KEYS.has(event.key)) personScrolls();
      }}
    >
      <VList
        ref={list}
        className="rows"
        role="log"
        aria-label={label}
        aria-live="off"
        tabIndex={0}
        data={{ length }}
        onScroll={onScroll}
        onResize={onResize}
      >
        {(_row: unknown, index: number) => {
          const position = rows.positions[index];
          if (index >= rows.length || position === undefined)
            return moreRow?.(index - rows.length) ?? <div key={index} />;
          return row(position, rows.positions[index - 1] ?? -1);
        }}
      </VList>
      {!isAtEnd && length > 0 && (
        <button type="button" className="to-end" onClick={toEnd} aria-label={`To the end of ${label}`}>
          <Icon name="down" />
          {unseen > 0 && seenLength > 0 ? `${unseen} new` : "end"}
        </button>
      )}
    </div>
  );
}
