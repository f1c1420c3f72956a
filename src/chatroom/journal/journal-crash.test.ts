/** Whole processes that append, and are killed or run out of room. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runChild } from "../../../test/fakes/child-program.ts";
import { messages, openJournal, readAll, scratchFolder } from "../../../test/fakes/journal-stage.ts";
import { Random } from "../../../test/interleavings/random.ts";

const KILLS = 20;
const WRITERS = 8;
const content = (seq: number) => `message ${seq} ${"x".repeat((seq * 37) % 700)}`;

/** Appends with WRITERS at once from where the journal is; prints each seq once it is acknowledged, or why it is not. */
const WRITER = `
  import { writeSync } from "node:fs";
  import { FileJournal } from ${JSON.stringify(new URL("./file-journal.ts", import.meta.url).href)};
  const content = ${content.toString()};
  const onWarning = (sentence) => writeSync(2, sentence + "\\n");
  const path = process.argv[1];
  const journal = await FileJournal.open({ path, room: "lobby", floor: "open", now: () => 0, onWarning });
  let seq = 0;
  for await (const event of journal.read()) seq = event.seq;
  writeSync(1, "from " + seq + "\\n");
  const write = async () => {
    for (;;) {
      const next = ++seq;
      const timestamp = new Date(Date.UTC(2026, 0, 15) + next).toISOString();
      await journal.append([{ seq: next, timestamp, type: "message", message_id: "msg-" + next, sender_id: "user-1",
        sender: "Ada", content: content(next), push_id: "push-" + next, expected_seq: null }], next - 1);
      writeSync(1, next + "\\n");
    }
  };
  await Promise.all(Array.from({ length: ${WRITERS} }, write)).catch((error) => writeSync(1, error.code + "\\n"));
`;

describe("a process that appends", () => {
  it(`[JOURNAL-3] is killed ${KILLS} times: what it had acknowledged is there once, in order`, async () => {
    const path = join(scratchFolder(), "lobby.jsonl");
    const random = new Random(20_261_121);
    let safe = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const { child, lines, printed, ended } = runChild(WRITER, { args: [path] });
      await printed(1 + random.below(400));
      child.kill("SIGKILL");
      expect((await ended).signal).toBe("SIGKILL");
      const acknowledged = lines.slice(1).map(Number);
      // It went on behind all that had been acknowledged, and acknowledged in order.
      const from = Number(lines[0]?.slice("from ".length));
      expect(from).toBeGreaterThanOrEqual(safe);
      expect(acknowledged).toEqual(acknowledged.map((_, index) => from + 1 + index));
      safe = from + acknowledged.length;
    }
    const { journal } = await openJournal(path);
    const kept = await readAll(journal);
    expect(kept.length).toBeGreaterThanOrEqual(safe);
    expect(kept).toEqual(messages(1, kept.length, content));
  }, 60_000);

  it("[JOURNAL-5] whose file may not grow any more refuses; what it had acknowledged is read", async () => {
    const path = join(scratchFolder(), "lobby.jsonl");
    const { lines, ended } = runChild(WRITER, { args: [path], longestFile: 256 });
    const { stderr } = await ended;
    expect(stderr).toBe("");
    expect(lines.at(-1)).toBe("journal_failed");
    const acknowledged = lines.slice(1, -1).map(Number);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(statSync(path).size).toBeLessThanOrEqual(256 * 1_024);

    const { journal, warnings } = await openJournal(path);
    const kept = await readAll(journal);
    expect(kept).toEqual(messages(1, kept.length, content));
    expect(kept.length).toBeGreaterThanOrEqual(acknowledged.length);
    expect(warnings).toEqual([expect.stringContaining(path)]);
    await journal.append(messages(kept.length + 1, kept.length + 1), kept.length);
  }, 60_000);
});
