/** Where a player stands in a recording: what has been taken from it, folded to a view, and how to get elsewhere. Browser-safe. */
import { initialView, viewReducer } from "../view-state.ts";
import type { LiveSignal } from "../record.ts";
import type { ViewState } from "../view-types.ts";
import { BEGIN } from "./place.ts";
import { ReadAhead } from "./read-ahead.ts";
import type { Recording, TimedItem } from "./recording.ts";
import { type Snapshot, Snapshots } from "./snapshots.ts";
import type { ItemMatch } from "./timeline-source.ts";

/** Everything up to `due`, or up to a line. */
export interface Target {
  readonly due: number;
  readonly line: number | null;
}

/** What a long way needs to know, and to tell. */
export interface Trip {
  /** Nobody waits for it any more: it stops where it is. */
  readonly signal: AbortSignal;
  /** How far it has come, 0 to 1; called for every item. */
  readonly onProgress: (share: number) => void;
}

export class Playhead {
  readonly #recording: Recording;
  readonly #keepView: boolean;
  readonly #onTaken: (item: TimedItem) => void;
  readonly #snapshots = new Snapshots();
  /** These four go together, also where a trip was given up on its way. */
  #ahead: ReadAhead;
  #view: ViewState = initialView;
  #line = 0;
  #due = 0;

  /** `keepView` false: nothing is folded, `view` stays empty. */
  constructor(recording: Recording, keepView: boolean, onTaken: (item: TimedItem) => void) {
    this.#recording = recording;
    this.#keepView = keepView;
    this.#onTaken = onTaken;
    this.#ahead = new ReadAhead(recording, BEGIN);
  }

  /** All that was taken, folded. */
  get view(): ViewState {
    return this.#view;
  }

  /** Of the last item that was taken; 0: none. */
  get line(): number {
    return this.#line;
  }

  /** ms: of the last item that was taken. */
  get due(): number {
    return this.#due;
  }

  /** The next item, if it need not be waited for. */
  get ready(): TimedItem | null {
    return this.#ahead.ready;
  }

  /** The next item; null: there is none now. Rejects with `LogError`. */
  peek(): Promise<TimedItem | null> {
    return this.#ahead.peek();
  }

  take(timed: TimedItem): void {
    const { item, due } = timed;
    this.#ahead.take();
    this.#line = item.line;
    this.#due = due;
    if (this.#keepView && "record" in item) this.#view = viewReducer(this.#view, item.record);
    const { boundary } = this.#ahead;
    if (boundary !== null && this.#keepView) {
      this.#snapshots.add({ place: boundary, view: this.#view, line: this.#line });
    }
    this.#onTaken(timed);
  }

  signal(signal: LiveSignal): void {
    if (this.#keepView) this.#view = viewReducer(this.#view, signal);
  }

  restart(): void {
    this.#goTo({ place: BEGIN, view: initialView, line: 0 });
  }

  /** Takes everything up to `target`, and nothing behind it. Rejects with `LogError`. */
  async moveTo(target: Target, { signal, onProgress }: Trip): Promise<void> {
    const isEarly = (line: number, due: number) => (target.line === null ? due <= target.due : line <= target.line);
    const snapshot = this.#snapshotBefore(target, isEarly);
    if (snapshot.line > this.#line || !isEarly(this.#line, this.#due)) this.#goTo(snapshot);
    const from = this.#due;
    const ahead = this.#ahead;
    for (let item = await ahead.peek(); item !== null && !signal.aborted; item = ahead.ready ?? (await ahead.peek())) {
      if (!isEarly(item.item.line, item.due)) return;
      this.take(item);
      onProgress((item.due - from) / (target.due - from));
    }
  }

  /** The first match behind the last item taken; null: there is none. Takes nothing. Rejects with `LogError`. */
  async findAfter(match: ItemMatch, { signal, onProgress }: Trip): Promise<TimedItem | null> {
    const ahead = new ReadAhead(this.#recording, this.#ahead.begin);
    for (let item = await ahead.peek(); item !== null && !signal.aborted; item = ahead.ready ?? (await ahead.peek())) {
      if (item.item.line > this.#line && match(item.item)) return item;
      onProgress(item.due / this.#recording.duration);
      ahead.take();
    }
    return null;
  }

  /** The last match before the last item taken. Looks through a thousand lines at a time, the last ones first. */
  async findBefore(match: ItemMatch, { signal, onProgress }: Trip): Promise<TimedItem | null> {
    for (let end = this.#line; end > 1 && !signal.aborted; ) {
      const place = this.#recording.placeBeforeLine(end);
      const ahead = new ReadAhead(this.#recording, place);
      let found: TimedItem | null = null;
      for (
        let item = await ahead.peek();
        item !== null && !signal.aborted;
        item = ahead.ready ?? (await ahead.peek())
      ) {
        if (item.item.line >= end) break;
        if (match(item.item)) found = item;
        onProgress(1 - item.due / this.#recording.duration);
        ahead.take();
      }
      if (found !== null) return found;
      end = place.line;
    }
    return null;
  }

  #goTo({ place, view, line }: Snapshot): void {
    this.#ahead = new ReadAhead(this.#recording, place);
    this.#view = view;
    this.#line = line;
    this.#due = place.due;
  }

  #snapshotBefore({ due, line }: Target, isEarly: (line: number, due: number) => boolean): Snapshot {
    if (this.#keepView) {
      const kept = this.#snapshots.last((snapshot) => isEarly(snapshot.line, snapshot.place.due));
      return kept ?? { place: BEGIN, view: initialView, line: 0 };
    }
    const place = line === null ? this.#recording.placeBefore(due) : this.#recording.placeBeforeLine(line);
    return { place, view: initialView, line: place.line - 1 };
  }
}
