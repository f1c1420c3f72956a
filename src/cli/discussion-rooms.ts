/** The rooms in which models discuss tasks, for viewers: each while it is talked in, and for a while after. */
import type { Clock } from "../chatroom/index.ts";
import type { Timeline } from "../logging/timeline.ts";
import type { ViewerHub } from "../logging/viewer/viewer-hub.ts";
import { openTimelineHub, type TimelineHub } from "./timeline-hub.ts";

/** How long a discussion can still be read when it is over, ms. */
const KEPT_MS = 30 * 60_000;
/** So many that are over are kept at most. */
const MOST_OVER = 10;

interface Room {
  readonly live: TimelineHub;
  forget: (() => void) | null;
}

export class DiscussionRooms {
  readonly #clock: Clock;
  readonly #rooms = new Map<string, Room>();
  readonly #listeners = new Set<() => void>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In the order they were begun. */
  get names(): readonly string[] {
    return [...this.#rooms.keys()];
  }

  get hubs(): readonly ViewerHub[] {
    return [...this.#rooms.values()].map(({ live }) => live.hub);
  }

  /** A name that no other discussion has had. */
  newName(): string {
    return `discussion-${++this.#count}`;
  }

  find(name: string): ViewerHub | null {
    return this.#rooms.get(name)?.live.hub ?? null;
  }

  /** Told when a discussion begins or is forgotten; the returned function ends it. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Shows what `timeline` tells from now on; the returned function says that it is over. */
  open(name: string, timeline: Timeline): () => void {
    const room: Room = { live: openTimelineHub(timeline, this.#clock), forget: null };
    this.#rooms.set(name, room);
    this.#tell();
    return () => {
      room.live.stop();
      if (this.#rooms.get(name) !== room) return;
      room.forget = this.#clock.schedule(KEPT_MS, () => this.#forget(name));
      const over = [...this.#rooms].filter(([, { forget }]) => forget !== null);
      for (const [old] of over.slice(0, Math.max(0, over.length - MOST_OVER))) this.#forget(old);
    };
  }

  async close(): Promise<void> {
    const rooms = [...this.#rooms.values()];
    this.#rooms.clear();
    for (const { live, forget } of rooms) {
      live.stop();
      forget?.();
    }
    await Promise.all(rooms.map(({ live }) => live.hub.close()));
  }

  #forget(name: string): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    room.forget?.();
    this.#rooms.delete(name);
    void room.live.hub.close();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
