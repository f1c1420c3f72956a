/** The view of a `TimelineSource` as a screen takes it: the source folds, and commits are paced at any speed. */
import type { Clock } from "../../chatroom/clock.ts";
import type { TimelineSource } from "../../logging/replay/timeline-source.ts";
import type { ViewState } from "../../logging/view-types.ts";
import { type ScreenView, ViewCommits } from "./view-commits.ts";

const SECOND = 1_000;
/** However fast it plays, the bar moves no more often between two items. */
const SHORTEST_TICK = 100;

export class SourceStore implements ScreenView {
  readonly getSnapshot: () => ViewState;
  readonly subscribe: (watcher: () => void) => () => void;
  readonly #commits: ViewCommits;

  constructor(source: TimelineSource, clock: Clock) {
    this.#commits = new ViewCommits({ clock, latest: () => source.view, nextTick: () => nextTick(source) });
    this.getSnapshot = this.#commits.getSnapshot;
    this.subscribe = this.#commits.subscribe;
    source.subscribe(() => this.changed());
  }

  /** Something beside the source's own looks different. */
  changed(): void {
    this.#commits.changed();
  }

  flush(): void {
    this.#commits.flush();
  }
}

function nextTick({ state }: TimelineSource): number | null {
  const { status, position, speed } = state;
  switch (status) {
    case "playing":
      return Math.min(SECOND, Math.max(SHORTEST_TICK, (SECOND - (position % SECOND)) / speed));
    case "opening":
    case "seeking":
      return SHORTEST_TICK;
    case "ended":
      return SECOND;
    case "paused":
    case "failed":
      return null;
  }
}
