/** Keeps the text that is being written in sight, until a person scrolls away from it. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import type { WorkspaceModel } from "../state/workspace-model.ts";
import { useWorkspace } from "./workspace-context.ts";

/** Pixels that are kept free below the text. */
const ROOM = 72;
/** ms after a touch of the wheel, a key or a finger in which a scrolling is the person's. */
const OWN = 400;

/** Tells whether something is being written out of sight (`isAway`). `content`: whatever changes when it grows. */
export function useFollowing(scroller: RefObject<HTMLElement | null>, content: unknown): void {
  const { model } = useWorkspace();
  const touchedAt = useRef(Number.NEGATIVE_INFINITY);

  const follow = useCallback(() => {
    const hidden = hiddenBelow(scroller.current);
    tellAway(model, hidden);
    if (hidden !== null && hidden !== 0 && model.state.ui.isFollowing) scroller.current?.scrollBy({ top: hidden });
  }, [scroller, model]);

  useLayoutEffect(follow, [content, follow]);

  // What comes into sight gets its real height, charts are drawn, pictures decoded.
  useEffect(() => {
    const paper = scroller.current?.firstElementChild;
    if (!paper) return;
    const observer = new ResizeObserver(follow);
    observer.observe(paper);
    return () => observer.disconnect();
  }, [scroller, follow]);

  // Who asks to follow is brought there.
  useEffect(() => {
    let wasFollowing = model.state.ui.isFollowing;
    return model.store.subscribe(() => {
      const { isFollowing } = model.state.ui;
      if (isFollowing && !wasFollowing) follow();
      wasFollowing = isFollowing;
    });
  }, [model, follow]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const touched = (event: Event) => {
      touchedAt.current = event.timeStamp;
    };
    const scrolled = (event: Event) => {
      if (event.timeStamp - touchedAt.current > OWN) return;
      const hidden = hiddenBelow(element);
      tellAway(model, hidden);
      if (hidden === null) return;
      const isFollowing = hidden === 0;
      if (model.state.ui.isFollowing !== isFollowing) model.ui({ isFollowing });
    };
    const touches = ["wheel", "touchmove", "pointerdown", "keydown"] as const;
    for (const name of touches) element.addEventListener(name, touched, { passive: true });
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      for (const name of touches) element.removeEventListener(name, touched);
      element.removeEventListener("scroll", scrolled);
    };
  }, [scroller, model]);
}

function tellAway(model: WorkspaceModel, hidden: number | null): void {
  const isAway = hidden !== null && hidden !== 0;
  if (model.state.ui.isAway !== isAway) model.ui({ isAway });
}

/** Pixels from the lower edge of what is seen to the end of the text that is written; null: none is. 0: it is in sight. */
function hiddenBelow(scroller: HTMLElement | null): number | null {
  const all = scroller?.querySelectorAll('[data-streaming="true"]');
  const last = all?.[all.length - 1];
  if (!scroller || !last) return null;
  const frame = scroller.getBoundingClientRect();
  const end = last.getBoundingClientRect().bottom;
  if (end > frame.bottom - ROOM / 2) return Math.max(1, end - frame.bottom + ROOM);
  return end < frame.top ? end - frame.bottom + ROOM : 0;
}
