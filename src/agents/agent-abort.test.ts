import { describe, expect, it } from "vitest";
import { Stage } from "../../test/fakes/agent-stage.ts";
import { historyProblems } from "../../test/fakes/history-problems.ts";
import { call, callSteps, fail, turn, USAGE, callTools, type Step } from "../../test/fakes/scripted-provider.ts";
import * as say from "./reminders.ts";

const listen = () => callTools(call("check", { timeout: 600_000 }));

describe("an abort", () => {
  const made = [call("append", { text: "Hello there" }), call("push")];
  const steps: readonly Step[] = [
    { type: "thinking_start" },
    { type: "thinking_delta", text: "hm" },
    { type: "thinking_end" },
    { type: "text_start" },
    { type: "text_delta", text: "now" },
    { type: "text_end" },
    ...made.flatMap((one) => callSteps(one)),
    { type: "usage", usage: USAGE },
    { type: "done", finish: "tool_use", message: { role: "assistant", text: "now", thinking: "hm", tool_calls: made } },
  ];

  it.each([...steps.keys(), steps.length].flatMap((at) => [[at, "stop"] as const, [at, "message"] as const]))(
    "at event %i (by %s) settles once and leaves a valid history",
    async (at, by) => {
      const gated = [...steps.slice(0, at), { type: "gate", name: "here" } as const, ...steps.slice(at)];
      const stage = await Stage.open([gated, listen(), listen()], { interrupt: "eager" });
      await stage.start();
      // The last gate stands behind the final event, and nobody waits at it.
      if (at < steps.length) await stage.provider.reached("here");
      if (by === "message") await stage.bobSays("Wait!");
      stage.provider.open("here");
      await stage.clock.advance(0);
      if (by === "message") expect(historyProblems(stage.history)).toEqual([]);
      expect(await stage.end()).toEqual({ reason: "stopped" });
      expect(stage.gate.settled.every((bills) => bills.length === 1)).toBe(true);
      expect(stage.host.participants).toEqual(["Bob"]);
      const answered = stage.of("tool_response").map(({ call_id }) => call_id);
      expect(stage.of("tool_call").map(({ call_id }) => call_id)).toEqual(answered);
      expect(new Set(answered).size).toBe(answered.length);
      if (by === "message" && at < steps.length) {
        expect(stage.of("interrupted")).toHaveLength(1);
        expect(stage.of("turn")[0]?.finish).toBe("interrupted");
        expect(stage.provider.requests.at(-1)?.history.at(-1)).toMatchObject({
          text: expect.stringContaining("Bob: Wait!") as unknown,
        });
      }
    },
  );

  it("does not wait for ever for a provider that does not hear it", async () => {
    const stage = await Stage.open([[{ type: "text_start" }, { type: "hang" }]]);
    await stage.start();
    stage.abort();
    await stage.clock.advance(1_000);
    expect(await stage.ended()).toEqual({ reason: "stopped" });
    expect(stage.of("model").at(-1)?.event.type).toBe("aborted");
  });

  it.each(["check", "retry", "waiting in the model's place"])("ends the agent promptly during %s", async (state) => {
    const turns = {
      check: [listen()],
      retry: [[fail({ kind: "server", retryable: true })]],
      "waiting in the model's place": [turn({}), turn({}), turn({})],
    }[state];
    const stage = await Stage.open(turns ?? []);
    await stage.start();
    stage.abort();
    await stage.clock.advance(0);
    expect(await stage.ended()).toEqual({ reason: "stopped" });
  });

  it("while a call runs: those after it are answered, and not run", async () => {
    const stage = await Stage.open([callTools(call("append", { text: "a" }), call("check"), call("push"))]);
    await stage.start();
    expect(await stage.end()).toEqual({ reason: "stopped" });
    expect(stage.said).toEqual([]);
    expect(
      stage
        .of("tool_response")
        .map(({ text }) => text)
        .at(-1),
    ).toBe(say.NOT_RUN_AT_THE_END);
    expect(stage.of("tool_response")).toHaveLength(3);
  });

  it("that comes together with the leave for a call gives that leave back", async () => {
    const bills: unknown[] = [];
    const stage = await Stage.open([listen()], {
      gate: {
        enter: async () => {
          stage.abort();
          return { settle: (usage) => bills.push(usage) };
        },
      },
    });
    await stage.start();
    expect(await stage.ended()).toEqual({ reason: "stopped" });
    expect(stage.provider.requests).toHaveLength(0);
    expect(bills).toEqual([{ input: 0, cached: 0, cache_write: 0, output: 0 }]);
  });

  it("by stop() ends the agent too", async () => {
    const stage = await Stage.open([listen()]);
    await stage.start();
    stage.agent.stop();
    expect(await stage.ended()).toEqual({ reason: "stopped" });
  });
});
