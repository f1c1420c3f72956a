import { describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../../test/fakes/manual-clock.ts";
import type { ModelEvent } from "../types.ts";
import { runStream, type WireCall } from "./run-stream.ts";

const endpoint = { id: "some/m", model: "m", baseUrl: "https://api.example.com", secrets: ["key"], keyNeeded: true };
const text: ModelEvent = { type: "text_delta", text: "a" };

/** A call whose chunks are the events themselves. */
function callOf(clock: ManualClock, over: Partial<WireCall<ModelEvent>>): WireCall<ModelEvent> {
  return {
    endpoint,
    clock,
    translation: { feed: (event) => [event], end: () => [] },
    open: async () => chunks(text),
    ...over,
  };
}

async function* chunks(...events: readonly ModelEvent[]): AsyncGenerator<ModelEvent> {
  yield* events;
}

/** Says nothing until it is aborted, and then ends like an SDK's stream: without a word. */
async function* silence(signal: AbortSignal): AsyncGenerator<ModelEvent> {
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  yield* [];
}

async function collect(call: WireCall<ModelEvent>): Promise<readonly ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of runStream(call, new AbortController().signal)) events.push(event);
  return events;
}

describe("the shell around a wire", () => {
  it("gives a silent server 90 s", async () => {
    const clock = new ManualClock();
    let events: readonly ModelEvent[] | undefined;
    const run = collect(callOf(clock, { open: async (signal) => silence(signal) })).then((all) => {
      events = all;
    });
    await clock.advance(89_999);
    expect(events).toBeUndefined();
    await clock.advance(1);
    await run;
    expect(events).toMatchObject([{ type: "error", error: { kind: "stalled", retryable: true } }]);
    expect(JSON.stringify(events)).toContain("90 s");
  });

  it("counts from the last byte", async () => {
    const clock = new ManualClock();
    let onBytes = () => {};
    let ended = false;
    const open: WireCall<ModelEvent>["open"] = async (signal, bytes) => {
      onBytes = bytes;
      return silence(signal);
    };
    void collect(callOf(clock, { open, idleMs: 1000 })).then(() => {
      ended = true;
    });
    await clock.advance(600);
    onBytes();
    await clock.advance(999);
    expect(ended).toBe(false);
    await clock.advance(1);
    await settle();
    expect(ended).toBe(true);
  });

  it("makes no call without a key, and names the variable", async () => {
    const open = () => {
      throw new Error("a call was made");
    };
    const keyless = { ...endpoint, secrets: [""], keyVariable: "SOME_API_KEY" };
    const events = await collect(callOf(new ManualClock(), { endpoint: keyless, open }));
    expect(events).toMatchObject([{ type: "error", error: { kind: "auth", retryable: false } }]);
    expect(JSON.stringify(events)).toContain("SOME_API_KEY");
  });

  it("a final event is the last, whatever comes after it", async () => {
    const open = async () => chunks(text, { type: "aborted" }, text, { type: "aborted" });
    expect(await collect(callOf(new ManualClock(), { open }))).toEqual([text, { type: "aborted" }]);
  });

  it("throws nothing, also not where opening or translating does", async () => {
    const fault = () => {
      throw new TypeError("no");
    };
    for (const over of [
      { open: fault },
      { translation: { feed: fault, end: () => [] } },
      { translation: { feed: () => [], end: fault } },
    ])
      expect(await collect(callOf(new ManualClock(), over))).toMatchObject([
        { type: "error", error: { kind: "unknown" } },
      ]);
  });
});
