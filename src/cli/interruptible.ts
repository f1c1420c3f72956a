/** Something long that Ctrl-C, or a reader who has seen enough, ends before its time: with the signal's exit code, or 0. */
import type { StopReason } from "../agents/types.ts";
import { EXIT_OK, exitCodeOf } from "./exit-codes.ts";
import { onLostOutput, onSignals, type OutputTarget, type SignalTarget } from "./signals.ts";

export interface Outside {
  readonly process: SignalTarget;
  readonly stdout: OutputTarget;
}

/** Resolves to the exit code of `run`, whose `signal` aborts when it is to end; what it throws then is of no account. */
export async function interruptible(
  { process, stdout }: Outside,
  run: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const stopping = new AbortController();
  const ends: (StopReason | Error | null)[] = [];
  const forget = onSignals(process, (reason) => {
    ends.push(reason);
    stopping.abort();
  });
  onLostOutput(stdout, (fault) => {
    ends.push(fault);
    stopping.abort();
  });
  try {
    const code = await run(stopping.signal);
    await written(stdout, stopping.signal);
    if (!stopping.signal.aborted) return code;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    forget();
  }
  const [end = null] = ends;
  if (end instanceof Error) throw new Error(`the output cannot be written: ${end.message}`, { cause: end });
  return end === null ? EXIT_OK : exitCodeOf(end);
}

/** What was said last may fail to arrive only after it was said. */
function written(stdout: OutputTarget, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stdout.write === undefined || signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
    // An error is heard before the next turn, by whoever listens for it.
    stdout.write("", () => setImmediate(resolve));
  });
}
