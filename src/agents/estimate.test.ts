import { describe, expect, it } from "vitest";
import { InputMeter } from "./estimate.ts";
import type { AssistantMessage, HistoryEntry, ModelRequest } from "./types.ts";

const request = (...history: readonly HistoryEntry[]): ModelRequest => ({
  system: "é".repeat(100),
  tools: [],
  history,
  max_output_tokens: 10,
  cache_key: "Ada",
});
const user: HistoryEntry = { role: "user", text: "x".repeat(500) };
const assistant: AssistantMessage = { role: "assistant", text: "y".repeat(50), thinking: "", tool_calls: [] };
const usage = { input: 300, cached: 0, cache_write: 0, output: 40 };

describe("InputMeter", () => {
  it("counts every byte of the first call, and what providers add", () => {
    const bound = new InputMeter().bound(request(user));
    expect(bound).toBeGreaterThan(200 + 500);
    expect(bound).toBeLessThan(200 + 500 + 2_000);
  });

  it("goes on from what the provider counted: its answer is part of that only as it gave it", () => {
    const kept = new InputMeter();
    kept.counted(usage, 1, true);
    expect(kept.bound(request(user, assistant))).toBe(340);
    const rewritten = new InputMeter();
    rewritten.counted(usage, 1, false);
    expect(rewritten.bound(request(user, assistant))).toBeGreaterThanOrEqual(350);
  });

  it("keeps to bytes where a provider does not count, and after it has forgotten to", () => {
    const meter = new InputMeter();
    const first = meter.bound(request(user));
    meter.counted(null, 1, true);
    meter.counted({ ...usage, input: 0 }, 1, true);
    expect(meter.bound(request(user))).toBe(first);
    meter.counted(usage, 1, true);
    meter.counted(null, 3, true);
    const raw = { ...assistant, raw: { wire: "anthropic", body: "z".repeat(1_000) } } as const;
    expect(meter.bound(request(user, assistant, user, raw))).toBeGreaterThanOrEqual(340 + 500 + 1_000);
  });
});
