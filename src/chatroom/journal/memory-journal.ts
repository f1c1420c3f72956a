/** A journal that lives as long as the process: for embedded rooms. */
import { ChatError } from "../errors.ts";
import type { RoomEvent } from "../protocol.ts";
import type { Journal } from "./journal.ts";

export class MemoryJournal implements Journal {
  readonly #events: RoomEvent[] = [];

  async *read(): AsyncIterable<RoomEvent> {
    yield* this.#events;
  }

  async append(events: readonly RoomEvent[], expectedSeq: number): Promise<void> {
    if (this.#events.length !== expectedSeq) {
      throw new ChatError("journal_conflict", `the journal is at ${this.#events.length}, not at ${expectedSeq}`);
    }
    this.#events.push(...events);
  }

  async close(): Promise<void> {}
}
