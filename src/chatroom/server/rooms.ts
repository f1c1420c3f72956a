/** The rooms of a server: those its store holds, opened at the start, and those made since. */
import type { Clock } from "../clock.ts";
import { ChatError } from "../errors.ts";
import { DEFAULT_ROOM, ROOM_NAME, SERVER_LIMITS } from "../http-api.ts";
import type { RoomStore } from "../journal/room-store.ts";
import type { FloorPolicy } from "../protocol.ts";
import type { Keep } from "../recent-events.ts";
import { RoomHost } from "../room-host.ts";
import { EventHub } from "./event-hub.ts";
import { Seats } from "./seats.ts";
import type { Claim } from "./tokens.ts";

/** What a served room keeps in memory; older cursors are answered with `resync`. */
const SERVED_KEEP: Keep = { events: 10_000, characters: 8_000_000 };

export interface ServedRoom {
  readonly name: string;
  readonly host: RoomHost;
  readonly seats: Seats;
  readonly hub: EventHub;
}

export interface RoomsOptions {
  readonly store: RoomStore;
  readonly clock: Clock;
  /** Of the lobby, where it is new, and of a room made without one. */
  readonly floor: FloorPolicy;
  /** A username is enough: see `--auth`. */
  readonly open: boolean;
  readonly keep?: Keep | undefined;
  readonly allows?: ((content: string, participant: string) => boolean) | undefined;
  /** Told in a sentence of a room that cannot be opened or made: the others are served all the same. */
  readonly onBroken: (room: string, error: ChatError) => void;
  /** Told in a sentence of a room that can store nothing any more. */
  readonly onReadOnly?: ((room: string, error: ChatError) => void) | undefined;
}

export class Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, ServedRoom>();
  /** Stored rooms that could not be opened, and why. */
  readonly #broken = new Map<string, ChatError>();
  readonly #listeners = new Set<(room: ServedRoom) => void>();
  /** One at a time, so that a room asked for twice is made once. */
  #making: Promise<unknown> = Promise.resolve();

  private constructor(options: RoomsOptions) {
    this.#options = options;
  }

  /** Opens what the store holds, and the lobby. */
  static async open(options: RoomsOptions): Promise<Rooms> {
    const rooms = new Rooms(options);
    const names = await options.store.list();
    for (const name of new Set([DEFAULT_ROOM, ...names])) {
      try {
        await rooms.#open(name, options.floor);
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        rooms.#broken.set(name, error);
        options.onBroken(name, error);
      }
    }
    return rooms;
  }

  /** Tells `listener` of every room that is made from now on; returns how to stop. */
  watch(listener: (room: ServedRoom) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get all(): readonly ServedRoom[] {
    return [...this.#rooms.values()];
  }

  /** Throws `ChatError`: `unknown_room`, or why a stored room could not be opened. */
  find(name: string): ServedRoom {
    const room = this.#rooms.get(name);
    if (room) return room;
    const broken = this.#broken.get(name);
    if (broken) throw broken;
    throw new ChatError("unknown_room", `there is no such room; make it with POST /rooms {"room": "…"}`);
  }

  /** Whether that stay in that room lasts. */
  has({ room, username, joinedSeq }: Claim): boolean {
    return this.#rooms.get(room)?.host.participant(username)?.joinedSeq === joinedSeq;
  }

  /** Makes a room; one that exists is returned as it is. Throws `ChatError`: `invalid_argument`, `limit_reached`. */
  create(name: string, floor?: FloorPolicy): Promise<{ readonly room: ServedRoom; readonly made: boolean }> {
    const made = this.#making.then(async () => {
      const room = this.#rooms.get(name);
      if (room || this.#broken.has(name)) return { room: this.find(name), made: false };
      if (!ROOM_NAME.test(name)) {
        throw new ChatError(
          "invalid_argument",
          "a room's name has 1 to 64 of a-z, 0-9, _ and -, and begins with a letter or digit",
        );
      }
      if (this.#rooms.size >= SERVER_LIMITS.rooms) {
        throw new ChatError("limit_reached", `the server has ${SERVER_LIMITS.rooms} rooms, and takes no more`);
      }
      try {
        return { room: await this.#open(name, floor ?? this.#options.floor), made: true };
      } catch (error) {
        // Who asked is told no more than that; why, only the operator can know.
        if (error instanceof ChatError) this.#options.onBroken(name, error);
        throw error;
      }
    });
    this.#making = made.catch(() => {});
    return made;
  }

  /** Ends all streams, waits until everything is safe, and lets the store go. */
  async close(): Promise<void> {
    await this.#making;
    for (const { hub, seats } of this.#rooms.values()) {
      seats.close();
      hub.close();
    }
    await Promise.all(this.all.map(({ host }) => host.close()));
    await this.#options.store.close();
  }

  async #open(name: string, wanted: FloorPolicy): Promise<ServedRoom> {
    const { store, clock, open, keep = SERVED_KEEP, allows } = this.#options;
    const { journal, floor } = await store.open(name, wanted);
    const onReadOnly = (error: ChatError) => this.#options.onReadOnly?.(name, error);
    const options = { clock, policy: floor, journal, keep, onReadOnly, ...(allows ? { allows } : {}) };
    const host = await RoomHost.open(options).catch(async (error: unknown) => {
      await journal.close();
      throw error;
    });
    const room: ServedRoom = {
      name,
      host,
      seats: new Seats({ room: name, host, clock, open }),
      hub: new EventHub({ host, clock }),
    };
    this.#rooms.set(name, room);
    for (const listener of this.#listeners) listener(room);
    return room;
  }
}
