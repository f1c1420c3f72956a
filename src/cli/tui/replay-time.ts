/**
 * What time it is in a conversation that is played: that of the last record, and on from there as the replay goes on.
 * So durations count with it: at its speed, and not at all while it is paused.
 */
import { SHORTEST_DELAY } from "../../logging/replay/pacing.ts";
import type { TimelineSource } from "../../logging/replay/timeline-source.ts";
import type { ViewState } from "../../logging/view-types.ts";

export class ReplayTime {
  readonly #source: TimelineSource;
  readonly #slowdown: number;
  /** Where the replay stood when the last record came; null: it has leapt, and where to is told next. */
  #heard: number | null;

  /** `slowdown`: that of the source's pacing. */
  constructor(source: TimelineSource, slowdown: number) {
    this.#source = source;
    this.#slowdown = slowdown > 0 ? slowdown : 1;
    this.#heard = source.state.position;
    source.subscribe(({ type }) => {
      if (type === "view") this.#heard = null;
      else if (type === "item" || this.#heard === null) this.#heard = source.state.position;
    });
  }

  /** Epoch ms. Of a `view` that is no longer the newest, when its last record was. */
  now(view: ViewState): number {
    const { state } = this.#source;
    if (this.#heard === null || view !== this.#source.view) return view.now;
    // Records are kept apart by a least delay that the conversation never had: it is no time of it.
    const since = Math.max(0, state.position - this.#heard - SHORTEST_DELAY);
    return view.now + since / this.#slowdown;
  }
}
