/** What is shown of the view, and the way from match to match: in what is shown, then in the rest of the log. */
import type { TimelineSource } from "../../src/logging/replay/timeline-source.ts";
import type { ViewState } from "../../src/logging/view-types.ts";
import { type Filter, NO_FILTER, recordTest } from "./filter.ts";
import { NO_SEARCH, type PageState, type SearchState } from "./page-state.ts";
import { RowIndex } from "./row-index.ts";

export type Found = Pick<PageState, "filter" | "chatRows" | "agentRows" | "search">;

/** A record may match and its row be hidden all the same: so often it is gone on. */
const MOST_HIDDEN = 100;

export class Finder {
  #filter: Filter = NO_FILTER;
  #rows = new RowIndex(NO_FILTER);
  #search: SearchState = NO_SEARCH;

  get filter(): Filter {
    return this.#filter;
  }

  set filter(filter: Filter) {
    this.#filter = filter;
    this.#rows = new RowIndex(filter);
    this.#search = NO_SEARCH;
  }

  /** Another conversation: who is hidden in one may be another in the next. */
  begin(): void {
    this.filter = { ...this.#filter, hiddenUsers: new Set() };
  }

  /** The same conversation anew: no match is the current one. */
  restart(): void {
    this.filter = this.#filter;
  }

  follow(view: ViewState, mayGoOn: () => boolean): Found {
    const { chat, agents, count, whole } = this.#rows.follow(view, mayGoOn);
    const { current } = this.#search;
    const rank = current === null ? 0 : this.#rows.rank(current);
    this.#search = { ...this.#search, count, whole, rank };
    return { filter: this.#filter, chatRows: chat, agentRows: agents, search: this.#search };
  }

  /** `flush`: what the source shows by now is taken in. */
  async go(direction: 1 | -1, source: TimelineSource | null, flush: () => void): Promise<void> {
    const filter = this.#filter;
    const test = recordTest(filter);
    if (test === null || this.#search.searching) return;
    const { current } = this.#search;
    let found = this.#rows.next(current, direction);
    if (found === null && direction > 0 && source !== null && !source.state.following) {
      this.#search = { ...this.#search, searching: true };
      flush();
      for (let tries = 0; found === null && tries < MOST_HIDDEN; tries++) {
        const isThere = await source.find((item) => "record" in item && test(item.record), 1);
        if (this.#filter !== filter) return;
        flush();
        if (!isThere) break;
        found = this.#rows.next(current, 1);
      }
    }
    const exhausted = found === null;
    this.#search = { ...this.#search, current: found ?? this.#rows.next(null, direction), searching: false, exhausted };
    flush();
  }
}
