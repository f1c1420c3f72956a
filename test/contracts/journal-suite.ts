/** What every `Journal` must do. An implementation runs it with a factory of fresh, empty journals. */
import { afterEach, describe, expect, it } from "vitest";
import type { Journal } from "../../src/chatroom/journal/journal.ts";
import type { RoomEvent } from "../../src/chatroom/protocol.ts";

/** Events `from` to `to`, with text that breaks a careless line format. */
function events(from: number, to: number): RoomEvent[] {
  const made: RoomEvent[] = [];
  for (let seq = from; seq <= to; seq++) {
    made.push({
      seq,
      timestamp: new Date(Date.UTC(2026, 0, 15) + seq).toISOString(),
      type: "message",
      message_id: `msg-${seq}`,
      sender_id: "user-1",
      sender: "李 👩🏽",
      content: `line ${seq}\r\n"quoted"\u2028\u0000\ud83d \\n`,
      push_id: `push-${seq}`,
      expected_seq: seq % 2 === 0 ? null : seq - 1,
    });
  }
  return made;
}

async function readAll(journal: Journal): Promise<RoomEvent[]> {
  const read: RoomEvent[] = [];
  for await (const event of journal.read()) read.push(event);
  return read;
}

export function describeJournal(name: string, open: () => Promise<Journal>): void {
  describe(name, () => {
    const journals: Journal[] = [];
    const openJournal = async () => {
      const journal = await open();
      journals.push(journal);
      return journal;
    };
    afterEach(async () => {
      for (const journal of journals.splice(0)) await journal.close();
    });

    it("[ROOM-3] an empty journal has nothing to read", async () => {
      expect(await readAll(await openJournal())).toEqual([]);
    });

    it("[ROOM-3] what was appended is read back, in order and unchanged, as often as one likes", async () => {
      const journal = await openJournal();
      await journal.append(events(1, 3), 0);
      await journal.append(events(4, 4), 3);
      expect(await readAll(journal)).toEqual(events(1, 4));
      expect(await readAll(journal)).toEqual(events(1, 4));
    });

    it("[ROOM-3] every type of event is kept", async () => {
      const journal = await openJournal();
      const timestamp = "2026-01-15T10:30:45.123Z";
      const kinds: RoomEvent[] = [
        { seq: 1, timestamp, type: "joined", participant: "Ada", participant_id: "user-1", unread_after: 0 },
        { seq: 2, timestamp, type: "stick", action: "granted", participant: "Ada", epoch: 1 },
        { seq: 3, timestamp, type: "waiting", participant: "Ada", seconds: 2 },
        { seq: 4, timestamp, type: "nudge", participant: "Ada" },
        { seq: 5, timestamp, type: "announcement", content: "round in circles" },
        { seq: 6, timestamp, type: "left", participant: "Ada" },
      ];
      await journal.append(kinds, 0);
      expect(await readAll(journal)).toEqual(kinds);
    });

    it("[ROOM-4] an append may begin before the last one has ended, and keeps its place", async () => {
      const journal = await openJournal();
      const ended: number[] = [];
      const appends = Array.from({ length: 20 }, (_, n) =>
        journal.append(events(n * 2 + 1, n * 2 + 2), n * 2).then(() => ended.push(n)),
      );
      await Promise.all(appends);
      expect(ended).toEqual(Array.from({ length: 20 }, (_, n) => n));
      expect(await readAll(journal)).toEqual(events(1, 40));
    });

    it.each([
      ["behind", 1],
      ["ahead of", 5],
    ])("[ROOM-5] an append %s what is kept is refused, and keeps nothing", async (_what, expected) => {
      const journal = await openJournal();
      await journal.append(events(1, 3), 0);
      await expect(journal.append(events(expected + 1, expected + 1), expected)).rejects.toMatchObject({
        code: "journal_conflict",
      });
      expect(await readAll(journal)).toEqual(events(1, 3));
    });

    it("[ROOM-5] of two appends for one place only the first is kept", async () => {
      const journal = await openJournal();
      const outcomes = await Promise.allSettled([journal.append(events(1, 1), 0), journal.append(events(1, 2), 0)]);
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
      expect(await readAll(journal)).toEqual(events(1, 1));
    });

    it("[ROOM-3] what is kept is not changed by who gave it", async () => {
      const journal = await openJournal();
      const batch = events(1, 2);
      const written = journal.append(batch, 0);
      batch.length = 0;
      await written;
      expect(await readAll(journal)).toEqual(events(1, 2));
    });
  });
}
