/** Time as an argument: rooms, agents and logs never ask the system for it. */

export interface Clock {
  /** Wall clock, epoch ms: for timestamps people read. May jump. */
  now(): number;
  /** Monotonic ms: for leases, timeouts and delays. Never jumps. */
  monotonic(): number;
  /** Calls `callback` once after `ms`; the returned function cancels it. */
  schedule(ms: number, callback: () => void): () => void;
}

/** A longer timer of Node fires at once; of one that is overdue it complains, in the middle of whatever screen there is. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule(ms, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_TIMER));
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.schedule(ms, done);
    signal?.addEventListener("abort", done, { once: true });
  });
}

/** ISO 8601, UTC, with milliseconds. */
export function timestampOf(clock: Clock): string {
  const now = clock.now();
  // In a busy room many events fall into one millisecond, and writing a date is dear.
  if (now !== last.now) last = { now, timestamp: new Date(now).toISOString() };
  return last.timestamp;
}

let last = { now: Number.NaN, timestamp: "" };
