/**
 * What drives a screen, be it a log that is played, a log on another machine, or a conversation that runs right now:
 * one interface, so that terminal and page show live and replay with the same code. Browser-safe.
 */
import type { LogItem } from "../log-decoder.ts";
import type { TimelineItem } from "../record.ts";
import type { ViewState } from "../view-types.ts";

export type SourceStatus =
  /** Nothing can be shown yet: the file is being opened. */
  | "opening"
  | "playing"
  | "paused"
  /** On its way to another place; `SourceState.progress` tells how far. */
  | "seeking"
  /** Everything was shown. `play` begins again; a source that loops does so by itself after a pause. */
  | "ended"
  /** It cannot go on: `SourceState.failure` says why. */
  | "failed";

export interface SourceState {
  readonly status: SourceStatus;
  /** At the head of what is still being said: new items are shown as they come. Never true of a finished log. */
  readonly following: boolean;
  /** More may come by itself. */
  readonly live: boolean;
  /** ms on the source's own axis: 0 is the first record, pauses are shortened as `Pacing` says. */
  readonly position: number;
  /** ms; of a log that grows, what is known so far. */
  readonly duration: number;
  /** 2 is twice as fast. */
  readonly speed: number;
  /** Of the last item shown; 0: none. */
  readonly line: number;
  /** ms on the same axis: when that item was due. */
  readonly due: number;
  /** Lines that could not be read, of those passed so far. */
  readonly problems: number;
  /** 0 to 1 while it is opening or seeking; else null. */
  readonly progress: number | null;
  readonly failure: string | null;
}

export type SourceChange =
  /** One item was shown: it is folded into `view` already. */
  | { readonly type: "item"; readonly item: TimelineItem; readonly line: number; readonly legacy: boolean }
  /** A line that is no record was passed; told once for each line, however often it is played. */
  | { readonly type: "problem"; readonly line: number; readonly problem: string }
  /** `view` is another one: after a seek, and when a log begins anew. */
  | { readonly type: "view" }
  /** `state` differs in more than its position. */
  | { readonly type: "state" };

export type SourceListener = (change: SourceChange) => void;

/** Which items `find` stops at. */
export type ItemMatch = (item: LogItem) => boolean;

/** Methods never throw and never reject: what goes wrong is in `state`. */
export interface TimelineSource {
  /** Of this moment: while it plays, `position` moves on between two changes. */
  readonly state: SourceState;
  /** Everything shown up to here, folded. */
  readonly view: ViewState;
  subscribe(listener: SourceListener): () => void;
  play(): void;
  pause(): void;
  /** To `position` ms, held within the source. It goes on playing where it played. Resolves when the view is there. */
  seek(position: number): Promise<void>;
  /** To the end; there a live source is followed. */
  seekEnd(): Promise<void>;
  /** Pauses, and shows one item more. */
  step(): Promise<void>;
  /** 2 is twice as fast; held within 1/64 and 64. */
  setSpeed(speed: number): void;
  /** To the next (1) or the one before (-1) that matches, which is then the last one shown; false: there is none. */
  find(match: ItemMatch, direction: 1 | -1): Promise<boolean>;
  close(): Promise<void>;
}
