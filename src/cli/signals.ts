/** Ctrl-C and kill end the conversation in good order; a second one ends the process at once. */
import type { StopReason } from "../agents/types.ts";

const REASONS = { SIGINT: "interrupted", SIGTERM: "terminated", SIGHUP: "terminated" } as const;

/** Calls `stop` at the first signal; the returned function gives the signals back. */
export function onSignals(stop: (reason: StopReason) => void): () => void {
  let asked = false;
  const handlers = Object.entries(REASONS).map(([signal, reason]) => {
    const handler = () => {
      if (asked) process.exit(reason === "interrupted" ? 130 : 143);
      asked = true;
      stop(reason);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const forget of handlers) forget();
  };
}

/** Whoever read our output has gone (`| head`): there is nobody to talk for. */
export function onBrokenPipe(stop: () => void): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    stop();
  });
}
