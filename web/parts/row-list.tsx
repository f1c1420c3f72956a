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

/** Pixels from the end that count as the end for who comes down to it, and for who is on the way up. */
const NEAR_END = 48;
const AT_END = 1;
const UP_KEYS: ReadonlySet<string> = new Set(["ArrowUp", "PageUp", "Home"]);
const DOWN_KEYS: ReadonlySet<string> = new Set(["ArrowDown", "PageDown", "End"]);

/** What a person has begun to do. Who goes up is not taken to the end by anything but going down. */
type PersonScroll = "goes up" | "scrolls";

export function RowList({ pane, rows, label, more = 0, row, moreRow, growth }: RowListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<VListHandle>(null);
  const length = rows.length + more;
  const autoScroll = useUi((ui) => ui.preferences.autoScroll);
  const current = usePage((page) => (page.search.current?.pane === pane ? page.search.current : null));
  const [isAtEnd, setAtEnd] = useState(true);
  const [seenLength, setSeenLength] = useState(0);
  const person = useRef<PersonScroll | null>(null);
  const lastOffset = useRef(0);
  const rowsBefore = useRef(0);
  const sticks = isAtEnd && autoScroll && current === null;

  /** Not by an index: a list that is on its way to one takes back, for a while, what a person scrolls. */
  const goToEnd = (): void => {
    const rows = frame.current?.querySelector(".rows");
    if (rows) rows.scrollTop = rows.scrollHeight;
  };

  useEffect(() => {
    if (sticks && length > 0) goToEnd();
    else if (isAtEnd && !autoScroll && restBelow() > NEAR_END) setAtEnd(false);
    else if (isAtEnd && !autoScroll) setSeenLength(length);
  }, [sticks, isAtEnd, autoScroll, length, growth]);

  useEffect(() => {
    person.current = null;
    if (autoScroll) setAtEnd(true);
  }, [autoScroll]);

  // After a seek back, or with another filter, the rows are others: the end is what one wants to see.
  useEffect(() => {
    if (rows.length < rowsBefore.current) {
      person.current = null;
      setAtEnd(true);
    }
    rowsBefore.current = rows.length;
  }, [rows.length]);

  useEffect(() => {
    if (current === null) return;
    const index = countBelow(rows.positions, current.position);
    list.current?.scrollToIndex(index, { align: "center" });
    // Only when it becomes the current one: afterwards a person may scroll where they like.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [current]);

  const restBelow = (): number => {
    const handle = list.current;
    return handle === null ? 0 : handle.scrollSize - handle.scrollOffset - handle.viewportSize;
  };
  const toEnd = (): void => {
    person.current = null;
    setAtEnd(true);
    goToEnd();
  };
  const leave = (): void => {
    setAtEnd(false);
    setSeenLength(length);
  };
  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (handle === null) return;
    const rest = handle.scrollSize - offset - handle.viewportSize;
    const wentUp = offset < lastOffset.current;
    lastOffset.current = offset;
    if (rest < (wentUp ? AT_END : NEAR_END) && person.current !== "goes up") {
      person.current = null;
      setAtEnd(true);
      setSeenLength(length);
    } else if (person.current !== null) {
      // Rows that grow or are measured move things too: away from the end leads only a person.
      if (isAtEnd) leave();
      else if (length < seenLength) setSeenLength(length);
    }
  };
  const personScrolls = (how: PersonScroll): void => {
    const handle = list.current;
    if (handle === null || handle.scrollSize <= handle.viewportSize) return;
    person.current = how;
    // At once: what grows meanwhile would lead back to the end before the first pixels are gone.
    if (how === "goes up" && isAtEnd) leave();
  };
  const onResize = (): void => {
    if (sticks && length > 0) goToEnd();
  };
  const unseen = Math.max(0, length - seenLength);

  return (
    <div
      ref={frame}
      className="row-list"
      onWheel={({ deltaY }) => personScrolls(deltaY < 0 ? "goes up" : "scrolls")}
      onTouchMove={() => personScrolls("scrolls")}
      onPointerDown={(event) => {
        // On the scroll bar, not on a row.
        if (event.target instanceof HTMLElement && event.target.classList.contains("rows")) personScrolls("scrolls");
      }}
      onKeyDown={(event) => {
        if (UP_KEYS.has(event.key)) personScrolls("goes up");
        else if (DOWN_KEYS.has(event.key)) personScrolls("scrolls");
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
