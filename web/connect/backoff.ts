/** How long to wait before the next attempt: doubling from 1 s to 30 s, with jitter, so that many pages do not come at once. */
const FIRST = 1_000;
const LONGEST = 30_000;

/** ms before attempt `attempt` (1 is the first); `random` is from [0, 1). Never less than half of the ceiling. */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(20, Math.max(0, attempt - 1)));
  return Math.round(Math.max(FIRST, ceiling / 2 + (ceiling / 2) * random));
}
