/** Everything the page shows, as one value: components read it, `PageModel` makes it. */
import type { ConnectionState } from "../connect/connection.ts";
import type { SourceState } from "../../src/logging/replay/timeline-source.ts";
import { initialView } from "../../src/logging/view-state.ts";
import type { ViewState } from "../../src/logging/view-types.ts";
import { NO_FILTER, type Filter } from "./filter.ts";
import type { Match } from "./match-walk.ts";
import { NO_ROWS, type PaneRows } from "./pane-index.ts";
import type { Mark } from "./scrubber-geometry.ts";

/** Where what is shown comes from. */
export type Origin =
  | { readonly type: "none" }
  | { readonly type: "server"; readonly address: string; readonly log: string | null }
  | { readonly type: "file"; readonly name: string };

export interface Problem {
  /** 0: of no line. */
  readonly line: number;
  readonly problem: string;
}

export interface SearchState {
  readonly count: number;
  /** 1 for the first match; 0: none is current. */
  readonly rank: number;
  readonly current: Match | null;
  /** All that is shown has been looked through. */
  readonly whole: boolean;
  /** The rest of the log is being looked through. */
  readonly searching: boolean;
  /** Told once: there is no further match. */
  readonly exhausted: boolean;
}

export const NO_SEARCH: SearchState = {
  ...{ count: 0, rank: 0, current: null, whole: true, searching: false, exhausted: false },
};

export interface PageState {
  readonly origin: Origin;
  readonly view: ViewState;
  readonly source: SourceState | null;
  /** Of the view: wall clock where it is live, the replayed time else; epoch ms, whole seconds. */
  readonly now: number;
  readonly connection: ConnectionState;
  /** ms until the next attempt, where it waits for it. */
  readonly retryIn: number;
  readonly room: string | null;
  readonly rooms: readonly string[];
  readonly problems: readonly Problem[];
  /** All of them; only the first ones are kept. */
  readonly problemCount: number;
  /** What a person has to know at once: a file that cannot be played. */
  readonly failure: string | null;
  readonly marks: readonly Mark[];
  readonly filter: Filter;
  readonly chatRows: PaneRows;
  /** By agent. */
  readonly agentRows: ReadonlyMap<string, PaneRows>;
  readonly search: SearchState;
  readonly colors: ReadonlyMap<string, string>;
}

export const EMPTY_PAGE: PageState = {
  origin: { type: "none" },
  view: initialView,
  source: null,
  now: 0,
  connection: { status: "off" },
  retryIn: 0,
  room: null,
  rooms: [],
  problems: [],
  problemCount: 0,
  failure: null,
  marks: [],
  filter: NO_FILTER,
  chatRows: NO_ROWS,
  agentRows: new Map(),
  search: NO_SEARCH,
  colors: new Map(),
};
