/** What the process ends with, so that a script can tell why a conversation ended. Part of the public interface. */
import type { StopReason } from "../agents/types.ts";

export const EXIT_OK = 0;
export const EXIT_UNEXPECTED = 1;
export const EXIT_USAGE = 2;

const BY_REASON: Readonly<Record<StopReason, number>> = {
  all_waiting: EXIT_OK,
  quit: EXIT_OK,
  agents_failed: 3,
  max_messages: 10,
  max_turns: 11,
  max_minutes: 12,
  max_tokens: 13,
  max_cost: 14,
  loop: 15,
  interrupted: 130,
  terminated: 143,
};

export function exitCodeOf(reason: StopReason): number {
  return BY_REASON[reason];
}

/** For the help text. */
export const EXIT_CODES: readonly (readonly [codes: string, meaning: string])[] = [
  ["0", "it ended by itself (everybody was waiting), or you quit"],
  ["1", "an unexpected failure; --debug shows more"],
  ["2", "wrong usage: an option, a file, a missing key"],
  ["3", "all agents failed"],
  ["10 to 14", "a limit was reached: messages, turns, minutes, tokens, cost"],
  ["15", "the talk went in circles"],
  ["130, 143", "interrupted (Ctrl-C), terminated"],
];
