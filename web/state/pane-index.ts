/** What one pane shows of its list: the rows that pass the filter, and those of them that match the search. */
import type { AppendList } from "../../src/logging/append-list.ts";
import { type Filter, matchTest, type RowTest } from "./filter.ts";
import { ListIndex } from "./list-index.ts";

/** A snapshot: another object when anything of it is different. */
export interface PaneRows {
  /** Of the list, ascending; may grow behind `length`. */
  readonly positions: readonly number[];
  readonly length: number;
  readonly matches: readonly number[];
  readonly matchCount: number;
  /** False: a long list is still being looked through. */
  readonly whole: boolean;
}

export const NO_ROWS: PaneRows = { positions: [], length: 0, matches: [], matchCount: 0, whole: true };

export class PaneIndex<Row extends object & { readonly text: string }> {
  readonly #shown: ListIndex<Row>;
  readonly #matches: ListIndex<Row> | null;
  #rows = NO_ROWS;

  constructor(filter: Filter, isShown: RowTest<Row>) {
    this.#shown = new ListIndex(isShown);
    const matches = matchTest(filter.query);
    // Only what is shown can be gone to.
    this.#matches = matches && new ListIndex((row) => isShown(row) && matches(row));
  }

  follow(list: AppendList<Row>, mayGoOn: () => boolean): PaneRows {
    const isShownWhole = this.#shown.follow(list, mayGoOn);
    const isMatchedWhole = this.#matches?.follow(list, mayGoOn) ?? true;
    const { positions } = this.#shown;
    const matches = this.#matches?.positions ?? NO_ROWS.matches;
    const whole = isShownWhole && isMatchedWhole;
    const rows: PaneRows = { positions, length: positions.length, matches, matchCount: matches.length, whole };
    if (!sameRows(rows, this.#rows)) this.#rows = rows;
    return this.#rows;
  }
}

function sameRows(left: PaneRows, right: PaneRows): boolean {
  return (
    left.positions === right.positions &&
    left.length === right.length &&
    left.matches === right.matches &&
    left.matchCount === right.matchCount &&
    left.whole === right.whole
  );
}
