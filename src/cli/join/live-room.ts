/**
 * The room as the screen shows it now. Events are folded as they come; watchers are told at most 24 times a second, and
 * once a second while something on the screen runs with the time.
 */
import type { ConnectionStatus } from "../../chatroom/client/index.ts";
import type { Clock } from "../../chatroom/index.ts";
import { newRoomView, type RoomItem, roomReducer, type RoomView } from "./room-view.ts";

/** Above the 34 ms at which Ink throttles its output, so that each change is one frame. */
const COMMIT_MS = 42;
const TICK_MS = 1_000;

export class LiveRoom {
  readonly #clock: Clock;
  readonly #watchers = new Set<() => void>();
  #view: RoomView;
  #connection: ConnectionStatus = { type: "idle" };
  /** Monotonic ms at which a broken connection is tried again. */
  #retryAt = 0;
  #lastTold = Number.NEGATIVE_INFINITY;
  #cancelTelling: (() => void) | null = null;
  #cancelTick: (() => void) | null = null;

  constructor(clock: Clock, me: string) {
    this.#clock = clock;
    this.#view = newRoomView(me);
  }

  get view(): RoomView {
    return this.#view;
  }

  get connection(): ConnectionStatus {
    return this.#connection;
  }

  get retryInMs(): number {
    return Math.max(0, this.#retryAt - this.#clock.monotonic());
  }

  push(item: RoomItem): void {
    this.#view = roomReducer(this.#view, item);
    this.changed();
  }

  note(text: string): void {
    this.push({ type: "note", text, at: this.#clock.now() });
  }

  setConnection(status: ConnectionStatus): void {
    this.#connection = status;
    if (status.type === "reconnecting") this.#retryAt = this.#clock.monotonic() + status.retryInMs;
    this.changed();
  }

  /** Something that is shown may be another now. */
  changed(): void {
    if (this.#cancelTelling !== null || this.#watchers.size === 0) return;
    const wait = Math.max(0, this.#lastTold + COMMIT_MS - this.#clock.monotonic());
    this.#cancelTelling = this.#clock.schedule(wait, () => this.flush());
  }

  /** Tells the watchers now. */
  flush(): void {
    this.#cancelTelling?.();
    this.#cancelTelling = null;
    this.#lastTold = this.#clock.monotonic();
    for (const watcher of [...this.#watchers]) watcher();
    this.#setTick();
  }

  subscribe(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    this.#setTick();
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0) return;
      this.#cancelTelling?.();
      this.#cancelTick?.();
      this.#cancelTelling = null;
      this.#cancelTick = null;
    };
  }

  #setTick(): void {
    const { waiting, writing } = this.#view;
    const running = waiting.size > 0 || writing.size > 0 || this.#connection.type === "reconnecting";
    if (!running || this.#watchers.size === 0) {
      this.#cancelTick?.();
      this.#cancelTick = null;
      return;
    }
    this.#cancelTick ??= this.#clock.schedule(TICK_MS, () => {
      this.#cancelTick = null;
      this.#view = roomReducer(this.#view, { type: "tick", at: this.#clock.now() });
      this.flush();
    });
  }
}
