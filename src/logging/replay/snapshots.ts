/**
 * Views kept on the way, so that going back folds little again. Their number is bounded: where it is reached, every other
 * one is dropped and they are taken half as often. Browser-safe.
 */
import type { AppendList } from "../append-list.ts";
import type { ViewState } from "../view-types.ts";
import type { Place } from "./place.ts";

export interface Snapshot {
  /** Everything before it is in the view. */
  readonly place: Place;
  readonly view: ViewState;
  /** Of the last item in the view; 0: none. */
  readonly line: number;
}

const MOST = 32;
const FIRST_INTERVAL = 1_000;
/** Of a list that has begun to drop its oldest items a snapshot keeps so many: else all of them would be kept here. */
const MOST_ITEMS = 1_024;

export class Snapshots {
  #kept: Snapshot[] = [];
  /** Lines between two of them. */
  #interval = FIRST_INTERVAL;

  add(snapshot: Snapshot): void {
    const { line } = this.#kept.at(-1) ?? { line: 0 };
    if (snapshot.line < line + this.#interval) return;
    this.#kept.push({ ...snapshot, view: lightened(snapshot.view) });
    if (this.#kept.length <= MOST) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 1);
    this.#interval *= 2;
  }

  /** The last one that holds no more than what is wanted. */
  last(isEarly: (snapshot: Snapshot) => boolean): Snapshot | null {
    return this.#kept.findLast(isEarly) ?? null;
  }
}

function lightened(view: ViewState): ViewState {
  const conversation = light(view.conversation);
  const agents = view.agents.map((agent) => {
    const entries = light(agent.entries);
    return entries === agent.entries ? agent : { ...agent, entries };
  });
  const same = conversation === view.conversation && agents.every((agent, index) => agent === view.agents[index]);
  return same ? view : { ...view, conversation, agents };
}

function light<T>(list: AppendList<T>): AppendList<T> {
  return list.start === 0 ? list : list.newest(MOST_ITEMS);
}
