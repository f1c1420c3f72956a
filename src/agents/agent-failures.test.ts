import { describe, expect, it } from "vitest";
import { Stage } from "../../test/fakes/agent-stage.ts";
import { call, callTools, fail, turn, USAGE } from "../../test/fakes/scripted-provider.ts";

const listen = () => callTools(call("check", { timeout: 600_000 }));

describe("failures", () => {
  it("a retryable error is tried again after a wait that is announced", async () => {
    const stage = await Stage.open([
      [{ type: "text_start" }, { type: "text_delta", text: "half" }, fail({ kind: "cut", retryable: true })],
      [fail({ kind: "rate_limit", status: 429, retryable: true, retry_after_ms: 7_000 })],
      listen(),
    ]);
    await stage.start();
    expect(stage.agent.activity).toBe("retrying");
    await stage.clock.advance(500);
    await stage.clock.advance(7_499);
    expect(stage.provider.requests).toHaveLength(2);
    await stage.clock.advance(1);
    expect(stage.of("retry").map(({ attempt, wait_ms }) => [attempt, wait_ms])).toEqual([
      [1, 500],
      [2, 7_500],
    ]);
    expect(stage.provider.requests).toHaveLength(3);
    expect(stage.history).toHaveLength(1);
    expect(stage.gate.settled).toEqual([[null], [{ input: 0, cached: 0, cache_write: 0, output: 0 }], [USAGE]]);
    await stage.end();
  });

  it("six failures in a row end the agent, and it leaves", async () => {
    const stage = await Stage.open(Array.from({ length: 6 }, () => [fail({ kind: "server", retryable: true })]));
    await stage.start();
    await stage.clock.advance(200_000);
    expect(await stage.ended()).toMatchObject({ reason: "failed", error: { kind: "server" } });
    expect(stage.provider.requests).toHaveLength(6);
    expect(stage.host.participants).toEqual(["Bob"]);
  });

  it("an error that cannot pass ends the agent at once, with its reason", async () => {
    const stage = await Stage.open([[fail({ kind: "auth", message: "no such key" })]]);
    await stage.start();
    expect(await stage.ended()).toMatchObject({ reason: "failed", error: { message: "no such key" } });
    expect(stage.of("failed")).toHaveLength(1);
    expect(stage.agent.activity).toBe("stopped");
    expect(stage.host.participants).toEqual(["Bob"]);
  });

  it("a provider that throws, or forgets its last event, does no harm", async () => {
    const stage = await Stage.open([[{ type: "text_start" }], [{ type: "throw", message: "boom" }]]);
    await stage.start();
    await stage.clock.advance(500);
    expect(stage.of("retry")[0]?.error.kind).toBe("cut");
    expect(await stage.ended()).toMatchObject({ reason: "failed", error: { message: "boom" } });
    const finals = stage.of("model").filter(({ event }) => event.type === "error");
    expect(finals).toHaveLength(2);
  });

  it("a context window that is nearly full begins anew before the next call, and not before that", async () => {
    const used = (input: number) => ({ input, cached: 0, cache_write: 0, output: 50 });
    const listens = (input: number) => turn({ calls: [call("check", { timeout: 0 })], usage: used(input) });
    const stage = await Stage.open([listens(700), listens(801), listens(100), turn({ calls: [call("check")] })], {
      contextWindow: 1_000,
    });
    await stage.start();
    await stage.end();
    expect(stage.provider.requests.map(({ history }) => history.length)).toEqual([1, 3, 1, 3]);
    expect(stage.of("instruction").filter(({ new_history }) => new_history)).toHaveLength(1);
  });

  it("a full context begins anew with what was said last; when that is too long too, the agent ends", async () => {
    const full = () => [fail({ kind: "context_full" })];
    const stage = await Stage.open([
      callTools(call("append", { text: "Mine." }), call("push"), call("check"), call("append", { text: "a draft" })),
      full(),
      callTools(call("check", { timeout: 0 })),
      full(),
      full(),
    ]);
    await stage.bobSays("Old news.");
    await stage.session.check({ timeout: 0 });
    await stage.start();
    await stage.bobSays("Hello.");
    expect(await stage.ended()).toMatchObject({ reason: "failed", error: { kind: "context_full" } });
    const anew = stage.provider.requests[2]?.history;
    expect(anew).toHaveLength(1);
    const text = anew?.[0]?.role === "user" ? anew[0].text : "";
    expect(text).toContain("Ada: Mine.\nBob: Hello.");
    expect(text).toContain("a draft");
    expect(stage.of("instruction").some((event) => event.text === text)).toBe(true);
  });

  it("a gate that says no ends the agent", async () => {
    const stage = await Stage.open([callTools(call("append", { text: "a" }))]);
    stage.gate.leave = 1;
    await stage.start();
    expect(await stage.ended()).toEqual({ reason: "gate" });
    expect(stage.host.participants).toEqual(["Bob"]);
  });

  it("a room that cannot be used any more ends the agent, and every call is answered", async () => {
    const stage = await Stage.open([callTools(call("append", { text: "a" }), call("push"))]);
    stage.session.append = async () => {
      throw new Error("gone");
    };
    await stage.start();
    expect(await stage.ended()).toMatchObject({
      reason: "failed",
      error: { message: "the room cannot be used: gone" },
    });
    expect(stage.of("tool_response")).toHaveLength(2);
  });
});
