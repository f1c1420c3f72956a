/** The day, as models and people write it: 2026-11-27, in UTC. */
import type { Clock } from "../../chatroom/clock.ts";

export function todayAt(clock: Clock): string {
  return new Date(clock.now()).toISOString().slice(0, 10);
}
