/** Where the journals of a server's rooms are: the seam between `serve` and its data directory. */
import type { FloorPolicy } from "../protocol.ts";
import type { Journal } from "./journal.ts";
import { MemoryJournal } from "./memory-journal.ts";

export interface StoredRoom {
  readonly journal: Journal;
  /** As the room was made; `wanted` where it is new. */
  readonly floor: FloorPolicy;
}

export interface RoomStore {
  /** The rooms that are kept, by name. */
  list(): Promise<readonly string[]>;
  /** Opens a kept room or makes it. Throws `ChatError` (`journal_corrupt`, `journal_failed`) where it cannot. */
  open(room: string, wanted: FloorPolicy): Promise<StoredRoom>;
  /** Lets the directory go; the journals are closed by their rooms. */
  close(): Promise<void>;
}

/** Rooms that live as long as the process. */
export class MemoryStore implements RoomStore {
  async list(): Promise<readonly string[]> {
    return [];
  }

  async open(_room: string, wanted: FloorPolicy): Promise<StoredRoom> {
    return { journal: new MemoryJournal(), floor: wanted };
  }

  async close(): Promise<void> {}
}
