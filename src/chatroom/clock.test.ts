import { afterEach, describe, expect, it, vi } from "vitest";
import { ManualClock, settle } from "../../test/fakes/manual-clock.ts";
import { sleep, systemClock, timestampOf } from "./clock.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("the system's clock", () => {
  it("does not call at once what is to be called in a month, or never", () => {
    vi.useFakeTimers();
    const called: string[] = [];
    systemClock.schedule(40 * 24 * 3_600_000, () => called.push("in 40 days"));
    systemClock.schedule(Infinity, () => called.push("never"));
    vi.advanceTimersByTime(24 * 3_600_000);
    expect(called).toEqual([]);
  });

  it("calls what is overdue, without a complaint", async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error) => warnings.push(warning);
    process.on("warning", hear);
    await new Promise<void>((resolve) => systemClock.schedule(-1, resolve));
    process.off("warning", hear);
    expect(warnings).toEqual([]);
  });

  it("does not call what was cancelled", () => {
    vi.useFakeTimers();
    const called: string[] = [];
    const cancel = systemClock.schedule(10, () => called.push("cancelled"));
    systemClock.schedule(20, () => called.push("kept"));
    cancel();
    vi.advanceTimersByTime(30);
    expect(called).toEqual(["kept"]);
  });
});

describe("sleep", () => {
  it("ends after its time, or at once when its signal aborts, and leaves no timer behind", async () => {
    const clock = new ManualClock();
    const ended: string[] = [];
    const abort = new AbortController();
    const sleeps = [
      sleep(clock, 1_000).then(() => ended.push("slept")),
      sleep(clock, 5_000, abort.signal).then(() => ended.push("woken")),
      sleep(clock, 5_000, AbortSignal.abort()).then(() => ended.push("not at all")),
    ];
    await settle();
    expect(ended).toEqual(["not at all"]);
    abort.abort();
    await settle();
    expect(ended).toEqual(["not at all", "woken"]);
    await clock.advance(1_000);
    await Promise.all(sleeps);
    expect(ended).toEqual(["not at all", "woken", "slept"]);
    expect(clock.pending).toBe(0);
  });
});

describe("a timestamp", () => {
  it("is ISO 8601, UTC, with milliseconds", () => {
    expect(timestampOf(new ManualClock(Date.UTC(2026, 0, 15, 10, 30, 45)))).toBe("2026-01-15T10:30:45.000Z");
  });
});
