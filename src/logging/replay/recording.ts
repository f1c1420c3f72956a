/** A conversation that can be read from any place, with the time at which each item is due. Browser-safe. */
import type { LogItem } from "../log-decoder.ts";
import type { LiveSignal } from "../record.ts";
import type { Place } from "./place.ts";

export interface TimedItem {
  /** ms on the recording's axis. */
  readonly due: number;
  readonly item: LogItem;
  /** The file ends in the middle of this line; it may go on there. */
  readonly cut?: true;
}

export interface Batch {
  readonly items: readonly TimedItem[];
  /** Where to read on. */
  readonly next: Place;
  /** How far has been read, in the unit of `Place.offset`: past `next` where a line is not finished. */
  readonly end: number;
}

export interface Recording {
  /** For people: the file's name, say. */
  readonly name: string;
  /** ms from the first to the last item known. */
  readonly duration: number;
  /** More may come by itself. */
  readonly live: boolean;
  /** From which reading gives everything that is due after `position`, and little before. */
  placeBefore(position: number): Place;
  /** The last known place before `line` (its own is not before it); the first one where there is none. */
  placeBeforeLine(line: number): Place;
  /** Everything from `from` to the present end. Rejects with `LogError` where it cannot be read. */
  read(from: Place): AsyncGenerator<Batch, void>;
  /** Looks for what has been added; true: there is something behind `end` (of a batch). Rejects with `LogError`. */
  grow(end: number): Promise<boolean>;
  /** Of a live one: something was added to it; with a signal where it is only for who follows. */
  onGrow(listener: (signal: LiveSignal | null) => void): () => void;
  close(): Promise<void>;
}
