import { describe, expect, it } from "vitest";
import { Stage } from "../../test/fakes/agent-stage.ts";
import {
  call,
  callSteps,
  fail,
  sayPlainly,
  type Step,
  turn,
  USAGE,
  useTools,
} from "../../test/fakes/scripted-provider.ts";
import * as say from "./reminders.ts";
import type { HistoryEntry } from "./types.ts";

const listen = () => useTools(call("check", { timeout: 600_000 }));

describe("an agent's turn", () => {
  it("append, append, push in one answer is one model call and one message", async () => {
    const stage = await Stage.open([
      useTools(call("append", { text: "Hello" }), call("append", { text: "Bob." }), call("push")),
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
      [{ type: "text_start" }, { type: "gate", name: "writing" }, ...useTools(...made)],
      useTools(call("push")),
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
    const stage = await Stage.open([useTools(...made), listen()], { appendLimit: 10 });
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
      useTools(
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

  it("gives a sign of life at most every two seconds while tokens arrive", async () => {
    const deltas: Step[] = [{ type: "thinking_start" }];
    for (let index = 0; index < 5; index++) {
      deltas.push(
        { type: "thinking_delta", text: "a" },
        { type: "thinking_delta", text: "b" },
        { type: "gate", name: `${index}` },
      );
    }
    const stage = await Stage.open([[...deltas, ...listen()]]);
    await stage.start();
    for (let index = 0; index < 5; index++) {
      await stage.clock.advance(1_000);
      stage.provider.open(`${index}`);
      await stage.clock.advance(0);
    }
    expect(stage.signs).toEqual([0, 2_000, 4_000]);
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

  it("a full context begins anew with what was said last; when that is too long too, the agent ends", async () => {
    const full = () => [fail({ kind: "context_full" })];
    const stage = await Stage.open([
      useTools(call("append", { text: "Mine." }), call("push"), call("check"), call("append", { text: "a draft" })),
      full(),
      useTools(call("check", { timeout: 0 })),
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
    const stage = await Stage.open([useTools(call("append", { text: "a" }))]);
    stage.gate.leave = 1;
    await stage.start();
    expect(await stage.ended()).toEqual({ reason: "gate" });
    expect(stage.host.participants).toEqual(["Bob"]);
  });

  it("a room that cannot be used any more ends the agent, and every call is answered", async () => {
    const stage = await Stage.open([useTools(call("append", { text: "a" }), call("push"))]);
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
      expectValid(request.history);
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
        useTools(call("append", { text: "a" }), call("push")),
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
      if (by === "message") expectValid(stage.history);
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
    const stage = await Stage.open([useTools(call("append", { text: "a" }), call("check"), call("push"))]);
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
        useTools(call("append", { text: "the rest." }), call("push")),
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
        useTools(call("push")),
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

function expectValid(history: readonly HistoryEntry[]): void {
  for (const [index, entry] of history.entries()) {
    const next = history[index + 1];
    if (entry.role === "user") expect(next?.role ?? "assistant").toBe("assistant");
    if (entry.role !== "assistant") continue;
    expect(entry.text !== "" || entry.tool_calls.length > 0).toBe(true);
    const ids = entry.tool_calls.map(({ call_id }) => call_id);
    if (ids.length > 0) expect(next?.role === "tool" && next.results.map(({ call_id }) => call_id)).toEqual(ids);
  }
}
