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

  /** `slowdown`: that of the source's pacing. */
  constructor(source: TimelineSource, slowdown: number) {
    this.#source = source;
    this.#slowdown = slowdown > 0 ? slowdown : 1;
  }

  /** Epoch ms. Of a `view` that is no longer the newest, when its last record was. */
  now(view: ViewState): number {
    const { status, position, due } = this.#source.state;
    if (status === "seeking" || view !== this.#source.view) return view.now;
    // Records are kept apart by a least delay that the conversation never had: it is no time of it.
    return view.now + Math.max(0, position - due - SHORTEST_DELAY) / this.#slowdown;
  }
}
