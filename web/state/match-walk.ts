/** From one match to the next, over all panes in the order of time. Pure; a step is a binary search in each pane. */
import { countBelow } from "./list-index.ts";

export interface MatchPane {
  readonly pane: string;
  /** Ascending positions in the pane's list. */
  readonly matches: readonly number[];
  /** epoch ms */
  readonly timeOf: (position: number) => number;
}

export interface Match {
  readonly pane: string;
  readonly position: number;
}

/** The match after (1) or before (-1) `from`; null: there is none. Without `from`, the first or the last one. */
export function nextMatch(panes: readonly MatchPane[], from: Match | null, direction: 1 | -1): Match | null {
  const start = from === null ? null : placeOf(panes, from);
  let best: Place | null = null;
  for (const [order, { matches, timeOf }] of panes.entries()) {
    const index = start === null ? (direction > 0 ? 0 : matches.length - 1) : neighbour(panes, order, start, direction);
    const position = matches[index];
    if (position === undefined) continue;
    const place = { time: timeOf(position), order, position };
    if (best === null || compare(place, best) * direction < 0) best = place;
  }
  const pane = best && panes[best.order];
  return best && pane ? { pane: pane.pane, position: best.position } : null;
}

/** 1 for the first match; 0 where `match` is none of them. */
export function rankOf(panes: readonly MatchPane[], match: Match): number {
  const place = placeOf(panes, match);
  return panes.reduce((rank, _pane, order) => rank + countBefore(panes, order, place), 1);
}

interface Place {
  readonly time: number;
  /** Of the pane: where times are equal, the first pane comes first. */
  readonly order: number;
  readonly position: number;
}

function placeOf(panes: readonly MatchPane[], { pane, position }: Match): Place {
  const order = panes.findIndex((candidate) => candidate.pane === pane);
  return { time: panes[order]?.timeOf(position) ?? 0, order, position };
}

function neighbour(panes: readonly MatchPane[], order: number, from: Place, direction: 1 | -1): number {
  const before = countBefore(panes, order, from);
  if (direction < 0) return before - 1;
  return panes[order]?.matches[before] === from.position && order === from.order ? before + 1 : before;
}

/** Matches of the pane at `order` that come before `place`. */
function countBefore(panes: readonly MatchPane[], order: number, place: Place): number {
  const pane = panes[order];
  if (pane === undefined) return 0;
  if (order === place.order) return countBelow(pane.matches, place.position);
  let low = 0;
  let high = pane.matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const position = pane.matches[middle] ?? 0;
    if (compare({ time: pane.timeOf(position), order, position }, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(left: Place, right: Place): number {
  return left.time - right.time || left.order - right.order || left.position - right.position;
}
