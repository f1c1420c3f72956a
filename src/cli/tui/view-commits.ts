/**
 * When a screen is told that its view has changed: at most 24 times a second, because a conversation brings hundreds
 * of tokens a second, and no eye follows more. Idle, no timer runs but the one that moves what is counted in time.
 */
import type { Clock } from "../../chatroom/clock.ts";
import type { ViewState } from "../../logging/view-types.ts";

/** What a screen shows, for `useSyncExternalStore`. */
export interface ScreenView {
  /** Stable between two commits. */
  readonly getSnapshot: () => ViewState;
  readonly subscribe: (watcher: () => void) => () => void;
  /** Tells the watchers now. */
  flush(): void;
}

export interface ViewCommitsOptions {
  readonly clock: Clock;
  readonly latest: () => ViewState;
  /** ms until something looks different although nothing happens (a duration, a bar); null: nothing will. */
  readonly nextTick: (shown: ViewState) => number | null;
}

/** Above the 34 ms at which Ink throttles its output, so that each commit is one frame. */
const COMMIT_MS = 42;

export class ViewCommits implements ScreenView {
  readonly #options: ViewCommitsOptions;
  readonly #watchers = new Set<() => void>();
  #committed: ViewState;
  #lastCommit = Number.NEGATIVE_INFINITY;
  #cancelCommit: (() => void) | null = null;
  #cancelTick: (() => void) | null = null;

  constructor(options: ViewCommitsOptions) {
    this.#options = options;
    this.#committed = options.latest();
  }

  /** The latest view is another one. Cheap: it may be called for every token. */
  changed(): void {
    if (this.#cancelCommit !== null || this.#watchers.size === 0) return;
    const { clock } = this.#options;
    const wait = Math.max(0, this.#lastCommit + COMMIT_MS - clock.monotonic());
    this.#cancelCommit = clock.schedule(wait, () => this.flush());
  }

  flush(): void {
    this.#cancelCommit?.();
    this.#cancelCommit = null;
    this.#lastCommit = this.#options.clock.monotonic();
    this.#tell();
  }

  readonly getSnapshot = (): ViewState => {
    if (this.#watchers.size === 0) this.#committed = this.#options.latest();
    return this.#committed;
  };

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    this.#committed = this.#options.latest();
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
    this.#committed = this.#options.latest();
    for (const watcher of [...this.#watchers]) watcher();
    this.#setTick();
  }

  #setTick(): void {
    const wait = this.#watchers.size > 0 ? this.#options.nextTick(this.#committed) : null;
    if (wait === null) {
      this.#cancelTick?.();
      this.#cancelTick = null;
    } else if (this.#cancelTick === null) {
      this.#cancelTick = this.#options.clock.schedule(wait, () => {
        this.#cancelTick = null;
        this.changed();
      });
    }
  }
}
