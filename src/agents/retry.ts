/** When a failed model call is tried again: exponential backoff with full jitter, and the server's own word first. */
import type { ModelError } from "./types.ts";

export const MAX_ATTEMPTS = 6;

const FIRST_CEILING_MS = 1_000;
const CEILING_MS = 60_000;
/** A server that asks for more than this is asked again all the same. */
const RETRY_AFTER_CAP_MS = 120_000;
/** Spreads the agents that one server sent away together. */
const RETRY_AFTER_SPREAD_MS = 1_000;

/** ms to wait after the `attempt`th failure (from 1); null where trying again is of no use. */
export function retryDelay(error: ModelError, attempt: number, random: () => number): number | null {
  if (!error.retryable || attempt >= MAX_ATTEMPTS) return null;
  if (error.retry_after_ms !== undefined) {
    const asked = Math.min(Math.max(0, error.retry_after_ms), RETRY_AFTER_CAP_MS);
    return Math.round(asked + random() * RETRY_AFTER_SPREAD_MS);
  }
  return Math.round(random() * Math.min(CEILING_MS, FIRST_CEILING_MS * 2 ** (attempt - 1)));
}
