import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDeeper } from "./json-depth.ts";

/** The slow and obvious way. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe("isDeeper", () => {
  it("[HTTP-6] is right about any JSON, whatever its strings hold", () => {
    fc.assert(
      fc.property(fc.json({ depthSize: "large" }), fc.boolean(), fc.nat(6), (text, pretty, limit) => {
        const value: unknown = JSON.parse(text);
        const written = pretty ? JSON.stringify(value, null, 1) : text;
        expect(isDeeper(written, limit)).toBe(depthOf(value) > limit);
      }),
      { seed: 11, numRuns: 1_000 },
    );
  });

  it.each([
    ['{"a":"[[[[[[["}', false],
    ['{"a\\"[[[[":["\\\\","[[["]}', false],
    ['["\\\\\\"[[[",[[]]]', true],
    ["[[[", true],
    ['"never ends [[[[', false],
    ["]]]]][[[", false],
  ])("[HTTP-6] %s", (text, deeper) => {
    expect(isDeeper(text, 2)).toBe(deeper);
  });

  it("[HTTP-6] a million brackets are no trouble", () => {
    expect(isDeeper("[".repeat(1_000_000), 32)).toBe(true);
    expect(isDeeper(`"${'\\"'.repeat(500_000)}"`, 32)).toBe(false);
  });
});
