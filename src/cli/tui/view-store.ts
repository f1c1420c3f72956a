/** The view of a conversation that runs right now: items are folded as they come, and shown as `ViewCommits` paces it. */
import type { Clock } from "../../chatroom/clock.ts";
import type { TimelineItem } from "../../logging/record.ts";
import { initialView, viewReducer } from "../../logging/view-state.ts";
import type { ViewState } from "../../logging/view-types.ts";
import { type ScreenView, ViewCommits } from "./view-commits.ts";

const TICK_MS = 1_000;

export class ViewStore implements ScreenView {
  readonly getSnapshot: () => ViewState;
  readonly subscribe: (watcher: () => void) => () => void;
  readonly #commits: ViewCommits;
  #latest: ViewState;

  constructor(clock: Clock, start: ViewState = initialView) {
    this.#latest = start;
    this.#commits = new ViewCommits({
      clock,
      latest: () => this.#latest,
      // Durations count on, on the full second of the conversation, so that all of them step together.
      nextTick: ({ startedAt, ended }) =>
        startedAt === null || ended !== null ? null : TICK_MS - (Math.max(0, clock.now() - startedAt) % TICK_MS),
    });
    this.getSnapshot = this.#commits.getSnapshot;
    this.subscribe = this.#commits.subscribe;
  }

  push(item: TimelineItem): void {
    this.#latest = viewReducer(this.#latest, item);
    this.#commits.changed();
  }

  flush(): void {
    this.#commits.flush();
  }
}
