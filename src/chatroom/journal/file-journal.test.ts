import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeJournal } from "../../../test/contracts/journal-suite.ts";
import {
  messages,
  openJournal,
  readAll,
  StagedFile,
  scratchFolder,
  systemError,
} from "../../../test/fakes/journal-stage.ts";
import { ManualClock, settle } from "../../../test/fakes/manual-clock.ts";
import { RoomHost } from "../room-host.ts";
import { FileJournal } from "./file-journal.ts";

const somewhere = () => join(scratchFolder(), "lobby.jsonl");

describeJournal("FileJournal", () =>
  FileJournal.open({
    path: somewhere(),
    room: "lobby",
    floor: "open",
    now: () => 0,
    onWarning: (sentence) => expect.unreachable(sentence),
  }),
);

describe("the file of a journal", () => {
  it("[JOURNAL-1] is a header and a line for each event, as jq and grep read them, for its owner only", async () => {
    const path = somewhere();
    const { journal } = await openJournal(path, { floor: "stick" });
    await journal.append(messages(1, 2), 0);
    const lines = readFileSync(path, "utf8").split("\n");
    expect(lines.pop()).toBe("");
    const checksum = expect.stringMatching(/^[0-9a-f]{8}$/);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        format: "llm-chat-journal",
        version: 1,
        room: "lobby",
        floor: "stick",
        created: "2026-01-15T00:00:00.000Z",
        crc32c: checksum,
      },
      ...messages(1, 2).map((event) => ({ ...event, crc32c: checksum })),
    ]);
    expect(lines[1]).toMatch(/^\{"seq":1,.*"push_id":"push-1".*,"crc32c":"[0-9a-f]{8}"\}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("[JOURNAL-1] is gone on with when it is opened again, with the floor policy it was made with", async () => {
    const path = somewhere();
    const first = await openJournal(path, { floor: "stick" });
    await first.journal.append(messages(1, 3), 0);
    await first.journal.close();
    const { journal, warnings } = await openJournal(path, { floor: "open" });
    expect(journal.header.floor).toBe("stick");
    await expect(journal.append(messages(1, 1), 0)).rejects.toMatchObject({ code: "journal_conflict" });
    await journal.append(messages(4, 4), 3);
    expect(await readAll(journal)).toEqual(messages(1, 4));
    expect(warnings).toEqual([]);
  });

  it("[JOURNAL-1] is read part by part: lines longer than a part, and many in one", async () => {
    const path = somewhere();
    const content = (seq: number) => (seq % 10 === 0 ? "ß".repeat(seq * 4_000) : `short ${seq}`);
    const first = await openJournal(path);
    await first.journal.append(messages(1, 200, content), 0);
    await first.journal.close();
    const { journal } = await openJournal(path);
    await journal.append(messages(201, 5_000), 200);
    expect(await readAll(journal)).toEqual([...messages(1, 200, content), ...messages(201, 5_000)]);
  });

  it("[JOURNAL-1] a room that is opened again is as it was", async () => {
    const path = somewhere();
    const clock = new ManualClock();
    const state = (room: RoomHost) => [room.lastSeq, room.participants, room.stick, room.eventsAfter(0)];
    const before = await RoomHost.open({ clock, policy: "stick", journal: (await openJournal(path)).journal });
    for (const name of ["Ada", "Bob", "Cleo"]) await before.execute({ type: "join", name });
    await before.execute({ type: "claim", participant: "Ada" });
    await before.execute({ type: "claim", participant: "Bob" });
    const push = { type: "push", participant: "Ada", content: "hi\nall", push_id: "p1", expected_seq: null } as const;
    const sent = await before.push({ ...push, epoch: before.stick.epoch });
    await before.execute({ type: "leave", participant: "Cleo" });
    const was = state(before);
    await before.close();

    const after = await RoomHost.open({ clock, policy: "stick", journal: (await openJournal(path)).journal });
    expect(state(after)).toEqual(was);
    // The push whose answer was lost has the first one's.
    if (sent.type !== "sent") throw new Error("the push was refused");
    const { message_id, seq } = sent.sent;
    expect(await after.push({ ...push, epoch: null })).toMatchObject({ type: "sent", sent: { message_id, seq } });
  });
});

