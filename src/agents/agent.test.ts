import { describe, expect, it } from "vitest";
import { Stage } from "../../test/fakes/agent-stage.ts";
import { call, callTools, sayPlainly, turn } from "../../test/fakes/scripted-provider.ts";
import * as say from "./reminders.ts";

const listen = () => callTools(call("check", { timeout: 600_000 }));

describe("an agent's turn", () => {
  it("append, append, push in one answer is one model call and one message", async () => {
    const stage = await Stage.open([
      callTools(call("append", { text: "Hello" }), call("append", { text: "Bob." }), call("push")),
      listen(),
    ]);
    await stage.start();
    expect(stage.said).toEqual(["Ada: Hello Bob."]);
    expect(stage.provider.requests).toHaveLength(2);
    expect(stage.history[2]).toMatchObject({ role: "tool", results: [{}, {}, { text: "[system] ok" }] });
    expect(stage.agent.activity).toBe("waiting");
    await stage.end();
  });

  it("a push is refused when a message came while its answer was being written, although an append brought it", async () => {
    const made = [call("append", { text: "Hello" }), call("push"), call("append", { text: "more" })];
    const stage = await Stage.open([
      [{ type: "text_start" }, { type: "gate", name: "writing" }, ...callTools(...made)],
      callTools(call("push")),
      listen(),
    ]);
    await stage.start();
    await stage.provider.reached("writing");
    await stage.bobSays("Wait!");
    stage.provider.open("writing");
    await stage.clock.advance(0);
    expect(stage.said).toEqual(["Bob: Wait!", "Ada: Hello"]);
    const responses = stage.of("tool_response");
    expect(responses[0]?.text).toContain("Bob: Wait!");
    expect(responses[1]).toMatchObject({ name: "push", result: { status: 0, reason: "unseen_messages" } });
    expect(responses[2]).toMatchObject({
      text: say.NOT_RUN_AFTER_REFUSAL,
      result: { status: 0, reason: "skipped", messages: [] },
    });
    await stage.end();
  });

  it("what follows a cut append is not run, and every call is answered once, in order", async () => {
    const made = [call("append", { text: "one two three four" }), call("append", { text: "five" }), call("push")];
    const stage = await Stage.open([callTools(...made), listen()], { appendLimit: 10 });
    await stage.start();
    expect(stage.said).toEqual([]);
    expect(stage.of("tool_response").map(({ result }) => result?.reason ?? result?.status)).toEqual([
      2,
      "skipped",
      "skipped",
    ]);
    const entry = stage.history[2];
    expect(entry?.role === "tool" && entry.results.map(({ call_id }) => call_id)).toEqual(
      made.map(({ call_id }) => call_id),
    );
    await stage.end();
  });

  it("an unknown tool and wrong arguments are told, and the other calls of the turn run", async () => {
    const stage = await Stage.open([
      callTools(
        call("shout", { text: "HEY" }),
        call("__proto__"),
        call("login", { username: "Eve" }),
        call("append", '{"text": '),
        call("append", { words: "x" }),
        call("append", { text: "fine" }),
        call("push", ""),
      ),
      listen(),
    ]);
    await stage.start();
    const texts = stage.of("tool_response").map(({ text }) => text);
    expect(texts[0]).toMatch(/^\[system\] Unknown tool 'shout'\. Tools: check, talking_stick, append,/);
    expect(texts[1]).toContain("Unknown tool '__proto__'");
    expect(texts[2]).toContain("Unknown tool 'login'");
    expect(texts[3]).toBe("[system] Arguments of append are not valid: this is not JSON; expected {text: string}.");
    expect(texts[4]).toMatch(/^\[system\] Arguments of append are not valid: text: .*; expected \{text: string\}\.$/);
    expect(stage.of("tool_response")[3]).not.toHaveProperty("result");
    expect(stage.of("tool_call")[3]?.arguments).toBe('{"text": ');
    expect(stage.said).toEqual(["Ada: fine"]);
    await stage.end();
  });

  it("a turn that was cut inside a call runs nothing, and the model is told", async () => {
    const stage = await Stage.open([turn({ calls: [call("append", "{}"), call("push")], finish: "length" }), listen()]);
    await stage.start();
    expect(stage.of("tool_call").map(({ name }) => name)).toEqual(["check"]);
    expect(stage.lastTold).toBe(say.ANSWER_CUT);
    expect(stage.history[1]).toEqual({ role: "assistant", text: say.CUT, thinking: "", tool_calls: [] });
    await stage.end();
  });

  it("a refusal is told once; from then on it is silence", async () => {
    const refusal = () => turn({ finish: "refusal" });
    const stage = await Stage.open([refusal(), refusal(), listen()]);
    await stage.start();
    expect(stage.lastTold).toBe(say.REFUSED);
    expect(stage.agent.activity).toBe("waiting");
    expect(stage.provider.requests).toHaveLength(2);
    await stage.bobSays("Are you there?");
    expect(stage.lastTold).toContain("Bob: Are you there?");
    await stage.end();
  });

  it("shows what it does: thinking, writing, waiting, stopped", async () => {
    const stage = await Stage.open([turn({ thinking: "hm", calls: [call("append", { text: "a" })] }), listen()]);
    await stage.start();
    await stage.end();
    const activities = stage.of("activity").map(({ activity }) => activity);
    expect(activities).toEqual(["thinking", "writing", "idle", "thinking", "writing", "waiting", "idle", "stopped"]);
  });

  it("gives a sign of life every five seconds while a generation runs, tokens or not", async () => {
    const stage = await Stage.open([[{ type: "gate", name: "thinks in silence" }, ...listen()]]);
    await stage.start();
    await stage.clock.advance(12_000);
    expect(stage.signs).toEqual([0, 5_000, 10_000]);
    stage.provider.open("thinks in silence");
    await stage.clock.advance(20_000);
    expect(stage.signs).toEqual([0, 5_000, 10_000]);
    await stage.end();
  });

  it("logs in where the program has not, and shows the room's greeting with the first instruction", async () => {
    const stage = await Stage.open([listen()], { join: false });
    await stage.bobSays("early");
    await stage.start();
    expect(stage.lastTold).toBe("Begin.\n[system] You are Ada. Also here: Bob.\nBob: early");
    await stage.end();
    expect(stage.host.participants).toEqual(["Bob"]);
  });
});

describe("a model that stops without an action", () => {
  it("is asked twice; then the program waits in its place, and it costs no call until somebody speaks", async () => {
    const nothing = () => turn({});
    const stage = await Stage.open([nothing(), nothing(), nothing(), listen()]);
    await stage.start();
    expect(stage.provider.requests).toHaveLength(3);
    expect(stage.lastTold).toBe(say.SAY_OR_CHECK);
    await stage.clock.advance(1_500_000);
    expect(stage.provider.requests).toHaveLength(3);
    await stage.bobSays("Hello?");
    expect(stage.provider.requests).toHaveLength(4);
    expect(stage.lastTold).toContain("Bob: Hello?");
    expect(stage.history[1]).toMatchObject({ role: "assistant", text: say.SILENT });
    await stage.end();
  });

  it("is told the constant message each time it stops", async () => {
    const stage = await Stage.open([sayPlainly("Hi."), turn({}), turn({ text: say.SILENT }), listen()], {
      constantMsg: "Go on.",
    });
    await stage.start();
    expect(stage.of("instruction").map(({ text }) => text)).toEqual([
      "Begin.",
      `${say.HOW_TO_SPEAK}\nGo on.`,
      "Go on.",
      "Go on.",
    ]);
    await stage.end();
  });
});
