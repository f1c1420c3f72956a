/** What a viewer that is behind is given: the backlog from its place on, and before it the count of what it misses. */
import type { Backlog, Totals } from "./backlog.ts";
import { encode } from "./encode.ts";
import { droppedFrame } from "./frames.ts";
import { MOST_CHARACTERS } from "./moment.ts";
import type { Viewer } from "./viewer.ts";
import { textFrame } from "./websocket-frame.ts";

/** How far viewers have been told. */
export interface Told {
  /** In the backlog. */
  readonly place: number;
  readonly totals: Totals;
}

/** Where it is given from. */
export interface Source {
  readonly backlog: Backlog;
  readonly told: Told;
  /** Messages that a viewer may be behind before it misses some. */
  readonly queue: number;
}

/** A viewer that comes back and has had the records up to number `after` is to get the rest, as far as it is kept. */
export function goBack(viewer: Viewer, after: number, { backlog, told }: Source): void {
  const { place, missed } = backlog.after(after);
  if (missed > 0) viewer.write(textFrame(droppedFrame(missed)));
  viewer.owed = viewer.place;
  viewer.moveTo(place, (backlog.at(place) ?? told).totals);
}

/** Writes a part of what it has not got, which is not more than is told at once. */
export function givePart(viewer: Viewer, source: Source): void {
  const { backlog, told } = source;
  const frames: Buffer[] = [];
  const from = oldestFor(viewer, source);
  if (from > viewer.place) {
    const { totals } = backlog.at(from) ?? told;
    const missed = totals[viewer.form] - viewer.counted;
    if (missed > 0) frames.push(textFrame(droppedFrame(missed)));
  }
  let place = from;
  for (let size = 0; place < told.place && size < MOST_CHARACTERS; place++) {
    const entry = backlog.at(place);
    if (!entry) break;
    frames.push(encode([entry.item], viewer.form));
    size += entry.characters;
  }
  viewer.moveTo(place, (backlog.at(place) ?? told).totals);
  viewer.write(Buffer.concat(frames));
}

/** Where it goes on: it may be so many messages behind, and more only where it asked for them. */
function oldestFor({ place, owed, form }: Viewer, { backlog, told, queue }: Source): number {
  let from = Math.max(place, backlog.first);
  while (from >= owed && from < told.place) {
    const entry = backlog.at(from);
    if (entry && told.totals[form] - entry.totals[form] <= queue) break;
    from++;
  }
  return from;
}
