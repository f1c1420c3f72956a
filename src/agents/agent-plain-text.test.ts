import { describe, expect, it } from "vitest";
import { Stage } from "../../test/fakes/agent-stage.ts";
import { call, sayPlainly, callTools } from "../../test/fakes/scripted-provider.ts";
import * as say from "./reminders.ts";

const listen = () => callTools(call("check", { timeout: 600_000 }));

describe("plain text", () => {
  it("is not sent the first time, but the model is told how to speak; after that it is said, and listened for", async () => {
    const stage = await Stage.open([sayPlainly("Hi."), sayPlainly("Ada: Hello all."), listen()]);
    await stage.start();
    expect(stage.said).toEqual(["Ada: Hello all."]);
    expect(stage.provider.requests).toHaveLength(2);
    expect(stage.of("tool_call").map(({ name, call_id }) => `${name} ${call_id}`)).toEqual([
      "append own_1",
      "push own_2",
      "check own_3",
    ]);
    await stage.bobSays("Hi Ada.");
    expect(stage.lastTold).toMatch(/^\[system\] ok\n\[system\] ok\n/);
    expect(stage.lastTold).toContain("Bob: Hi Ada.");
    await stage.end();
  });

  it.each([
    ["words", Array.from({ length: 700 }, (_, i) => `word${i}`).join(" ")],
    ["lines", Array.from({ length: 200 }, (_, i) => `line ${i}`).join("\n\n")],
    ["one long word", "x".repeat(3_500)],
    ["no spaces between words", "这是一个很长的句子。".repeat(300)],
    ["emoji", "👩‍👩‍👧‍👦".repeat(400)],
  ])("longer than an append takes is said in pieces, and no character is lost: %s", async (_kind, text) => {
    for (const appendLimit of [1_000, 70]) {
      const stage = await Stage.open([sayPlainly("Hi."), sayPlainly(text)], { appendLimit });
      await stage.start();
      expect(stage.said).toEqual([`Ada: ${text}`]);
      await stage.end();
    }
  });

  it("that could not be sent is replaced by what the model says next", async () => {
    const stage = await Stage.open([
      sayPlainly("Hi."),
      [{ type: "text_start" }, { type: "gate", name: "writing" }, ...sayPlainly("First.")],
      sayPlainly("Second."),
    ]);
    await stage.start();
    await stage.provider.reached("writing");
    await stage.bobSays("Wait!");
    stage.provider.open("writing");
    await stage.clock.advance(0);
    expect(stage.said).toEqual(["Bob: Wait!", "Ada: Second."]);
    expect(stage.lastTold).toContain("Bob: Wait!");
    expect(stage.lastTold.endsWith(say.SPOKEN_TEXT_KEPT)).toBe(true);
    await stage.end();
  });

  it("claims the stick where the room has one, and waits for it where it is taken", async () => {
    const stage = await Stage.open([sayPlainly("Hi."), sayPlainly("Me."), sayPlainly("Me, now.")], { policy: "stick" });
    await stage.bob.talkingStick();
    await stage.start();
    expect(stage.said).toEqual([]);
    expect(stage.agent.activity).toBe("waiting");
    await stage.bob.append("Mine.");
    await stage.bob.push();
    await stage.clock.advance(0);
    expect(stage.said).toEqual(["Bob: Mine.", "Ada: Me, now."]);
    await stage.end();
  });

  it("is never sent when it is to be ignored", async () => {
    const stage = await Stage.open([sayPlainly("a"), sayPlainly("b"), sayPlainly("c")], { plainText: "ignore" });
    await stage.start();
    expect(stage.said).toEqual([]);
    expect(stage.of("instruction").map(({ text }) => text)).toEqual(["Begin.", say.HOW_TO_SPEAK, say.SAY_OR_CHECK]);
    expect(stage.agent.activity).toBe("waiting");
    await stage.end();
  });

  it("that is a printed call is run as one", async () => {
    const stage = await Stage.open([sayPlainly('append("Hello.")\npush()'), listen()]);
    await stage.start();
    expect(stage.said).toEqual(["Ada: Hello."]);
    expect(stage.history[2]).toEqual({ role: "user", text: "[system] ok\n[system] ok" });
    await stage.end();
  });
});
