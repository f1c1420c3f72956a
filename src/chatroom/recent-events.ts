/** The newest events of a room, in memory: as many as are to be kept, and no fewer than fit. Seqs have no gaps. */
import { isMessage, type RoomEvent } from "./protocol.ts";

export interface Keep {
  readonly events: number;
  /** UTF-16 units of all messages together. */
  readonly characters: number;
}

export const KEEP_ALL: Keep = { events: Infinity, characters: Infinity };

/** Dropping from the front of an array moves the rest: that is done once for this many events, not each time. */
const DROPPED_AT_ONCE = 1_024;

export class RecentEvents {
  readonly #keep: Keep;
  #events: RoomEvent[] = [];
  /** Index of the first event still kept. */
  #first = 0;
  #characters = 0;
  #lastSeq = 0;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get oldestSeq(): number {
    return this.#lastSeq - (this.#events.length - this.#first) + 1;
  }

  add(event: RoomEvent): void {
    this.#events.push(event);
    this.#lastSeq = event.seq;
    this.#characters += charactersOf(event);
    const { events, characters } = this.#keep;
    // The newest is always kept: somebody has still to hear of it.
    while (this.#first < this.#events.length - 1 && (this.#kept > events || this.#characters > characters)) {
      this.#characters -= charactersOf(this.#events[this.#first]);
      this.#first++;
    }
    if (this.#first >= DROPPED_AT_ONCE) {
      this.#events = this.#events.slice(this.#first);
      this.#first = 0;
    }
  }

  /** The kept events after `seq`, oldest first, at most `limit`. */
  after(seq: number, limit = Infinity): readonly RoomEvent[] {
    const from = Math.max(this.#first, this.#events.length - Math.max(0, this.#lastSeq - seq));
    return this.#events.slice(from, from + limit);
  }

  get #kept(): number {
    return this.#events.length - this.#first;
  }
}

function charactersOf(event: RoomEvent | undefined): number {
  return event !== undefined && isMessage(event) ? event.content.length : 0;
}
