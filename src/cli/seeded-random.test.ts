import { describe, expect, it } from "vitest";
import { seededRandom } from "./seeded-random.ts";

const first = (count: number, seed: number, name: string) => Array.from({ length: count }, seededRandom(seed, name));

describe("seededRandom", () => {
  it("is the same for the same seed and name, and another for another", () => {
    const numbers = first(20, 7, "Ada");
    expect(first(20, 7, "Ada")).toEqual(numbers);
    for (const other of [first(20, 8, "Ada"), first(20, 7, "Bob"), first(20, 77, "Ada")]) {
      expect(other.filter((number) => numbers.includes(number))).toEqual([]);
    }
  });

  it("stays in [0, 1) and fills it evenly", () => {
    const numbers = first(10_000, 1, "Ada");
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const tenths = Array<number>(10).fill(0);
    for (const number of numbers) tenths[Math.floor(number * 10)] = (tenths[Math.floor(number * 10)] ?? 0) + 1;
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it("begins anywhere: neighbouring seeds do not begin alike", () => {
    const begins = Array.from({ length: 1_000 }, (_, seed) => seededRandom(seed, "Ada")());
    expect(Math.abs(begins.reduce((sum, number) => sum + number, 0) / 1_000 - 0.5)).toBeLessThan(0.05);
    expect(new Set(begins).size).toBe(1_000);
  });
});
