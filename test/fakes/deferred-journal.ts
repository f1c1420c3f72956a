/** A journal whose writes become safe, or fail, when the test says so. */
import { ChatError } from "../../src/chatroom/errors.ts";
import type { Journal } from "../../src/chatroom/journal/journal.ts";
import { MemoryJournal } from "../../src/chatroom/journal/memory-journal.ts";
import type { RoomEvent } from "../../src/chatroom/protocol.ts";

interface HeldWrite {
  readonly events: readonly RoomEvent[];
  readonly expectedSeq: number;
  readonly settle: (written: Promise<void>) => void;
}

export class DeferredJournal implements Journal {
  readonly kept: Journal;
  readonly #held: HeldWrite[] = [];
  broken = false;

  constructor(kept: Journal = new MemoryJournal()) {
    this.kept = kept;
  }

  /** How many writes are under way. */
  get held(): number {
    return this.#held.length;
  }

  /** The oldest `count` writes become safe, in order. */
  release(count = this.#held.length): void {
    for (const { events, expectedSeq, settle } of this.#held.splice(0, count)) {
      settle(this.kept.append(events, expectedSeq));
    }
  }

  /** Every write under way fails, and every later one. */
  break(): void {
    this.broken = true;
    for (const { settle } of this.#held.splice(0)) settle(this.#failure());
  }

  read(): AsyncIterable<RoomEvent> {
    return this.kept.read();
  }

  append(events: readonly RoomEvent[], expectedSeq: number): Promise<void> {
    if (this.broken) return this.#failure();
    return new Promise((resolve) => {
      this.#held.push({ events, expectedSeq, settle: resolve });
    });
  }

  async close(): Promise<void> {
    this.release();
  }

  #failure(): Promise<never> {
    return Promise.reject(new ChatError("journal_failed", "the disk is full"));
  }
}
