import { describe, expect, it } from "vitest";
import { ChatError } from "../errors.ts";
import { pauseBefore } from "./backoff.ts";
import { afterEnding, NO_TROUBLE, type NextStep, type StreamEnding, type Trouble } from "./reconnection.ts";

const lost = (heard = false, atLeastMs = 0): StreamEnding => ({ type: "lost", reason: "cut", heard, atLeastMs });
const bad: StreamEnding = { type: "bad", reason: "no JSON" };
const unknown: StreamEnding = { type: "unknown", error: new ChatError("not_logged_in", "Ada is not in the room.") };

function steps(endings: readonly StreamEnding[], lastSeq = 7, retryMs = 0): NextStep[] {
  let trouble: Trouble = NO_TROUBLE;
  return endings.map((ending) => {
    const next = afterEnding(trouble, ending, { lastSeq, random: () => 0.5, retryMs });
    ({ trouble } = next);
    return next.step;
  });
}

const pauses = (all: readonly NextStep[]) =>
  all.map((step) => (step.type === "retry" ? step.pauseMs : step.error.code));

describe("pauseBefore", () => {
  it("[REMOTE-3] is anything up to a ceiling that doubles from 100 ms to 5 s", () => {
    const longest = Array.from({ length: 9 }, (_, n) => pauseBefore(n + 1, () => 0.9999999));
    expect(longest).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
    expect(pauseBefore(5, () => 0)).toBe(0);
    expect(pauseBefore(10_000, () => 0.5)).toBe(2_500);
  });

  it("[REMOTE-3] is never shorter than the server asked for", () => {
    expect(pauseBefore(1, () => 0, 1_000)).toBe(1_000);
    expect(pauseBefore(1, () => 0.5, 1_000)).toBe(1_050);
  });
});

describe("afterEnding", () => {
  it("[REMOTE-3] pauses longer each time, and begins again with the shortest once something has come", () => {
    expect(pauses(steps([lost(), lost(), lost(), lost(true), lost()]))).toEqual([50, 100, 200, 50, 100]);
    expect(pauses(steps([lost(false, 9_000)], 7, 1_000))).toEqual([9_050]);
  });

  it("[REMOTE-7] registers again at once, then after pauses, and not for ever", () => {
    const all = steps([unknown, unknown, unknown, unknown]);
    expect(pauses(all)).toEqual([0, 100, 200, "not_logged_in"]);
    expect(all[0]).toMatchObject({ register: true, reason: "Ada is not in the room; registering again" });
    expect(pauses(steps([unknown, lost(true), unknown]))).toEqual([0, 50, 0]);
  });

  it("[REMOTE-8] gives up what cannot be understood at the fifth time in the same place", () => {
    expect(pauses(steps([bad, bad, bad, bad, bad]))).toEqual([50, 100, 200, 400, "server_error"]);
    let { trouble } = afterEnding(NO_TROUBLE, bad, { lastSeq: 1, random: () => 0, retryMs: 0 });
    for (let lastSeq = 2; lastSeq < 20; lastSeq++) {
      const next = afterEnding(trouble, bad, { lastSeq, random: () => 0, retryMs: 0 });
      expect(next.step.type).toBe("retry");
      ({ trouble } = next);
    }
  });
});
