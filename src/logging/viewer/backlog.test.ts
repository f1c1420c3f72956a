import { describe, expect, it } from "vitest";
import { chat } from "../../../test/fakes/viewer-stage.ts";
import { Backlog } from "./backlog.ts";

describe("Backlog", () => {
  const filled = (count: number, keep: { records: number; characters: number }, words = "x") => {
    const backlog = new Backlog(keep);
    for (let n = 1; n <= count; n++) {
      backlog.add({ type: "record", n, record: chat(words), legacy: false, at: 0 }, { chat: n - 1, records: n - 1 });
    }
    return backlog;
  };

  it("[STREAM-6] keeps the newest, by count and by characters, whatever comes", () => {
    const byCount = filled(30_000, { records: 100, characters: Infinity });
    expect([byCount.first, byCount.end, byCount.at(29_899)]).toEqual([29_900, 30_000, undefined]);
    expect(byCount.at(29_900)?.totals.chat).toBe(29_900);
    const bySize = filled(5_000, { records: 10_000, characters: 100_000 }, "y".repeat(1_000));
    expect(bySize.end - bySize.first).toBeLessThan(100);
    expect(filled(3, { records: 10, characters: 1 }).first).toBe(2);
  });

  it("[STREAM-6] finds where the records after a number begin, in what was said since it began anew", () => {
    const backlog = filled(20, { records: 10, characters: Infinity });
    expect(backlog.after(15)).toEqual({ place: 15, missed: 0 });
    expect(backlog.after(20)).toEqual({ place: 20, missed: 0 });
    expect(backlog.after(10)).toEqual({ place: 10, missed: 0 });
    expect(backlog.after(4)).toEqual({ place: 10, missed: 6 });
    backlog.add({ type: "restart" }, { chat: 20, records: 20 });
    backlog.add({ type: "problem", line: 1, problem: "not JSON" }, { chat: 20, records: 21 });
    expect(backlog.after(0)).toEqual({ place: 21, missed: 0 });
  });
});
