import { describe, expect, it } from "vitest";
import { Stage } from "../../test/fakes/agent-stage.ts";
import { call, callSteps, callTools, type Step } from "../../test/fakes/scripted-provider.ts";

const listen = () => callTools(call("check", { timeout: 600_000 }));

describe("eager interruption", () => {
  const writing = (text: string, gate: string): readonly Step[] => [
    { type: "tool_call_start", call_id: `id_${gate}`, name: "append" },
    { type: "tool_call_delta", call_id: `id_${gate}`, text },
    { type: "gate", name: gate },
  ];

  it("keeps finished segments and the whole words of the one being written, and goes on with the message in view", async () => {
    const stage = await Stage.open(
      [
        [...callSteps(call("append", { text: "First, this." })), ...writing('{"text":"Second, th', "g")],
        callTools(call("append", { text: "the rest." }), call("push")),
        listen(),
      ],
      { interrupt: "eager" },
    );
    await stage.start();
    await stage.provider.reached("g");
    await stage.bobSays("Wait!");
    expect(stage.said).toEqual(["Bob: Wait!", "Ada: First, this. Second, the rest."]);
    expect(stage.of("interrupted")).toMatchObject([{ kept: "segment" }]);
    const request = stage.provider.requests[1]?.history ?? [];
    expect(request[1]).toEqual({
      role: "assistant",
      text: "(I was writing: First, this. Second, …)",
      thinking: "",
      tool_calls: [],
    });
    expect(request[2]).toMatchObject({ role: "user" });
    expect(request[2]?.role === "user" && request[2].text).toMatch(
      /^\[system\] You were interrupted.*\n[^]*Bob: Wait!/,
    );
    await stage.end();
  });

  it("keeps a thought as a thought, and counts what was thrown away", async () => {
    const stage = await Stage.open(
      [
        [{ type: "thinking_start" }, { type: "thinking_delta", text: "x".repeat(35) }, { type: "gate", name: "g" }],
        listen(),
      ],
      { interrupt: "eager" },
    );
    await stage.start();
    await stage.bobSays("Wait!");
    expect(stage.of("interrupted")).toMatchObject([{ kept: "thinking", tokens: 10 }]);
    expect(stage.of("turn")[0]).toMatchObject({
      finish: "interrupted",
      usage: { output: 10 },
      message: { thinking: "x".repeat(35) },
    });
    expect(stage.lastTold).toContain("Bob: Wait!");
    await stage.end();
  });

  it("does not run a push that was written before the message was read, nor what follows it", async () => {
    const stage = await Stage.open(
      [
        [...callSteps(call("append", { text: "One." })), ...callSteps(call("push")), ...writing('{"text":"Two. ', "g")],
        callTools(call("push")),
        listen(),
      ],
      { interrupt: "eager" },
    );
    await stage.start();
    await stage.bobSays("Wait!");
    expect(stage.said).toEqual(["Bob: Wait!", "Ada: One."]);
    await stage.end();
  });

  it("is left alone the fourth time, so that it can finish", async () => {
    const thinking = (gate: string): readonly Step[] => [{ type: "thinking_start" }, { type: "gate", name: gate }];
    const stage = await Stage.open(
      [thinking("1"), thinking("2"), thinking("3"), [...thinking("4"), ...listen()], thinking("5"), listen()],
      { interrupt: "eager" },
    );
    await stage.start();
    for (const gate of ["1", "2", "3", "4"]) {
      await stage.provider.reached(gate);
      await stage.bobSays(gate);
    }
    expect(stage.of("interrupted")).toHaveLength(3);
    stage.provider.open("4");
    await stage.clock.advance(0);
    await stage.provider.reached("5");
    await stage.bobSays("5");
    expect(stage.of("interrupted")).toHaveLength(4);
    await stage.end();
  });

  it("its own message, and a notice, cut nothing", async () => {
    const stage = await Stage.open([[{ type: "thinking_start" }, { type: "gate", name: "g" }, ...listen()]], {
      interrupt: "eager",
    });
    await stage.start();
    await stage.bob.talkingStick();
    await stage.session.append("By other means.");
    await stage.session.push();
    await stage.clock.advance(0);
    expect(stage.said).toEqual(["Ada: By other means."]);
    expect(stage.of("interrupted")).toHaveLength(0);
    expect(stage.provider.requests).toHaveLength(1);
    await stage.end();
  });
});
