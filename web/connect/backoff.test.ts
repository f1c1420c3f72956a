import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoff } from "./backoff.ts";

describe("backoff", () => {
  it("[PAGE-5] doubles from 1 s to 30 s", () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => backoff(attempt, 0.999_999));
    expect(ceilings).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it("[PAGE-5] is spread over the upper half, and never below 1 s", () => {
    expect(backoff(5, 0)).toBe(8_000);
    fc.assert(
      fc.property(fc.nat(5_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
        const wait = backoff(attempt, random);
        return wait >= 1_000 && wait <= 30_000;
      }),
    );
  });
});
