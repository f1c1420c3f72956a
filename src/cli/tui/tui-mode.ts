/**
 * What drives a screen, beside the view it shows: a conversation that runs right now, or a log that is played. It
 * supplies the keys, the rows above them and the time; panes, focus and scrolling are the same for both.
 */
import type { ViewState } from "../../logging/view-types.ts";
import type { Command, Press } from "./keys.ts";
import type { Verbosity } from "./layout.ts";
import type { Line } from "./line.ts";

/** A key in the last line. Of those that do not fit, the ones of the highest rank go first. */
export type Hint = readonly [key: string, does: string, rank: number];

export type HelpRow = readonly [keys: string, does: string];

/** A command of the screen itself, or something that the mode does. */
export type Meaning = Command | { readonly type: "act"; readonly act: () => void };

export interface HintState {
  readonly verbosity: Verbosity;
  readonly full: boolean;
  readonly ended: boolean;
}

/** What the words of the input line are for. */
export interface Composer {
  /** "say", "find": what stands before them. */
  readonly label: string;
  /** What Enter does, as in "enter sends". */
  readonly does: string;
  submit(text: string): void;
  /** Something was typed. */
  typing(): void;
}

export interface TuiMode {
  /** Before the topic. */
  readonly badge: string;
  /** Behind the topic: where this is from; "" for nothing. */
  readonly origin: string;
  /** Everybody is asked to wait. */
  readonly paused: boolean;
  /** Epoch ms in the conversation's own time, as `view` has it: durations count up to it. */
  now(view: ViewState): number;
  /** Grows when the view is another one than before: panes that were scrolled are at their end again. */
  readonly leaps: number;
  /** How many rows it has above the keys, and what is in them. */
  readonly rows: number;
  lines(width: number): readonly Line[];
  /** A word in place of the keys; null: the keys. */
  readonly notice: Line | null;
  hints(state: HintState): readonly Hint[];
  readonly help: readonly HelpRow[];
  /** What a key means while nothing is being written; null: nothing. */
  meaningOf(press: Press): Meaning | null;
  readonly composer: Composer;
  /** With its key, or with Ctrl-C. */
  quit(how: "quit" | "interrupted"): void;
}
