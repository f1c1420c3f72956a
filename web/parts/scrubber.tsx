/** Where in the conversation: dragged, clicked, or moved with the arrow keys; with ticks where something went wrong. */
import { memo, type PointerEvent, useMemo, useRef, useState } from "react";
import { elapsed } from "../../src/logging/figures.ts";
import type { SourceState } from "../../src/logging/replay/timeline-source.ts";
import { type Mark, positionAt, shareOf, ticksOf } from "../state/scrubber-geometry.ts";
import { usePage, useTools } from "./page-context.ts";

const SLOTS = 200;

export function Scrubber() {
  const { model } = useTools();
  const source = usePage((page) => page.source);
  const marks = usePage((page) => page.marks);
  const track = useRef<HTMLDivElement>(null);
  /** While it is dragged, the place of the finger; the seek comes when it is let go, and the thumb waits there for it. */
  const [dragged, setDragged] = useState<number | null>(null);
  const [isSeeking, setSeeking] = useState(false);
  const drags = useRef(0);
  const [hovered, setHovered] = useState<number | null>(null);
  if (source === null) return null;
  const { duration } = source;
  const position = dragged ?? shownPosition(source);
  const placeOf = (event: PointerEvent) => {
    const { left = 0, width = 0 } = track.current?.getBoundingClientRect() ?? {};
    return positionAt(event.clientX, left, width, duration);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drags.current++;
    setSeeking(false);
    setDragged(placeOf(event));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    setHovered(placeOf(event));
    if (dragged !== null && !isSeeking) setDragged(placeOf(event));
  };
  const seekTo = async (place: number): Promise<void> => {
    const mine = ++drags.current;
    setDragged(place);
    setSeeking(true);
    await model.source?.seek(place);
    // Another drag may have begun meanwhile.
    if (mine !== drags.current) return;
    setSeeking(false);
    setDragged(null);
  };
  const onPointerUp = (event: PointerEvent) => {
    if (dragged !== null && !isSeeking) void seekTo(placeOf(event));
  };
  const share = `${shareOf(position, duration) * 100}%`;
  const shown = `${elapsed(position)} of ${elapsed(duration)}`;
  return (
    <div className="scrubber">
      <span className="time" data-testid="position">
        {elapsed(position)}
      </span>
      <div
        ref={track}
        className="track"
        role="slider"
        tabIndex={0}
        aria-label="Position"
        aria-valuemin={0}
        aria-valuemax={Math.round(duration / 1_000)}
        aria-valuenow={Math.round(position / 1_000)}
        aria-valuetext={shown}
        onPointerLeave={() => setHovered(null)}
        {...{ onPointerDown, onPointerMove, onPointerUp }}
      >
        <div className="track-line">
          <div className="track-done" style={{ width: share }} />
        </div>
        <Ticks marks={marks} duration={duration} />
        <div className="thumb" style={{ left: share }} />
        {(hovered !== null || dragged !== null) && (
          <output className="track-tip" style={{ left: `${shareOf(dragged ?? hovered ?? 0, duration) * 100}%` }}>
            {elapsed(dragged ?? hovered ?? 0)}
          </output>
        )}
      </div>
      <span className="time" data-testid="duration">
        {source.progress === null ? elapsed(duration) : `${Math.round(source.progress * 100)}%`}
      </span>
    </div>
  );
}

/** Who follows is at the head, whatever the last record's time is. */
function shownPosition({ following, position, duration }: SourceState): number {
  return following ? duration : position;
}

const Ticks = memo(function Ticks({ marks, duration }: { readonly marks: readonly Mark[]; readonly duration: number }) {
  const ticks = useMemo(() => ticksOf(marks, duration, SLOTS), [marks, duration]);
  return ticks.map(({ share, kind, labels, count }) => (
    <span
      key={share}
      className={`tick ${kind}`}
      style={{ left: `${share * 100}%` }}
      title={count > labels.length ? `${labels.join("\n")}\nand ${count - labels.length} more` : labels.join("\n")}
    />
  ));
});
