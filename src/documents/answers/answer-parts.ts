/** What answers are made with, the same for all chats. */
import type { Clock } from "../../chatroom/clock.ts";
import type { Models } from "../processor/answerer.ts";
import type { Discuss } from "./discuss.ts";

export interface AnswerParts {
  readonly models: Models;
  /** Null: several models cannot talk here. */
  readonly discuss: Discuss | null;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}
