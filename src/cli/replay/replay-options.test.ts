import { describe, expect, it } from "vitest";
import { parseFrom, positionOf } from "./from-time.ts";
import { replayOptions } from "./replay-options.ts";

describe("[REPLAY-29] --from", () => {
  it.each([
    ["90", 90_000],
    ["0.5", 500],
    ["1:30", 90_000],
    ["01:30.25", 90_250],
    ["1:02:03", 3_723_000],
    ["25%", 50_000],
    ["100 %", 200_000],
    ["0", 0],
  ])("%s is %i ms of 200 s at most", (text, ms) => {
    expect(positionOf(parseFrom(text), 200_000)).toBe(Math.min(ms, 200_000));
  });

  it.each(["", "x", "1:75", "1:2:3:4", "-5", "110%", "1:", ":30", "1e3", "2:90:00"])(
    "%j is refused, with what to write",
    (text) => {
      expect(() => parseFrom(text)).toThrow(/--from ".*": write seconds, m:ss, h:mm:ss or a percentage/);
    },
  );
});

describe("the options of replay", () => {
  it("have the defaults of the protocol", () => {
    expect(replayOptions(["a.jsonl"], {}, {})).toEqual({
      paths: ["a.jsonl"],
      pacing: { slowdown: 1.1, longest: 10_000 },
      speed: 1,
      loop: null,
      from: null,
      plain: false,
      port: null,
      allowOrigins: [],
      env: {},
    });
  });

  it("take a file as an option too", () => {
    expect(replayOptions(["a"], { logFile: ["b", "c"] }, {}).paths).toEqual(["a", "b", "c"]);
  });

  it.each([
    [{ speed: "0" }, "--speed: must be from 1/64 (0.015625) to 64"],
    [{ speed: "fast" }, '--speed: "fast" is not a number of 0 or more'],
    [{ maxDelay: "-1" }, '--max-delay: "-1" is not a number of 0 or more'],
    [{ slowdown: "slow" }, '--slowdown: "slow" is not a number of 0 or more'],
    [{ port: "70000" }, "--port: 70000 is not a whole number from 0 to 65535"],
  ])("%j is refused", (raw, message) => {
    expect(() => replayOptions(["a"], raw, {})).toThrow(message);
  });
});
