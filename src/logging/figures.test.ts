import { describe, expect, it } from "vitest";
import { cost, count, duration, elapsed, plural } from "./figures.ts";

describe("numbers as people read them", () => {
  it("times", () => {
    expect([0, 59_999, 151_000, 3_751_000].map(elapsed)).toEqual(["00:00", "00:59", "02:31", "1:02:31"]);
    expect([-5, 12_400, 99_000, 185_000].map(duration)).toEqual(["0 s", "12 s", "99 s", "3 min"]);
  });

  it("counts", () => {
    expect([0, 999, 1_000, 4_149, 9_949, 9_960, 45_400, 999_499, 999_500, 1_200_000].map(count)).toEqual([
      "0",
      "999",
      "1.0k",
      "4.1k",
      "9.9k",
      "10k",
      "45k",
      "999k",
      "1.0M",
      "1.2M",
    ]);
    expect([plural(1, "message"), plural(2, "message")]).toEqual(["1 message", "2 messages"]);
  });

  it("prices, an unknown one never as 0", () => {
    expect([cost(null), cost(0), cost(0.01234), cost(12.345), cost(0.5, 3)]).toEqual([
      "price unknown",
      "$0",
      "$0.0123",
      "$12.35",
      "≥ $0.5000",
    ]);
  });
});
