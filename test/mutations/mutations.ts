/** What can be wrong with a log, every kind of it. */
import { ACTION_FAULTS } from "./action-faults.ts";
import type { Mutation } from "./places.ts";
import { SENDER_FAULTS } from "./sender-faults.ts";
import { SEQUENCE_FAULTS } from "./sequence-faults.ts";
import { SESSION_FAULTS } from "./session-faults.ts";

export type { Mutation };
export const MUTATIONS: readonly Mutation[] = [
  ...SEQUENCE_FAULTS,
  ...SENDER_FAULTS,
  ...ACTION_FAULTS,
  ...SESSION_FAULTS,
];
