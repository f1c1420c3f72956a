/** A request is repeated until there is an answer that can be relied on: it must be one that may arrive twice. */
import { type Clock, sleep } from "../clock.ts";
import type { ChatError } from "../errors.ts";
import { pauseBefore } from "./backoff.ts";
import type { Reply } from "./server-calls.ts";

export interface Repetition {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** How long without an answer, ms. */
  readonly giveUpAfterMs: number;
  /** What is said then. */
  readonly disconnected: (reason: string) => ChatError;
  /** Told before each pause. */
  readonly onLost?: (reason: string, attempt: number, retryInMs: number) => void;
  /** Whether an answer may take its time just now. */
  readonly mayBeSlow?: () => boolean;
}

/** Throws what the signal says, and `disconnected`. */
export async function repeat(
  send: () => Promise<Reply>,
  options: Repetition,
): Promise<Exclude<Reply, { readonly type: "lost" }>> {
  const { clock, random, signal, giveUpAfterMs, disconnected } = options;
  let awaySince: number | null = null;
  for (let attempt = 1; ; ) {
    const begun = clock.monotonic();
    const reply = await send();
    if (reply.type !== "lost") return reply;
    if (reply.isSlow && options.mayBeSlow?.() === true) continue;
    awaySince ??= begun;
    if (clock.monotonic() - awaySince >= giveUpAfterMs) throw disconnected(reply.reason);
    const pauseMs = pauseBefore(attempt, random, reply.atLeastMs);
    options.onLost?.(reply.reason, attempt, pauseMs);
    await sleep(clock, pauseMs, signal);
    signal.throwIfAborted();
    attempt++;
  }
}
