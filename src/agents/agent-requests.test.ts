import { describe, expect, it } from "vitest";
import { Stage } from "../../test/fakes/agent-stage.ts";
import { historyProblems } from "../../test/fakes/history-problems.ts";
import { call, sayPlainly, turn, callTools } from "../../test/fakes/scripted-provider.ts";
import type { HistoryEntry } from "./types.ts";

const listen = () => callTools(call("check", { timeout: 600_000 }));

describe("what a provider is sent", () => {
  it("every request's history begins with the previous request's, and its tools never change", async () => {
    const stage = await Stage.open([
      sayPlainly("Hi."),
      turn({ thinking: "hm", calls: [call("append", { text: "a" }), call("nope")] }),
      turn({}),
      sayPlainly("Spoken."),
      turn({ finish: "length", calls: [call("push")] }),
      turn({ finish: "refusal", text: "I cannot" }),
      sayPlainly('<tool_call>{"name":"undo","arguments":{}}</tool_call>'),
      listen(),
    ]);
    await stage.start();
    await stage.bobSays("b");
    const { requests } = stage.provider;
    expect(requests).toHaveLength(8);
    for (const [index, request] of requests.entries()) {
      expect(historyProblems(request.history)).toEqual([]);
      const before = requests[index - 1];
      if (!before) continue;
      expect(request.history.slice(0, before.history.length)).toEqual(before.history);
      expect(request.tools).toBe(before.tools);
      expect(request.system).toBe(before.system);
    }
    await stage.end();
  });

  it("the estimate is never below what the provider counts, and uses its count of the call before", async () => {
    const stage = await Stage.open([
      turn({ calls: [call("append", { text: "a" })], usage: { input: 900, cached: 0, cache_write: 0, output: 50 } }),
      listen(),
    ]);
    await stage.start();
    const [first, second] = stage.gate.estimates;
    expect(first?.max_input).toBeGreaterThan(JSON.stringify(stage.provider.requests[0]?.tools).length);
    expect(second?.max_input).toBeGreaterThanOrEqual(950 + "[system] ok".length);
    expect(second?.max_input).toBeLessThan(1_100);
    expect(second?.max_output).toBe(1_000);
    await stage.end();
  });

  it("the log's events rebuild the history", async () => {
    const stage = await Stage.open(
      [
        sayPlainly("Hi."),
        sayPlainly("Spoken."),
        callTools(call("append", { text: "a" }), call("push")),
        [
          { type: "tool_call_start", call_id: "x", name: "append" },
          { type: "tool_call_delta", call_id: "x", text: '{"text":"half a sent' },
          { type: "gate", name: "g" },
        ],
        listen(),
      ],
      { interrupt: "eager" },
    );
    await stage.start();
    await stage.bobSays("b");
    await stage.provider.reached("g");
    await stage.bobSays("c");
    expect(stage.provider.requests).toHaveLength(5);
    const rebuilt: HistoryEntry[] = [];
    let told: string[] = [];
    let owed: { call_id: string; text: string }[] = [];
    let pending: string[] = [];
    for (const event of stage.events) {
      if (event.type === "instruction") told.push(event.text);
      if (event.type === "turn") {
        if (told.length > 0) rebuilt.push({ role: "user", text: told.join("\n") });
        told = [];
        owed = [];
        rebuilt.push(event.message);
        pending = event.message.tool_calls.map(({ call_id }) => call_id);
      }
      if (event.type === "tool_response") {
        if (!pending.includes(event.call_id)) told.push(event.text);
        else owed.push({ call_id: event.call_id, text: event.text });
        if (owed.length > 0 && owed.length === pending.length) {
          rebuilt.push({ role: "tool", results: owed });
          pending = [];
        }
      }
    }
    expect(rebuilt.slice(0, -1)).toEqual(stage.history);
    await stage.end();
  });
});
