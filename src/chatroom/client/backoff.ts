/** How long to pause before the next attempt: longer each time, and for everybody another time. */

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Full jitter: anything from nothing to a ceiling that doubles, so that a thousand clients of one server do not all come
 * back in the same moment. `attempt` counts from 1; `atLeast` is what the server asked for: the jitter is added to it.
 */
export function pauseBefore(attempt: number, random: () => number, atLeast = 0): number {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 30));
  return Math.round(atLeast + random() * ceiling);
}
