/** What the chat's processor does, and what one can tell it. */
import { Icon } from "../../parts/icons.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export function ActivityBar() {
  const { prompting } = useWorkspace();
  const activity = useWorkspaceState(({ shown }) => shown.chat?.activity ?? "ended");
  const waiting = useWorkspaceState(({ shown }) => shown.waiting);
  if (activity !== "running" && activity !== "paused") {
    return (
      <p className="only-heard" role="status">
        {activity === "idle" ? "Ready" : ""}
      </p>
    );
  }
  const isRunning = activity === "running";
  return (
    <div className={`activity-bar ${activity}`}>
      <span className="activity-words" role="status">
        {isRunning ? (waiting ?? "Writing") : "Paused"}
      </span>
      <span className="spacer" />
      {isRunning ? (
        <button type="button" className="small-button" onClick={() => prompting.pause()} title="Pause (p)">
          <Icon name="pause" /> Pause
        </button>
      ) : (
        <button type="button" className="small-button primary" onClick={() => prompting.goOn()} title="Go on (p)">
          <Icon name="play" /> Go on
        </button>
      )}
      <button type="button" className="small-button" onClick={() => prompting.stop()} title="Stop (x)">
        <Icon name="stop" /> Stop
      </button>
    </div>
  );
}
