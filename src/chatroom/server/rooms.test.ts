import { afterEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { ChatError } from "../errors.ts";
import type { Journal } from "../journal/journal.ts";
import { MemoryJournal } from "../journal/memory-journal.ts";
import { MemoryStore, type RoomStore } from "../journal/room-store.ts";
import type { FloorPolicy } from "../protocol.ts";
import { Rooms } from "./rooms.ts";

const opened: Rooms[] = [];
afterEach(async () => {
  for (const rooms of opened.splice(0)) await rooms.close();
});

async function open(store: RoomStore = new MemoryStore()) {
  const broken: string[] = [];
  const rooms = await Rooms.open({
    store,
    clock: new ManualClock(),
    floor: "open",
    open: true,
    onBroken: (room, error) => broken.push(`${room}: ${error.message}`),
  });
  opened.push(rooms);
  return { rooms, broken };
}

/** What a directory does: keeps journals by name. */
class ShelfStore extends MemoryStore {
  readonly shelf = new Map<string, { journal: Journal; floor: FloorPolicy }>();

  override async list(): Promise<readonly string[]> {
    return [...this.shelf.keys()];
  }

  override async open(room: string, wanted: FloorPolicy) {
    const kept = this.shelf.get(room) ?? { journal: new MemoryJournal(), floor: wanted };
    if (room === "damaged") throw new ChatError("journal_corrupt", "line 7 is not what was written");
    this.shelf.set(room, kept);
    return kept;
  }
}

describe("Rooms", () => {
  it("[ROOM-14] there is a lobby, and a room is made once, also when it is asked for twice at once", async () => {
    const { rooms } = await open();
    expect(rooms.all.map(({ name }) => name)).toEqual(["lobby"]);
    const [one, other] = await Promise.all([rooms.create("debate", "stick"), rooms.create("debate")]);
    expect([one.made, other.made]).toEqual([true, false]);
    expect(other.room).toBe(one.room);
    expect(rooms.find("debate").host.policy).toBe("stick");
  });

  it("[ROOM-15] a room that cannot be made says why, to the operator too", async () => {
    const { rooms, broken } = await open(new ShelfStore());
    await expect(rooms.create("damaged")).rejects.toMatchObject({ code: "journal_corrupt" });
    expect(broken).toEqual(["damaged: line 7 is not what was written"]);
    expect((await rooms.create("debate")).made).toBe(true);
  });

  it("[ROOM-14] what was made is there after a restart, with its floor", async () => {
    const store = new ShelfStore();
    const before = await open(store);
    await before.rooms.create("debate", "stick");
    const { rooms } = await open(store);
    expect(rooms.all.map(({ name }) => name).toSorted()).toEqual(["debate", "lobby"]);
    expect(rooms.find("debate").host.policy).toBe("stick");
  });

  it("[ROOM-15] a room that cannot be opened says why; the others are served", async () => {
    const store = new ShelfStore();
    store.shelf.set("damaged", { journal: new MemoryJournal(), floor: "open" });
    const { rooms, broken } = await open(store);
    expect(broken).toEqual(["damaged: line 7 is not what was written"]);
    expect(() => rooms.find("damaged")).toThrow(expect.objectContaining({ code: "journal_corrupt" }));
    await expect(rooms.create("damaged")).rejects.toMatchObject({ code: "journal_corrupt" });
    expect(rooms.find("lobby").name).toBe("lobby");
  });

  it.each(["", "Lobby", "a b", "../etc", "a/b", ".", "-a", "x".repeat(65), "é", "a\u0000"])(
    "[ROOM-16] %j is no name of a room",
    async (name) => {
      const { rooms } = await open();
      await expect(rooms.create(name)).rejects.toMatchObject({ code: "invalid_argument" });
      expect(() => rooms.find(name)).toThrow(expect.objectContaining({ code: "unknown_room" }));
    },
  );
});
