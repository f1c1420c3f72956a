import { describe, expect, it } from "vitest";
import { positionAt, shareOf, ticksOf } from "./scrubber-geometry.ts";

describe("the scrubber", () => {
  it("[PAGE-9] holds a place within its track", () => {
    expect(positionAt(150, 100, 200, 8_000)).toBe(2_000);
    expect(positionAt(0, 100, 200, 8_000)).toBe(0);
    expect(positionAt(999, 100, 200, 8_000)).toBe(8_000);
    expect(positionAt(5, 0, 0, 8_000)).toBe(0);
    expect([shareOf(2, 8), shareOf(9, 8), shareOf(-1, 8), shareOf(1, 0)]).toEqual([0.25, 1, 0, 0]);
  });

  it("[PAGE-9] has one tick for marks that would touch, as grave as the gravest", () => {
    const ticks = ticksOf(
      [
        { kind: "interrupted", position: 100, user: "Ann" },
        { kind: "failed", position: 101, user: "B\u202eob" },
        { kind: "refused", position: 900, user: "Ann" },
      ],
      1_000,
      10,
    );
    expect(ticks).toEqual([
      {
        ...{ share: 0.1, kind: "failed", count: 2, position: 100 },
        labels: ["Ann was interrupted by a new message", "Bob could not go on"],
      },
      { share: 0.9, kind: "refused", count: 1, position: 900, labels: ["Ann was refused: somebody had spoken first"] },
    ]);
  });

  it("[PAGE-13] has never more ticks than places, and few labels in each", () => {
    const marks = Array.from(
      { length: 10_000 },
      (_, position) => ({ kind: "refused", position, user: "Ann" }) as const,
    );
    const ticks = ticksOf(marks, 9_999, 50);
    expect(ticks).toHaveLength(50);
    expect(ticks.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
    expect(Math.max(...ticks.map(({ labels }) => labels.length))).toBe(4);
  });
});
