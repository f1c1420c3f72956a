/** The seam between a room and where its events are kept. Every implementation runs test/contracts/journal-suite.ts. */
import type { RoomEvent } from "../protocol.ts";

export interface Journal {
  /** All events from the first, in order. */
  read(): AsyncIterable<RoomEvent>;
  /**
   * Keeps `events`, whose seqs follow `expectedSeq`, the last one kept. Resolves when they are safe. May be called again
   * before the last call has resolved. Rejects with `ChatError("journal_conflict")` where the last one kept is another,
   * and with `"journal_failed"` where it cannot write; after that, no call succeeds any more.
   */
  append(events: readonly RoomEvent[], expectedSeq: number): Promise<void>;
  /** Resolves when everything is safe and the journal is let go. */
  close(): Promise<void>;
}
