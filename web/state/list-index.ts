/**
 * The positions of the rows of a growing list that pass a test, found as the list grows: nothing is looked at twice,
 * and a long list is gone through in pieces. A list that is not the old one grown further is begun anew.
 */
import type { AppendList } from "../../src/logging/append-list.ts";
import type { RowTest } from "./filter.ts";

/** How many rows are tested before time is asked for. */
const PIECE = 256;

export class ListIndex<Row extends object> {
  readonly #test: RowTest<Row>;
  #positions: number[] = [];
  #read = 0;
  #last: Row | undefined;

  constructor(test: RowTest<Row>) {
    this.#test = test;
  }

  /** Ascending. It only grows, until `follow` meets another list: then there is a new one. */
  get positions(): readonly number[] {
    return this.#positions;
  }

  /** True: all of `list` has been looked at. `mayGoOn` is asked now and then. */
  follow(list: AppendList<Row>, mayGoOn: () => boolean): boolean {
    // Rows are made once: the same row at the same place has the same rows before it.
    if (this.#read > 0 && list.at(this.#read - 1) !== this.#last) this.#begin();
    // Of a very long list the oldest rows are not kept.
    this.#read = Math.max(this.#read, list.start);
    if ((this.#positions[0] ?? list.start) < list.start) {
      this.#positions = this.#positions.slice(countBelow(this.#positions, list.start));
    }
    while (this.#read < list.length) {
      if (this.#read % PIECE === 0 && !mayGoOn()) return false;
      const row = list.at(this.#read);
      if (row === undefined) break;
      if (this.#test(row)) this.#positions.push(this.#read);
      this.#last = row;
      this.#read++;
    }
    return true;
  }

  #begin(): void {
    this.#positions = [];
    this.#read = 0;
    this.#last = undefined;
  }
}

/** How many of the ascending `positions` are below `position`. */
export function countBelow(positions: readonly number[], position: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
