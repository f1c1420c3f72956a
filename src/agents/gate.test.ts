import { describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../test/fakes/manual-clock.ts";
import { ConversationGate, type GateOptions } from "./gate.ts";
import type { Price } from "./pricing.ts";
import type { Permit, StopReason } from "./types.ts";

const dear: Price = {
  rates: { input: 0.001, cached: 0.0001, cache_write: 0.002, output: 0.01 },
  source: null,
  contextWindow: null,
  costOf: (usage) => usage.input * 0.001 + usage.output * 0.01,
};

function gateWith(limits: Partial<GateOptions["limits"]>) {
  const reached: StopReason[] = [];
  const activities: string[] = [];
  const clock = new ManualClock();
  const gate = new ConversationGate({
    clock,
    limits: { turns: null, tokens: null, costUsd: null, ...limits },
    prices: new Map([["Ada", dear]]),
    onLimit: (reason) => reached.push(reason),
    onActivity: (agent, activity) => activities.push(`${agent} ${activity}`),
  });
  const enter = (agent = "Ada", signal = new AbortController().signal) =>
    gate.enter({ agent, model: "m", max_input: 1_000, max_output: 100 }, signal);
  return { gate, enter, reached, activities, clock };
}

const usage = (input: number, output: number) => ({ input, cached: 0, cache_write: 0, output });

async function permitted(entering: Promise<Permit | null>): Promise<Permit> {
  const permit = await entering;
  if (!permit) throw new Error("not permitted");
  return permit;
}

describe("ConversationGate", () => {
  it("[STOP-2] ends at the turn limit once the calls under way are over", async () => {
    const { enter, reached } = gateWith({ turns: 2 });
    const first = await permitted(enter());
    const second = await permitted(enter());
    expect(await enter()).toBeNull();
    first.settle(usage(1, 1));
    expect(reached).toEqual([]);
    second.settle(usage(1, 1));
    expect(reached).toEqual(["max_turns"]);
  });

  it("[STOP-4] counts input and output against the token limit", async () => {
    const { enter, reached } = gateWith({ tokens: 100 });
    (await permitted(enter())).settle(usage(80, 19));
    (await permitted(enter())).settle(usage(1, 0));
    expect(await enter()).toBeNull();
    expect(reached).toEqual(["max_tokens"]);
  });

  it("[STOP-5] makes no call whose worst case could pass the cost limit", async () => {
    // One call: 1,000 × 0.002 (all of it written to the cache) + 100 × 0.01 = 3 USD at most.
    const { gate, enter, reached } = gateWith({ costUsd: 7 });
    (await permitted(enter())).settle(usage(1_000, 100));
    expect(gate.spent.cost).toBeCloseTo(2);
    (await permitted(enter())).settle(usage(1_000, 100));
    (await permitted(enter())).settle(usage(1_000, 100));
    expect(await enter()).toBeNull();
    expect(gate.spent.cost).toBeCloseTo(6);
    expect(reached).toEqual(["max_cost"]);
  });

  it("[STOP-5] holds over calls of all agents at once, and lets one wait for what another sets free", async () => {
    const { enter, reached } = gateWith({ costUsd: 5 });
    const first = await permitted(enter());
    let second: Permit | null | undefined;
    const entering = enter().then((permit) => {
      second = permit;
    });
    await settle();
    expect(second).toBeUndefined();
    first.settle(usage(10, 10));
    await entering;
    expect(second).not.toBeNull();
    expect(reached).toEqual([]);
  });

  it("[STOP-5] takes a call that ended without a bill for its worst case", async () => {
    const { gate, enter } = gateWith({ costUsd: 4 });
    (await permitted(enter())).settle(null);
    expect(gate.spent.cost).toBeCloseTo(3);
    expect(await enter()).toBeNull();
  });

  it("[STOP-5] says that the cost is unknown once a call of unknown price was made", async () => {
    const { gate, enter } = gateWith({});
    (await permitted(enter("Bob"))).settle(usage(5, 5));
    expect(gate.spent.cost).toBeNull();
  });

  it("lets nobody call while paused, and shows it", async () => {
    const { gate, enter, activities } = gateWith({});
    gate.paused = true;
    let entered = false;
    const entering = enter().then(() => {
      entered = true;
    });
    await settle();
    expect(entered).toBe(false);
    expect(activities).toEqual(["Ada paused"]);
    gate.paused = false;
    await entering;
  });

  it("lets an agent that cools down call when its time is over, and the others at once", async () => {
    const { gate, enter, clock } = gateWith({});
    gate.coolDown("Ada", 15_000);
    let entered = false;
    const entering = enter().then(() => {
      entered = true;
    });
    await permitted(enter("Bob"));
    await clock.advance(14_999);
    expect(entered).toBe(false);
    await clock.advance(1);
    await entering;
    expect(entered).toBe(true);
  });

  it("answers null at once when the agent is stopped while it waits", async () => {
    const { gate, enter } = gateWith({});
    gate.paused = true;
    const abort = new AbortController();
    const entering = enter("Ada", abort.signal);
    await settle();
    abort.abort();
    expect(await entering).toBeNull();
  });
});
