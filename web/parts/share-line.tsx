/** The line between two panes: dragged, or moved with the arrow keys. */
import type { KeyboardEvent, PointerEvent } from "react";

export interface ShareLineProps {
  readonly className: string;
  readonly label: string;
  /** Of the line itself: a vertical one is moved to the left and to the right. */
  readonly orientation: "vertical" | "horizontal";
  /** Percent that the first pane has of both. */
  readonly share: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (share: number) => void;
}

/** Percent of one press of a key. */
const STEP = 4;

export function ShareLine({ className, label, orientation, share, least, most, onChange }: ShareLineProps) {
  const isVertical = orientation === "vertical";
  const move = (next: number) => onChange(Math.round(Math.min(most, Math.max(least, next)) * 10) / 10);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => event.currentTarget.setPointerCapture(event.pointerId);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const frame = event.currentTarget.parentElement?.getBoundingClientRect();
    if (frame === undefined) return;
    const part = isVertical ? (event.clientX - frame.left) / frame.width : (event.clientY - frame.top) / frame.height;
    move(part * 100);
  };
  const [less, more] = isVertical ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === less ? -STEP : event.key === more ? STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    move(share + by);
  };
  return (
    <div
      className={className}
      role="separator"
      aria-orientation={orientation}
      aria-label={label}
      aria-valuenow={Math.round(share)}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      {...{ onPointerDown, onPointerMove, onKeyDown }}
    />
  );
}
