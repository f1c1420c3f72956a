/** The line between columns and chat: dragged, or moved with the arrow keys. */
import type { KeyboardEvent, PointerEvent } from "react";
import { useTools, useUi } from "./page-context.ts";

const LEAST = 15;
const MOST = 85;

export function Splitter() {
  const { prefer } = useTools();
  const share = useUi((ui) => ui.preferences.columnsShare);
  const move = (next: number) => prefer({ columnsShare: Math.round(Math.min(MOST, Math.max(LEAST, next)) * 10) / 10 });
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => event.currentTarget.setPointerCapture(event.pointerId);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const frame = event.currentTarget.parentElement?.getBoundingClientRect();
    if (frame) move(((event.clientY - frame.top) / frame.height) * 100);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === "ArrowUp" ? -4 : event.key === "ArrowDown" ? 4 : 0;
    if (by === 0) return;
    event.preventDefault();
    move(share + by);
  };
  return (
    <div
      className="splitter"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the columns"
      aria-valuenow={Math.round(share)}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      {...{ onPointerDown, onPointerMove, onKeyDown }}
    />
  );
}
