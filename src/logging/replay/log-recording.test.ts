import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryLog } from "../../../test/fakes/memory-log.ts";
import { LogDecoder } from "../log-decoder.ts";
import { openLogRecording } from "./log-recording.ts";
import { Pacing } from "./pacing.ts";
import { BEGIN, type Place } from "./place.ts";
import type { Recording, TimedItem } from "./recording.ts";

const START = Date.UTC(2026, 0, 15, 10, 30, 0);

/** A v3 line, `at` ms after the start; null: without a readable time. */
export function lineAt(at: number | null, content = "x"): string {
  const timestamp = at === null ? "yesterday" : new Date(START + at).toISOString();
  return JSON.stringify({ format: "v3", timestamp, type: "text", user: "Ada", content });
}

async function everything(recording: Recording, from: Place = BEGIN) {
  const items: TimedItem[] = [];
  let next = from;
  for await (const batch of recording.read(from)) {
    items.push(...batch.items);
    next = batch.next;
  }
  return { items, next };
}

const duesOf = (items: readonly TimedItem[]) => items.map(({ due }) => Math.round(due));
const linesOf = (items: readonly TimedItem[]) => items.map(({ item }) => item.line);

describe("a log as a recording", () => {
  it("[REPLAY-2] gives every line with its time, and says how long it is", async () => {
    const lines = [lineAt(0), lineAt(1_000), "no json", lineAt(1_000), lineAt(null), lineAt(99_000), lineAt(60_000)];
    const recording = await openLogRecording(new MemoryLog(`${lines.join("\n")}\n`));
    const { items } = await everything(recording);
    expect(duesOf(items)).toEqual([0, 1_100, 1_100, 1_200, 1_750, 2_300, 2_400]);
    expect(linesOf(items)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(recording.duration).toBeCloseTo(2_400, 6);
    expect(recording.records).toBe(6);
  });

  it.each(["", "\n\n\n", "no json\n"])("[REPLAY-2] %j has no length", async (text) => {
    const recording = await openLogRecording(new MemoryLog(text));
    expect(recording.duration).toBe(0);
    expect(recording.records).toBe(0);
  });

  it("[REPLAY-2] a last line without its end counts if it is whole, and is a problem if it is not", async () => {
    const whole = await openLogRecording(new MemoryLog(`${lineAt(0)}\n${lineAt(1_000)}`));
    expect(whole.duration).toBeCloseTo(1_100, 6);
    expect((await everything(whole)).items).toHaveLength(2);
    const cut = await openLogRecording(new MemoryLog(`${lineAt(0)}\n${lineAt(1_000).slice(0, 60)}`));
    expect(cut.duration).toBe(0);
    expect((await everything(cut)).items).toMatchObject([{}, { cut: true, item: { line: 2, problem: /cut off/ } }]);
  });

  it.each([1, 7, 1_000_000])("[REPLAY-3] a log that grows is read on where it ended, in chunks of %d", async (most) => {
    const whole = `${[0, 500, 1_000, 1_500].map((at) => lineAt(at)).join("\n")}\n`;
    for (const cut of [0, 10, lineAt(0).length, lineAt(0).length + 1, lineAt(0).length + 30, whole.length - 1]) {
      const log = new MemoryLog(whole.slice(0, cut), most);
      const recording = await openLogRecording(log);
      const before = await everything(recording);
      log.append(whole.slice(cut));
      expect(await recording.grow(cut)).toBe(true);
      expect(await recording.grow(whole.length)).toBe(false);
      const after = await everything(recording, before.next);
      const records = [...before.items, ...after.items].filter(({ item }) => "record" in item);
      expect(linesOf(records)).toEqual([1, 2, 3, 4]);
      expect(duesOf(records)).toEqual([0, 550, 1_100, 1_650]);
      expect(recording.duration).toBeCloseTo(1_650, 6);
    }
  });

  it("[REPLAY-4] from any place it gives what it gives from the begin", async () => {
    const times = fc.array(fc.oneof(fc.nat(20_000), fc.constant(null)), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 1, max: 400 }), async (ats, most) => {
        const text = ats.map((at, index) => (at === 13 ? "broken" : lineAt(at, "é".repeat(index)))).join("\n");
        const recording = await openLogRecording(new MemoryLog(text, most));
        const { items } = await everything(recording);
        const places: Place[] = [];
        for await (const batch of recording.read(BEGIN)) places.push(batch.next);
        for (const place of places) {
          const rest = await everything(recording, place);
          const expected = items
            .filter(({ item }) => item.line >= place.line)
            .slice(-rest.items.length || items.length);
          expect(rest.items).toEqual(rest.items.length === 0 ? [] : expected);
        }
        // The index and the reader agree on the time of the last line.
        expect(recording.duration).toBeCloseTo(items.at(-1)?.due ?? 0, 3);
      }),
      { numRuns: 100 },
    );
  });

  it("[REPLAY-4] places lie a thousand lines apart, each before what is wanted", async () => {
    const text = Array.from({ length: 5_500 }, (_, index) => lineAt(index * 200)).join("\n");
    const recording = await openLogRecording(new MemoryLog(text, 100_000), { pacing: new Pacing({ slowdown: 1 }) });
    expect(recording.placeBefore(0)).toEqual(BEGIN);
    for (const line of [1, 999, 1_000, 1_001, 2_500, 5_500]) {
      const due = (line - 1) * 200;
      const byTime = recording.placeBefore(due);
      expect(byTime.line).toBeLessThanOrEqual(line + 1);
      expect(byTime.line).toBeGreaterThan(line - 1_000);
      expect(recording.placeBeforeLine(line).line).toBeLessThan(Math.max(2, line));
      const [first] = (await everything(recording, byTime)).items;
      expect(first?.due).toBeCloseTo((byTime.line - 1) * 200, 6);
    }
  });

  it("[REPLAY-5] of an old log it gives from any place what it gives from the begin", async () => {
    const bytes = readFileSync(new URL("../../../test/fixtures/logs/office-v1.jsonl", import.meta.url));
    const recording = await openLogRecording(new MemoryLog(bytes, 300));
    const { items } = await everything(recording);
    const decoder = new LogDecoder();
    expect(items.map(({ item }) => item)).toEqual([...decoder.push(bytes), ...decoder.end()]);
    for await (const { next } of recording.read(BEGIN)) {
      const rest = await everything(recording, next);
      expect(rest.items).toEqual(items.filter(({ item }) => item.line >= next.line));
    }
  });

  it("[REPLAY-6] a line of 50 MB is told and passed", async () => {
    const text = `${lineAt(0)}\n${lineAt(100, "x".repeat(50_000_000))}\n${lineAt(1_000)}\n`;
    const recording = await openLogRecording(new MemoryLog(text));
    const { items } = await everything(recording);
    expect(linesOf(items)).toEqual([1, 2, 3]);
    expect(items[1]).toMatchObject({ item: { problem: /longer than/ } });
    expect(recording.duration).toBeCloseTo(1_100, 6);
    expect(items[2]?.due).toBeCloseTo(1_100, 6);
  });
});
