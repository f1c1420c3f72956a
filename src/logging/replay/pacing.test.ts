import { describe, expect, it } from "vitest";
import { Pacing } from "./pacing.ts";

describe("[REPLAY-1] the delay before a record", () => {
  it.each([
    [{}, 0, 1_000, 1_100],
    [{ slowdown: 2 }, 0, 1_000, 2_000],
    [{ slowdown: 0.5 }, 0, 1_000, 500],
    [{}, 0, 0, 100],
    [{}, 5_000, 0, 100],
    [{}, 0, 60_000, 10_000],
    [{ slowdown: 100 }, 0, 200, 10_000],
    [{}, Number.NaN, 1_000, 550],
    [{ slowdown: 2 }, 0, Number.NaN, 1_000],
    [{ slowdown: 0.1 }, Number.NaN, Number.NaN, 100],
    [{ longest: 2_000 }, 0, 60_000, 2_000],
    [{ longest: 50 }, 0, 60_000, 50],
    [{ longest: 0 }, 0, 60_000, 0],
    [{ shortest: 0, slowdown: 1 }, 0, 3, 3],
  ])("with %j from %d to %d it is %d ms", (options, before, now, delay) => {
    expect(new Pacing(options).delay(before, now)).toBeCloseTo(delay, 6);
  });
});