describe("an append", () => {
  it("[JOURNAL-3] has its answer when its lines were synced, not before", async () => {
    const staged = new StagedFile();
    const { journal } = await openJournal(somewhere(), { through: staged.through });
    const { begun, release } = staged.holdSyncs();
    let answered = false;
    const appended = journal.append(messages(1, 1), 0).then(() => (answered = true));
    await begun();
    await settle();
    expect(answered).toBe(false);
    expect(await readAll(journal)).toEqual([]);
    release();
    await appended;
    expect(await readAll(journal)).toEqual(messages(1, 1));
  });

  it("[JOURNAL-4] goes with all others that came while a sync was under way: 64 of them, one write, one sync", async () => {
    const staged = new StagedFile();
    const { journal } = await openJournal(somewhere(), { through: staged.through });
    const { begun, release } = staged.holdSyncs();
    const first = journal.append(messages(1, 1), 0);
    await begun();
    const counted = { writes: staged.writes.length, syncs: staged.syncs };
    const others = messages(2, 65).map((event) => journal.append([event], event.seq - 1));
    await settle();
    expect({ writes: staged.writes.length, syncs: staged.syncs }).toEqual(counted);
    release();
    await first;
    await begun();
    release();
    await Promise.all(others);
    await settle();
    expect({ writes: staged.writes.length, syncs: staged.syncs }).toEqual({
      writes: counted.writes + 1,
      syncs: counted.syncs + 1,
    });
    expect(await readAll(journal)).toEqual(messages(1, 65));
  });

  it("[JOURNAL-4] goes with those of the same turn, and of those whom the last sync has woken", async () => {
    const staged = new StagedFile();
    const { journal } = await openJournal(somewhere(), { through: staged.through });
    const before = staged.syncs;
    let seq = 0;
    const writer = async () => {
      for (let round = 0; round < 10; round++) {
        const next = ++seq;
        await journal.append(messages(next, next), next - 1);
      }
    };
    await Promise.all(Array.from({ length: 64 }, writer));
    expect(staged.syncs - before).toBe(10);
    expect(await readAll(journal)).toEqual(messages(1, 640));
  });

  it("[JOURNAL-3] is waited for when the journal is closed; later ones are refused", async () => {
    const path = somewhere();
    const { journal } = await openJournal(path);
    const appended = journal.append(messages(1, 1), 0);
    const closed = journal.close();
    await expect(journal.append(messages(2, 2), 1)).rejects.toMatchObject({ code: "journal_failed" });
    await closed;
    await appended;
    expect(await readAll((await openJournal(path)).journal)).toEqual(messages(1, 1));
  });
});

