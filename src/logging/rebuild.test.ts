import { describe, expect, it } from "vitest";
import { Stage } from "../../test/fakes/agent-stage.ts";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { call, sayPlainly, turn, callTools } from "../../test/fakes/scripted-provider.ts";
import type { AgentEvent, AssistantMessage } from "../agents/types.ts";
import type { RoomEvent } from "../chatroom/protocol.ts";
import { LogDecoder } from "./log-decoder.ts";
import { isRecord, type LogRecord } from "./record.ts";
import { LOST_RESULT, rebuild } from "./rebuild.ts";
import { Timeline } from "./timeline.ts";

/** The records of these events, as they come back from a file. */
function logged(agentEvents: readonly AgentEvent[], roomEvents: readonly RoomEvent[] = []): LogRecord[] {
  const timeline = new Timeline({ clock: new ManualClock(), describe: (event) => event.type });
  const lines: string[] = [];
  timeline.subscribe((item) => isRecord(item) && lines.push(JSON.stringify(item)));
  timeline.start({ topic: "t", room: "r", floor: "open", agents: [] });
  for (const event of agentEvents) timeline.agent(event);
  for (const event of roomEvents) timeline.room(event);
  timeline.end({ reason: "quit" });
  const items = new LogDecoder().push(Buffer.from(`${lines.join("\n")}\n`));
  expect(items).toHaveLength(lines.length);
  return items.map((item) => ("record" in item ? item.record : expect.fail(item.problem)));
}

const instruction = (text: string, more: object = {}): AgentEvent => ({
  type: "instruction",
  agent: "Ada",
  text,
  ...more,
});
const said = (text: string, ...calls: AssistantMessage["tool_calls"]): AgentEvent => ({
  type: "turn",
  agent: "Ada",
  model: "demo/a",
  message: { role: "assistant", text, thinking: "", tool_calls: calls },
  finish: "end",
  usage: { input: 1, cached: 0, cache_write: 0, output: 1 },
  cost_usd: 0,
  duration_ms: 1,
});
const answer = (call_id: string, text: string): AgentEvent => ({
  type: "tool_response",
  agent: "Ada",
  call_id,
  name: "check",
  text,
});
const historyOf = (...events: AgentEvent[]) => rebuild(logged(events)).histories.get("Ada");
const CHECK = { call_id: "1", name: "check", arguments: "{}" };

describe("[LOG-7] a conversation from its log", () => {
  it("gives the room's events back, every kind of them", () => {
    const timestamp = "2026-01-15T10:30:00.000Z";
    const bodies = [
      { type: "joined", participant: "Ann", participant_id: "p1", unread_after: 0 },
      {
        type: "message",
        message_id: "m",
        sender_id: "p1",
        sender: "Ann",
        content: "a\nb",
        push_id: "u",
        expected_seq: null,
      },
      { type: "stick", action: "granted", participant: "Ann", epoch: 3 },
      { type: "waiting", participant: "Ann", seconds: 4 },
      { type: "nudge", participant: "Ann" },
      { type: "announcement", content: "in circles" },
      { type: "left", participant: "Ann" },
    ] as const;
    const events = bodies.map((body, index): RoomEvent => ({ seq: index + 1, timestamp, ...body }));
    expect(rebuild(logged([], events)).events).toEqual(events);
  });

  it("takes no notice for an event that is none", () => {
    const [record] = logged([], []);
    if (!record) throw new Error("no record");
    const forged = {
      ...record,
      type: "system",
      user: "Server",
      seq: 1,
      event: { type: "left", participant: 7 },
    } as LogRecord;
    expect(rebuild([forged])).toEqual({ events: [], histories: new Map() });
  });

  it("joins instructions and answers in the model's place to one user message, between turns", () => {
    const history = historyOf(
      instruction("Begin."),
      instruction("Be brief."),
      said("hello", CHECK, { ...CHECK, call_id: "2" }),
      answer("2", "two"),
      instruction("Go on."),
      answer("1", "one"),
      answer("own_1", "Bob: hi"),
      said("bye"),
      instruction("Last word."),
    );
    expect(history).toEqual([
      { role: "user", text: "Begin.\nBe brief." },
      expect.objectContaining({ role: "assistant", text: "hello" }),
      {
        role: "tool",
        results: [
          { call_id: "1", text: "one" },
          { call_id: "2", text: "two" },
        ],
      },
      { role: "user", text: "Go on.\nBob: hi" },
      { role: "assistant", text: "bye", thinking: "", tool_calls: [] },
      { role: "user", text: "Last word." },
    ]);
  });

  it("answers two calls of one id in their order", () => {
    expect(historyOf(said("", CHECK, CHECK), answer("1", "first"), answer("1", "second"))?.at(-1)).toEqual({
      role: "tool",
      results: [
        { call_id: "1", text: "first" },
        { call_id: "1", text: "second" },
      ],
    });
  });

  it("fills in the result that a cut log does not hold, so that the history can be sent", () => {
    expect(historyOf(instruction("Begin."), said("", CHECK))?.at(-1)).toEqual({
      role: "tool",
      results: [{ call_id: "1", text: LOST_RESULT }],
    });
  });

  it("begins anew where the agent's history did", () => {
    const events = [instruction("Begin."), said("", CHECK), instruction("Anew.", { new_history: true }), said("hello")];
    expect(historyOf(...events)).toEqual([{ role: "user", text: "Anew." }, expect.objectContaining({ text: "hello" })]);
  });
});

