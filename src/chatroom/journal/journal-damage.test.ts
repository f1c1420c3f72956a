/** What a disk, a crash or a person can do to a journal: it is found and named, or it is a torn tail. Never another event. */
import { appendFileSync, closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { messages, openJournal, readAll, scratchFolder } from "../../../test/fakes/journal-stage.ts";
import { ChatError } from "../errors.ts";
import type { RoomEvent } from "../protocol.ts";
import { LineBatch } from "./journal-line.ts";

const EVENTS = messages(1, 3, () => "* J 李");

/** A journal of a header and EVENTS. */
async function written(): Promise<{ readonly path: string; readonly bytes: Buffer }> {
  const path = join(scratchFolder(), "lobby.jsonl");
  const { journal } = await openJournal(path);
  await journal.append(EVENTS, 0);
  await journal.close();
  return { path, bytes: readFileSync(path) };
}

type Found =
  | { readonly type: "read"; readonly events: readonly RoomEvent[]; readonly warnings: readonly string[] }
  | { readonly type: "refused"; readonly code: string; readonly message: string };

async function open(path: string): Promise<Found> {
  try {
    const { journal, warnings } = await openJournal(path);
    const events = await readAll(journal);
    await journal.close();
    return { type: "read", events, warnings };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { type: "refused", code: error.code, message: error.message };
  }
}

/** Opens the journal with each of its bits flipped, from byte `from` on; collects what `fault` finds wrong. */
async function flipEach(path: string, from: number, fault: (found: Found, line: number) => boolean): Promise<string[]> {
  const bytes = readFileSync(path);
  const file = openSync(path, "r+");
  const faults: string[] = [];
  for (let bit = from * 8; bit < bytes.length * 8; bit++) {
    const at = bit >> 3;
    const byte = bytes[at] ?? 0;
    // In place, because a file that is written anew costs a sync.
    writeSync(file, Buffer.of(byte ^ (1 << (bit & 7))), 0, 1, at);
    const found = await open(path);
    const line = bytes.subarray(0, at).toString("latin1").split("\n").length;
    if (fault(found, line)) faults.push(`bit ${bit & 7} of byte ${at}: ${JSON.stringify(found)}`);
    // Also what opening has cut.
    writeSync(file, bytes, at, bytes.length - at, at);
  }
  closeSync(file);
  return faults;
}

describe("a flipped bit", () => {
  it("[JOURNAL-6] anywhere in a journal is found, and named with its line; nothing is changed", async () => {
    const { path, bytes } = await written();
    const faults = await flipEach(path, 0, (found, line) => {
      const named = found.type === "refused" && found.code === "journal_corrupt" && found.message.includes(path);
      return !named || !found.message.includes(`line ${line}:`) || statSync(path).size !== bytes.length;
    });
    expect(faults).toEqual([]);
  }, 60_000);

  it("[JOURNAL-6] in a torn tail changes nothing about the events before it", async () => {
    const { path, bytes } = await written();
    writeFileSync(path, bytes.subarray(0, -30));
    const whole = bytes.lastIndexOf("\n", -2) + 1;
    const before = JSON.stringify(EVENTS.slice(0, -1));
    const faults = await flipEach(path, whole, (found, line) =>
      found.type === "read"
        ? JSON.stringify(found.events) !== before || found.warnings.length !== 1
        : found.code !== "journal_corrupt" || !found.message.includes(`line ${line}:`),
    );
    expect(faults).toEqual([]);
  }, 60_000);
});

describe("a torn tail", () => {
  it("[JOURNAL-7] at any byte is cut at the last whole line, with one warning, and the journal is gone on with", async () => {
    const { path: original, bytes } = await written();
    for (let length = 0; length <= bytes.length; length++) {
      const path = `${original}.${length}`;
      writeFileSync(path, bytes.subarray(0, length));
      const lines = bytes.subarray(0, length).toString("latin1").split("\n").length - 1;
      const whole = lines === 0 ? 0 : bytes.subarray(0, length).lastIndexOf("\n") + 1;
      const kept = Math.max(0, lines - 1);
      const { journal, warnings } = await openJournal(path);
      expect(await readAll(journal), `${length} bytes`).toEqual(EVENTS.slice(0, kept));
      expect(warnings, `${length} bytes`).toHaveLength(length === whole ? 0 : 1);
      for (const warning of warnings) expect(warning).toContain(path);
      await journal.append(messages(kept + 1, kept + 1), kept);
      await journal.close();
      expect(await open(path)).toEqual({
        type: "read",
        events: [...EVENTS.slice(0, kept), ...messages(kept + 1, kept + 1)],
        warnings: [],
      });
    }
  }, 60_000);

  it.each([
    ["nothing but NUL, in place of a line", (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(5_000)]), 3],
    ["NUL behind half a line", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -40), Buffer.alloc(5_000)]), 2],
    ["NUL behind a line without its newline", (b: Buffer) => Buffer.concat([b.subarray(0, -1), Buffer.alloc(9)]), 2],
    ["NUL behind half a header", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 12), Buffer.alloc(9)]), 0],
    ["nothing but NUL", () => Buffer.alloc(4_096), 0],
    ["more than is read at once", (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1 << 20, "x")]), 3],
  ])("[JOURNAL-7] may be %s", async (_what, tear, kept) => {
    const { path, bytes } = await written();
    writeFileSync(path, tear(bytes));
    expect(await open(path)).toEqual({
      type: "read",
      events: EVENTS.slice(0, kept),
      warnings: [expect.stringContaining(path)],
    });
    expect(await open(path)).toEqual({ type: "read", events: EVENTS.slice(0, kept), warnings: [] });
  });
});

