/** The bottom line: play and pause, one record or message on, the scrubber, the speed, and back to what is live. */
import { plural } from "../../src/logging/figures.ts";
import { SPEEDS } from "../state/keyboard.ts";
import { IconButton } from "./icon-button.tsx";
import { usePage, useTools } from "./page-context.ts";
import { Scrubber } from "./scrubber.tsx";

export function TimelineBar() {
  const { run } = useTools();
  const status = usePage((page) => page.source?.status ?? null);
  const isLive = usePage((page) => page.source?.live ?? false);
  const marks = usePage((page) => page.marks.length);
  if (status === null) return null;
  const isPlaying = status === "playing" || status === "seeking";
  return (
    <footer className="timeline" aria-label="Timeline">
      <div className="timeline-buttons">
        <IconButton
          className="play"
          icon={isPlaying ? "pause" : "play"}
          label={isPlaying ? "Pause (space)" : "Play (space)"}
          onClick={() => run({ type: "toggle" })}
        />
        <IconButton
          icon="previous"
          label="Previous message ([)"
          onClick={() => run({ type: "message", direction: -1 })}
        />
        <IconButton icon="step" label="One record on (.)" onClick={() => run({ type: "step" })} />
        <IconButton icon="next" label="Next message (])" onClick={() => run({ type: "message", direction: 1 })} />
        <IconButton
          icon="marker"
          label={marks > 0 ? `Next of ${plural(marks, "marker")} (m)` : "Next marker (m)"}
          onClick={() => run({ type: "marker", direction: 1 })}
        />
      </div>
      <Scrubber />
      {isLive ? <LiveButton /> : <SpeedChoice />}
    </footer>
  );
}

function LiveButton() {
  const { run } = useTools();
  const following = usePage((page) => page.source?.following ?? false);
  const isConnected = usePage((page) => page.connection.status === "connected");
  return (
    <button
      type="button"
      className={`live-button ${following && isConnected ? "following" : ""}`}
      aria-pressed={following}
      title="To what is said now (G)"
      onClick={() => run({ type: "end" })}
    >
      <span className="live-dot" aria-hidden="true" />
      Live
    </button>
  );
}

export function SpeedChoice() {
  const { prefer } = useTools();
  const speed = usePage((page) => page.source?.speed ?? 1);
  const speeds = SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed].sort((left, right) => left - right);
  return (
    <label className="speed" title="Speed (< >)">
      <span className="only-heard">Speed</span>
      <select value={speed} onChange={(event) => prefer({ speed: Number(event.target.value) })}>
        {speeds.map((value) => (
          <option key={value} value={value}>
            {value}×
          </option>
        ))}
      </select>
    </label>
  );
}
