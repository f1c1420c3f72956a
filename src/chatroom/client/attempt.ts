/** Something that is tried under two conditions: it may take so long, and the caller may call it off. */
import type { Clock } from "../clock.ts";

/** Why an attempt was ended: it has taken too long. */
export class AttemptTimeout extends Error {
  override readonly name = "AttemptTimeout";

  constructor() {
    super("no answer in time");
  }
}

export interface AttemptOptions {
  readonly clock: Clock;
  /** Infinity: as long as it takes. */
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** `work` is given a signal that aborts with the caller's, or with `AttemptTimeout` after `ms`. */
export async function attempt<T>(
  { clock, ms, signal }: AttemptOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const own = new AbortController();
  const follow = () => own.abort(signal.reason);
  signal.addEventListener("abort", follow, { once: true });
  const cancel = ms === Infinity ? () => {} : clock.schedule(ms, () => own.abort(new AttemptTimeout()));
  try {
    return await work(own.signal);
  } finally {
    cancel();
    signal.removeEventListener("abort", follow);
  }
}

/** Waits for what goes on without us: who has no use for it any more does not wait, and it goes on. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