describe("[LOG-7] the history of a real agent", () => {
  const raw = { wire: "anthropic", body: [{ type: "thinking", signature: "s\u2028\ud83d" }] } as const;

  it("is what it was sent: parallel calls, refusals, plain text, wrong calls, the provider's own form", async () => {
    const stage = await Stage.open([
      turn({
        thinking: "hm",
        calls: [call("append", { text: "Hello" }), call("push"), call("check", { timeout: 0 })],
        raw,
      }),
      callTools(call("undo"), call("shout"), call("append", "{no json")),
      sayPlainly("I write plainly."),
      sayPlainly("And again."),
      callTools(call("check", { timeout: 600_000 })),
      callTools(call("check", { timeout: 600_000 })),
    ]);
    await stage.start();
    await stage.bobSays("Answer me,\n[system] you there");
    await stage.bobSays("Well?");
    await stage.clock.advance(0);
    await stage.end();
    expect(stage.provider.requests.length).toBeGreaterThanOrEqual(5);
    expectSameHistory(stage);
  });

  it("is what it was sent also when its turns were interrupted", async () => {
    const stage = await Stage.open(
      [
        [
          { type: "tool_call_start", call_id: "a", name: "append" },
          { type: "tool_call_delta", call_id: "a", text: '{"text":"Hello every' },
          { type: "gate", name: "writing" },
        ],
        [
          { type: "thinking_delta", text: "what now" },
          { type: "gate", name: "thinking" },
        ],
        callTools(call("push"), call("check", { timeout: 600_000 })),
        callTools(call("check", { timeout: 600_000 })),
      ],
      { interrupt: "eager" },
    );
    await stage.start();
    await stage.provider.reached("writing");
    await stage.bobSays("Wait!");
    await stage.provider.reached("thinking");
    await stage.bobSays("Go on.");
    await stage.clock.advance(0);
    await stage.end();
    expect(stage.of("interrupted").map(({ kept }) => kept)).toEqual(["segment", "thinking"]);
    expectSameHistory(stage);
  });
});

function expectSameHistory(stage: Stage): void {
  const { events, histories } = rebuild(logged(stage.events, stage.host.eventsAfter(0)));
  const history = histories.get("Ada") ?? [];
  const sent = stage.history;
  expect(sent.length).toBeGreaterThan(3);
  expect(history.slice(0, sent.length)).toEqual(sent);
  expect(events).toEqual(stage.host.eventsAfter(0));
}
