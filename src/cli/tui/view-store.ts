/**
 * The view as it is now. Items are folded as they come, but watchers are told at most 24 times a second: a
 * conversation brings hundreds of tokens a second, and no eye follows more. Idle, no timer runs but one a second
 * while a duration is on the screen.
 */
import type { Clock } from "../../chatroom/clock.ts";
import type { TimelineItem } from "../../logging/record.ts";
import { initialView, viewReducer } from "../../logging/view-state.ts";
import type { ViewState } from "../../logging/view-types.ts";

/** Above the 34 ms at which Ink throttles its output, so that each commit is one frame. */
const COMMIT_MS = 42;
const TICK_MS = 1_000;

export class ViewStore {
  readonly #clock: Clock;
  readonly #watchers = new Set<() => void>();
  #latest: ViewState;
  #committed: ViewState;
  #lastCommit = Number.NEGATIVE_INFINITY;
  #cancelCommit: (() => void) | null = null;
  #cancelTick: (() => void) | null = null;

  constructor(clock: Clock, start: ViewState = initialView) {
    this.#clock = clock;
    this.#latest = start;
    this.#committed = start;
  }

  push(item: TimelineItem): void {
    this.#latest = viewReducer(this.#latest, item);
    if (this.#cancelCommit !== null || this.#watchers.size === 0) return;
    const wait = Math.max(0, this.#lastCommit + COMMIT_MS - this.#clock.monotonic());
    this.#cancelCommit = this.#clock.schedule(wait, () => this.flush());
  }

  /** Tells the watchers now. */
  flush(): void {
    this.#cancelCommit?.();
    this.#cancelCommit = null;
    this.#lastCommit = this.#clock.monotonic();
    this.#tell();
  }

  /** For `useSyncExternalStore`; stable between two commits. */
  readonly getSnapshot = (): ViewState => {
    if (this.#watchers.size === 0) this.#committed = this.#latest;
    return this.#committed;
  };

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    this.#committed = this.#latest;
    this.#setTick();
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0) return;
      this.#cancelCommit?.();
      this.#cancelTick?.();
      this.#cancelCommit = null;
      this.#cancelTick = null;
    };
  };

  #tell(): void {
    this.#committed = this.#latest;
    for (const watcher of [...this.#watchers]) watcher();
    this.#setTick();
  }

  /** Durations count on even when nothing happens. */
  #setTick(): void {
    const { startedAt, ended } = this.#committed;
    const counting = startedAt !== null && ended === null && this.#watchers.size > 0;
    if (!counting) {
      this.#cancelTick?.();
      this.#cancelTick = null;
    } else if (this.#cancelTick === null) {
      // On the full second of the conversation, so that all durations step together.
      const wait = TICK_MS - (Math.max(0, this.#clock.now() - startedAt) % TICK_MS);
      this.#cancelTick = this.#clock.schedule(wait, () => {
        this.#cancelTick = null;
        this.#tell();
      });
    }
  }
}
