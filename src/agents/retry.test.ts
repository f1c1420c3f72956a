import { describe, expect, it } from "vitest";
import { MAX_ATTEMPTS, retryDelay } from "./retry.ts";
import type { ModelError } from "./types.ts";

const error = (more: Partial<ModelError> = {}): ModelError => ({
  kind: "server",
  message: "x",
  retryable: true,
  ...more,
});

describe("retryDelay", () => {
  it("is drawn from a range that doubles, up to a minute", () => {
    const longest = [1, 2, 3, 4, 5].map((attempt) => retryDelay(error(), attempt, () => 1));
    expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(retryDelay(error(), 5, () => 0)).toBe(0);
  });

  it("is what the server asked for and a little more, but not for ever", () => {
    expect(retryDelay(error({ retry_after_ms: 5_000 }), 1, () => 0)).toBe(5_000);
    expect(retryDelay(error({ retry_after_ms: 5_000 }), 1, () => 0.5)).toBe(5_500);
    expect(retryDelay(error({ retry_after_ms: 86_400_000 }), 1, () => 0)).toBe(120_000);
    expect(retryDelay(error({ retry_after_ms: -1 }), 1, () => 0)).toBe(0);
  });

  it("is null where trying again is of no use, or has been tried enough", () => {
    expect(retryDelay(error({ retryable: false }), 1, () => 0)).toBeNull();
    expect(retryDelay(error(), MAX_ATTEMPTS, () => 0)).toBeNull();
  });
});
