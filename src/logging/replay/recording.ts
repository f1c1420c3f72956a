/** A conversation that can be read from any place, with the time at which each item is due. Browser-safe. */
import type { LogItem } from "../log-decoder.ts";
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
  /** Looks for what has been added; true: there is more than before. Rejects with `LogError`. */
  grow(): Promise<boolean>;
  /** Called when something was added to a live one. */
  onGrow(listener: () => void): () => void;
  close(): Promise<void>;
}
