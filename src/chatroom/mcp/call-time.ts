/** The time of one call: it ends before its host gives up, and the host hears meanwhile that it is under way. */
import type { ServerContext } from "@modelcontextprotocol/server";
import type { Clock } from "../clock.ts";
import { LONGEST_CALL_MS, PROGRESS_MS } from "./time-limits.ts";

export interface CallTime {
  /** Aborts when the host gives the call up, and when its time is over. */
  readonly signal: AbortSignal;
  /** The call is over. */
  end(): void;
}

export function beginCall({ mcpReq }: ServerContext, clock: Clock): CallTime {
  const { _meta: meta, signal } = mcpReq;
  const over = new AbortController();
  const stop = () => over.abort();
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  const cancelDeadline = clock.schedule(LONGEST_CALL_MS, stop);
  const progressToken = meta?.progressToken;
  let cancelProgress = () => {};
  let progress = 0;
  const tell = () => {
    progress += PROGRESS_MS / 1_000;
    const params = { progressToken, progress, total: LONGEST_CALL_MS / 1_000, message: `Waiting, ${progress} s.` };
    // A host that has gone hears nothing, and the call ends by its signal.
    mcpReq.notify({ method: "notifications/progress", params }).catch(() => {});
    cancelProgress = clock.schedule(PROGRESS_MS, tell);
  };
  if (progressToken !== undefined) cancelProgress = clock.schedule(PROGRESS_MS, tell);
  return {
    signal: over.signal,
    end() {
      signal.removeEventListener("abort", stop);
      cancelDeadline();
      cancelProgress();
    },
  };
}