describe("a journal whose file fails", () => {
  const failing = {
    "a failed write": (staged: StagedFile) => {
      staged.write = () => Promise.reject(systemError("ENOSPC"));
    },
    "a short write": (staged: StagedFile) => {
      staged.write = (bytes, file) => file.write(bytes.subarray(0, bytes.length - 20));
    },
    "a failed sync": (staged: StagedFile) => {
      staged.sync = () => Promise.reject(systemError("EIO"));
    },
  };

  it.each(Object.entries(failing))(
    "[JOURNAL-5] after %s every append that waits or comes is refused, and reading goes on",
    async (_what, fail) => {
      const path = somewhere();
      const staged = new StagedFile();
      const { journal } = await openJournal(path, { through: staged.through });
      await journal.append(messages(1, 2), 0);
      const { begun, release } = staged.holdSyncs();
      const kept = journal.append(messages(3, 3), 2);
      await begun();
      fail(staged);
      const waiting = [4, 5, 6].map((seq) => journal.append(messages(seq, seq), seq - 1));
      release();
      await kept;
      const refused = await Promise.allSettled(waiting);
      const refusal = {
        status: "rejected",
        reason: { code: "journal_failed", message: expect.stringContaining(path) },
      };
      expect(refused).toMatchObject([refusal, refusal, refusal]);
      const asked = { writes: staged.writes.length, syncs: staged.syncs };
      // The disk may be well again: nobody knows what is on it.
      staged.write = (bytes, file) => file.write(bytes);
      staged.sync = (file) => file.datasync();
      await expect(journal.append(messages(7, 7), 6)).rejects.toMatchObject({ code: "journal_failed" });
      expect({ writes: staged.writes.length, syncs: staged.syncs }).toEqual(asked);
      expect(await readAll(journal)).toEqual(messages(1, 3));

      await journal.close();
      const again = await openJournal(path);
      const found = await readAll(again.journal);
      // What was not acknowledged is there or not, whole and in order.
      expect(found).toEqual(messages(1, found.length));
      expect(found.length).toBeGreaterThanOrEqual(3);
      await again.journal.append(messages(found.length + 1, found.length + 1), found.length);
    },
  );

  it("[JOURNAL-5] refuses those that came while the failing write was under way, too", async () => {
    const staged = new StagedFile();
    const { journal } = await openJournal(somewhere(), { through: staged.through });
    const failing = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    staged.sync = () => {
      begun.resolve();
      return failing.promise;
    };
    const under = journal.append(messages(1, 1), 0);
    await begun.promise;
    const behind = journal.append(messages(2, 2), 1);
    failing.reject(systemError("EIO"));
    await expect(under).rejects.toMatchObject({ code: "journal_failed" });
    await expect(behind).rejects.toMatchObject({ code: "journal_failed" });
    expect(await readAll(journal)).toEqual([]);
  });

  it("[JOURNAL-5] acknowledges nothing that went into a file that was removed", async () => {
    const path = somewhere();
    const { journal } = await openJournal(path);
    await journal.append(messages(1, 1), 0);
    rmSync(path);
    const message = expect.stringMatching(/lobby\.jsonl cannot be written: the file was removed while .+; put back/);
    await expect(journal.append(messages(2, 2), 1)).rejects.toMatchObject({ code: "journal_failed", message });
    await expect(journal.append(messages(2, 2), 1)).rejects.toMatchObject({ code: "journal_failed", message });
  });

  it("[JOURNAL-5] a room goes on reading and refuses pushes", async () => {
    const staged = new StagedFile();
    const { journal } = await openJournal(somewhere(), { through: staged.through });
    const room = await RoomHost.open({ clock: new ManualClock(), journal });
    await room.execute({ type: "join", name: "Ada" });
    const push = { type: "push", participant: "Ada", expected_seq: null, epoch: null } as const;
    await room.push({ ...push, content: "kept", push_id: "p1" });
    staged.sync = () => Promise.reject(systemError("EIO"));
    const refused = { type: "refused", reason: "room_read_only" };
    expect(await room.push({ ...push, content: "lost", push_id: "p2" })).toEqual(refused);
    expect(await room.push({ ...push, content: "later", push_id: "p3" })).toEqual(refused);
    expect(room.eventsAfter(0)).toMatchObject([{ type: "joined" }, { content: "kept" }]);
    await room.close();
  });

  it("[JOURNAL-5] that is new is not opened where its header cannot be kept, and is made anew the next time", async () => {
    const path = somewhere();
    const staged = new StagedFile();
    staged.write = (bytes, file) => file.write(bytes.subarray(0, 30));
    await expect(openJournal(path, { through: staged.through })).rejects.toMatchObject({ code: "journal_failed" });
    const { journal, warnings } = await openJournal(path);
    expect(warnings).toEqual([expect.stringContaining("30 bytes")]);
    await journal.append(messages(1, 1), 0);
    expect(await readAll(journal)).toEqual(messages(1, 1));
  });

  it.each([
    ["a directory", (path: string) => mkdirSync(path), "journal_failed"],
    ["something endless", (path: string) => symlinkSync("/dev/zero", path), "journal_corrupt"],
    ["another file", (path: string) => writeFileSync(path, "my thesis"), "journal_corrupt"],
    ["another file of lines", (path: string) => writeFileSync(path, '{"format":"v3"}\n'), "journal_corrupt"],
  ])("[JOURNAL-6] is not opened where there is %s, and says the path", async (_what, make, code) => {
    const path = somewhere();
    make(path);
    await expect(openJournal(path)).rejects.toMatchObject({ code, message: expect.stringContaining(path) });
  });
});
