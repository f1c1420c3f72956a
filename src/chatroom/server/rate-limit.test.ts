import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { RateLimit } from "./rate-limit.ts";

/** How many requests of `key` pass before one does not. */
function passing(limit: RateLimit, key: string): number {
  let count = 0;
  while (limit.take(key) === 0) count++;
  return count;
}

describe("RateLimit", () => {
  it("[ACCESS-8] lets a burst of twice the rate pass, then the rate", async () => {
    const clock = new ManualClock();
    const limit = new RateLimit(10, clock);
    expect(passing(limit, "Ada")).toBe(20);
    expect(limit.take("Ada")).toBeCloseTo(0.1);
    await clock.advance(100);
    expect(passing(limit, "Ada")).toBe(1);
    await clock.advance(1_000);
    expect(passing(limit, "Ada")).toBe(10);
    await clock.advance(60_000);
    expect(passing(limit, "Ada")).toBe(20);
  });

  it("[ACCESS-8] one does not use up what is another's", () => {
    const limit = new RateLimit(1, new ManualClock());
    expect(passing(limit, "Ada")).toBe(2);
    expect(passing(limit, "Bob")).toBe(2);
  });

  it("[ACCESS-8] less than one a second lets one pass, and says after how long the next", async () => {
    const clock = new ManualClock();
    const limit = new RateLimit(0.1, clock);
    expect(limit.take("Ada")).toBe(0);
    expect(limit.take("Ada")).toBeCloseTo(10);
    await clock.advance(10_001);
    expect(limit.take("Ada")).toBe(0);
  });

  it("[ACCESS-8] 0 is no limit, and keeps nothing", () => {
    const limit = new RateLimit(0, new ManualClock());
    for (let n = 0; n < 1_000; n++) expect(limit.take(`user ${n}`)).toBe(0);
    expect(limit.size).toBe(0);
  });

  it("[ACCESS-8] keeps a bounded number of buckets, and forgets those used longest ago", () => {
    const limit = new RateLimit(1, new ManualClock(), 3);
    passing(limit, "Ada");
    for (const key of ["Bob", "Cid", "Ada", "Dan"]) limit.take(key);
    expect(limit.size).toBe(3);
    expect(limit.take("Ada"), "used just now: still empty").toBeGreaterThan(0);
    expect(passing(limit, "Bob"), "forgotten: begins anew").toBe(2);
  });
});
