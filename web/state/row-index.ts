/** The rows of all panes under one filter, and the walk from match to match. Follows the view as it changes. */
import type { ChatLine, Entry, ViewState } from "../../src/logging/view-types.ts";
import { entryTest, type Filter, lineTest } from "./filter.ts";
import { type Match, type MatchPane, nextMatch, rankOf } from "./match-walk.ts";
import { PaneIndex, type PaneRows } from "./pane-index.ts";

/** The pane of the conversation; an agent's pane is `agent:` and its name. */
export const CHAT = "chat";

export function paneOf(agent: string): string {
  return `agent:${agent}`;
}

export interface RowsOfAll {
  readonly chat: PaneRows;
  readonly agents: ReadonlyMap<string, PaneRows>;
  readonly count: number;
  readonly whole: boolean;
}

export class RowIndex {
  readonly #filter: Filter;
  readonly #chat: PaneIndex<ChatLine>;
  readonly #agents = new Map<string, PaneIndex<Entry>>();
  #rows: ReadonlyMap<string, PaneRows> = new Map();
  #panes: readonly MatchPane[] = [];

  constructor(filter: Filter) {
    this.#filter = filter;
    this.#chat = new PaneIndex(filter, lineTest(filter));
  }

  /** `mayGoOn`: asked now and then; where it says no, `whole` is false and the rest comes with the next call. */
  follow(view: ViewState, mayGoOn: () => boolean): RowsOfAll {
    const chat = this.#chat.follow(view.conversation, mayGoOn);
    const panes: MatchPane[] = [
      { pane: CHAT, matches: chat.matches, timeOf: (position) => view.conversation.at(position)?.at ?? 0 },
    ];
    const rows = new Map<string, PaneRows>();
    let count = chat.matchCount;
    let whole = chat.whole;
    for (const { name, entries } of view.agents) {
      if (this.#filter.hiddenUsers.has(name)) continue;
      const pane = this.#pane(name).follow(entries, mayGoOn);
      rows.set(name, pane);
      panes.push({ pane: paneOf(name), matches: pane.matches, timeOf: (position) => entries.at(position)?.at ?? 0 });
      count += pane.matchCount;
      whole &&= pane.whole;
    }
    if (!sameMap(rows, this.#rows)) this.#rows = rows;
    this.#panes = panes;
    return { chat, agents: this.#rows, count, whole };
  }

  next(from: Match | null, direction: 1 | -1): Match | null {
    return nextMatch(this.#panes, from, direction);
  }

  rank(match: Match): number {
    return rankOf(this.#panes, match);
  }

  #pane(name: string): PaneIndex<Entry> {
    const pane = this.#agents.get(name) ?? new PaneIndex<Entry>(this.#filter, entryTest(this.#filter));
    this.#agents.set(name, pane);
    return pane;
  }
}

function sameMap<V>(left: ReadonlyMap<string, V>, right: ReadonlyMap<string, V>): boolean {
  if (left.size !== right.size) return false;
  for (const [key, value] of left) if (right.get(key) !== value) return false;
  return true;
}
