/** How the connection stands; nothing where it stands well. */
import { useEffect, useState } from "react";
import { systemClock } from "../../../src/chatroom/clock.ts";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export function LinkBadge() {
  const { model } = useWorkspace();
  const link = useWorkspaceState((state) => state.link);
  if (link.status === "open")
    return (
      <span className="only-heard" role="status">
        Connected
      </span>
    );
  if (link.status === "off") return null;
  if (link.status === "connecting") return <span className="badge trouble">Connecting</span>;
  return (
    <span className="link-state">
      <span className="badge trouble" role="status" title={link.why}>
        Not connected
      </span>
      <span className="dim wide-only">
        again in <Countdown until={link.at} />
      </span>
      <button type="button" className="link-button" onClick={() => model.link.hurry()}>
        Now
      </button>
    </span>
  );
}

function Countdown({ until }: { readonly until: number }) {
  const [now, setNow] = useState(() => systemClock.monotonic());
  useEffect(() => {
    const tick = () => {
      setNow(systemClock.monotonic());
      cancel = systemClock.schedule(1_000, tick);
    };
    let cancel = systemClock.schedule(1_000, tick);
    return () => cancel();
  }, []);
  return `${Math.max(1, Math.round((until - now) / 1_000))} s`;
}
