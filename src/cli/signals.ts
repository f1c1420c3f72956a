/** What ends the conversation from outside: Ctrl-C and kill, in good order; and output that nobody takes any more. */
import type { StopReason } from "../agents/types.ts";

const REASONS = { SIGINT: "interrupted", SIGTERM: "terminated", SIGHUP: "terminated" } as const;

/** The part of `process` that it takes. */
export interface SignalTarget {
  on(signal: NodeJS.Signals, handler: () => void): unknown;
  off(signal: NodeJS.Signals, handler: () => void): unknown;
  exit(code: number): void;
}

/** Calls `stop` at the first signal, and ends the process at the second; the returned function gives the signals back. */
export function onSignals(target: SignalTarget, stop: (reason: StopReason) => void): () => void {
  let asked = false;
  const handlers = Object.entries(REASONS).map(([name, reason]) => {
    const signal = name as keyof typeof REASONS;
    const handler = () => {
      if (asked) return target.exit(reason === "interrupted" ? 130 : 143);
      asked = true;
      stop(reason);
    };
    target.on(signal, handler);
    return () => target.off(signal, handler);
  });
  return () => {
    for (const forget of handlers) forget();
  };
}

/** The part of a stream that it takes; one without it, as of a test, is never lost. */
export interface OutputTarget {
  on?(event: "error", handler: (error: NodeJS.ErrnoException) => void): unknown;
  write?(text: string, written: (error?: Error | null) => void): unknown;
}

/** The reader has gone (`| head`), or the terminal it was on. */
const READER_GONE: ReadonlySet<string | undefined> = new Set(["EPIPE", "EIO", "ERR_STREAM_DESTROYED"]);

/**
 * Calls `lost` when nothing written to `output` arrives any more; with the error where that is a fault (a full disk),
 * not merely a reader who has seen enough. It listens for good: errors come late, and one nobody hears ends the process.
 */
export function onLostOutput(output: OutputTarget, lost: (fault: Error | null) => void): void {
  output.on?.("error", (error) => lost(READER_GONE.has(error.code) ? null : error));
}