describe("a line that does not belong", () => {
  const header = { format: "llm-chat-journal", version: 1, room: "lobby", floor: "open", created: "2026-01-15" };

  async function opened(...lines: readonly object[]): Promise<Found> {
    const path = join(scratchFolder(), "lobby.jsonl");
    const batch = new LineBatch(1_024);
    for (const line of lines) batch.add(line);
    writeFileSync(path, batch.bytes);
    return open(path);
  }
  const [first, second, third] = EVENTS as [RoomEvent, RoomEvent, RoomEvent];

  it.each([
    ["a gap", [header, first, third], 3, "2 should follow"],
    ["a double", [header, first, second, second], 4, "3 should follow"],
    ["an event before the first", [header, second], 2, "1 should follow"],
    ["no header", [first, second], 1, "does not begin as a journal"],
    ["a second header", [header, header], 2, "its seq is undefined"],
    ["a header of another format", [{ ...header, format: "v3" }], 1, "does not begin as a journal"],
    ["a header of a newer version", [{ ...header, version: 2 }], 1, "version 2"],
    ["a header of another room", [{ ...header, room: "attic" }], 1, '"attic"'],
    ["a header with an unknown floor policy", [{ ...header, floor: "shout" }], 1, '"shout"'],
    ["an event of an unknown type", [header, { ...first, type: "sang" }], 2, '"sang"'],
    ["an event without time", [header, { ...first, timestamp: 0 }], 2, "timestamp"],
    ["a message without content", [header, { ...first, content: null }], 2, "content"],
    ["something inherited for a type", [header, { ...first, type: "toString" }], 2, '"toString"'],
  ])("[JOURNAL-6] is named: %s, though its checksum is right", async (_what, lines, line, what) => {
    const found = await opened(...lines);
    expect(found).toMatchObject({ type: "refused", code: "journal_corrupt" });
    expect(found).toHaveProperty("message", expect.stringContaining(`line ${line}:`));
    expect(found).toHaveProperty("message", expect.stringContaining(what));
  });

  it.each([
    ["a line by hand", '{"seq":5,"timestamp":"t","type":"left","participant":"Ada"}\n'],
    ["an empty line", "\n"],
    ["a checksum without a line", ',"crc32c":"00000000"}\n'],
    ["a long line", `${"x".repeat(1 << 20)}\n`],
  ])("[JOURNAL-6] is named: %s", async (_what, line) => {
    const { path } = await written();
    appendFileSync(path, line);
    expect(await open(path)).toMatchObject({ code: "journal_corrupt", message: expect.stringContaining("line 5:") });
  });

  it("[JOURNAL-6] is found in a journal that is read while it is open, too", async () => {
    const { path, bytes } = await written();
    const { journal } = await openJournal(path);
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    await expect(readAll(journal)).rejects.toMatchObject({ code: "journal_corrupt" });
  });
});
