import { describe, expect, it } from "vitest";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import type { AgentEvent, AssistantMessage, ModelEvent } from "../agents/types.ts";
import type { NoticeEvent, RoomEvent } from "../chatroom/protocol.ts";
import { isRecord, type LogRecord, logRecord, type TimelineItem } from "./record.ts";
import { createRedactor } from "./redact.ts";
import { Timeline, type TimelineOptions } from "./timeline.ts";

const describeNotice = (event: NoticeEvent) => `notice ${event.type}`;
const MESSAGE: AssistantMessage = { role: "assistant", text: "", thinking: "", tool_calls: [] };

function setUp(options: Partial<TimelineOptions> = {}) {
  const clock = new ManualClock();
  const timeline = new Timeline({ clock, describe: describeNotice, ...options });
  const items: TimelineItem[] = [];
  timeline.subscribe((item) => items.push(item));
  const model = (event: ModelEvent, agent = "Ann") => timeline.agent({ type: "model", agent, event });
  return { clock, timeline, items, model };
}

/** What each item is, in short. */
function brief(items: readonly TimelineItem[]): string[] {
  return items.map((item) => {
    if (item.type === "delta") return `${item.user} ~${item.kind} ${item.function ?? ""}${item.text}`;
    if (item.type === "activity") return `${item.user} ~${item.activity}`;
    return `${item.user} ${item.type} ${item.content}`;
  });
}

describe("[LOG-1] model streams", () => {
  it("shows each piece at once and records a block once, at its end", () => {
    const { items, model } = setUp();
    model({ type: "thinking_start" });
    model({ type: "thinking_delta", text: "hm" });
    model({ type: "thinking_delta", text: " yes" });
    model({ type: "thinking_end" });
    model({ type: "text_start" });
    model({ type: "text_delta", text: "hello" });
    model({ type: "text_end" });
    model({ type: "done", finish: "end", message: { ...MESSAGE, thinking: "hm yes", text: "hello" } });
    expect(brief(items)).toEqual([
      "Ann ~thinking hm",
      "Ann ~thinking  yes",
      "Ann thinking hm yes",
      "Ann ~text hello",
      "Ann text hello",
    ]);
  });

  it.each<readonly [string, AgentEvent]>([
    ["aborted", { type: "model", agent: "Ann", event: { type: "aborted" } }],
    [
      "failed",
      {
        type: "model",
        agent: "Ann",
        event: { type: "error", error: { kind: "cut", message: "cut", retryable: true } },
      },
    ],
    ["interrupted", { type: "interrupted", agent: "Ann", kept: "thinking", tokens: 3 }],
  ])("records what a turn that was %s had said until then, in order", (_how, end) => {
    const { items, model, timeline } = setUp();
    model({ type: "thinking_delta", text: "half a th" });
    model({ type: "text_delta", text: "half a t" });
    timeline.agent(end);
    expect(brief(items.filter(isRecord)).slice(0, 2)).toEqual(["Ann thinking half a th", "Ann text half a t"]);
  });

  it("records what an ending session leaves open", () => {
    const { items, model, timeline } = setUp();
    model({ type: "text_delta", text: "half" });
    timeline.end({ reason: "quit" });
    expect(brief(items.filter(isRecord))).toEqual(["Ann text half", "system session_end quit"]);
  });

  it("records the words of a provider that does not stream", () => {
    const { items, model } = setUp();
    model({ type: "done", finish: "end", message: { ...MESSAGE, thinking: "a", text: "b" } });
    expect(brief(items)).toEqual(["Ann thinking a", "Ann text b"]);
  });

  it("keeps the blocks of several agents apart, and those of one turn from the next", () => {
    const { items, model } = setUp();
    model({ type: "text_delta", text: "a" }, "Ann");
    model({ type: "text_delta", text: "b" }, "Bob");
    model({ type: "text_delta", text: "A" }, "Ann");
    model({ type: "text_end" }, "Bob");
    model({ type: "done", finish: "end", message: { ...MESSAGE, text: "aA" } }, "Ann");
    model({ type: "done", finish: "end", message: { ...MESSAGE, text: "next" } }, "Ann");
    expect(brief(items.filter(isRecord))).toEqual(["Bob text b", "Ann text aA", "Ann text next"]);
  });

  it("names the action with the first piece of a call, and leaves the record to the call itself", () => {
    const { items, model, timeline } = setUp();
    model({ type: "tool_call_start", call_id: "1", name: "append" });
    model({ type: "tool_call_delta", call_id: "1", text: '{"text":' });
    model({ type: "tool_call_delta", call_id: "1", text: '"x"}' });
    model({ type: "tool_call_end", call_id: "1" });
    timeline.agent({ type: "tool_call", agent: "Ann", call_id: "1", name: "append", arguments: { text: "x" } });
    expect(brief(items)).toEqual([
      "Ann ~tool_arguments append",
      'Ann ~tool_arguments {"text":',
      'Ann ~tool_arguments "x"}',
      "Ann tool_call ",
    ]);
    expect(items.at(-1)).toMatchObject({ function: "append", call_id: "1", arguments: { text: "x" } });
  });

  it("shows the last word of a call that waits to be run, though keys are looked for", () => {
    const { items, model } = setUp({ redact: createRedactor({ env: {}, extraKeys: ["s3cret-key"] }) });
    model({ type: "tool_call_start", call_id: "1", name: "append" });
    model({ type: "tool_call_delta", call_id: "1", text: '{"text":"the s3cret' });
    model({ type: "tool_call_delta", call_id: "1", text: '-key is here."}' });
    model({ type: "tool_call_end", call_id: "1" });
    const told = items.map((item) => (item.type === "delta" ? item.text : ""));
    expect(told.join("")).toBe('{"text":"the [redacted] is here."}');
  });
});

describe("[LOG-1] records", () => {
  it("are valid v3 for every kind of event, with room time for the room and clock time for the rest", async () => {
    const { clock, items, timeline } = setUp();
    const roomTime = "2026-01-15T10:29:59.000Z";
    const error = {
      kind: "rate_limit",
      message: "slow down",
      retryable: true,
      status: 429,
      retry_after_ms: 5,
    } as const;
    const usage = { input: 10, cached: 5, cache_write: 1, output: 2 };
    const said: RoomEvent = {
      seq: 2,
      timestamp: roomTime,
      type: "message",
      message_id: "m",
      sender_id: "p",
      sender: "Ann",
      content: "hi",
      push_id: "u",
      expected_seq: 1,
    };
    timeline.start({ topic: "tea", room: "lobby", floor: "open", agents: [{ name: "Ann", model: "demo/a" }] });
    await clock.advance(1_000);
    timeline.room({ seq: 1, timestamp: roomTime, type: "left", participant: "Bob" });
    timeline.room(said);
    timeline.note("a word");
    timeline.agent({ type: "activity", agent: "Ann", activity: "waiting" });
    timeline.agent({ type: "instruction", agent: "Ann", text: "go on" });
    timeline.agent({
      type: "tool_response",
      agent: "Ann",
      call_id: "1",
      name: "append",
      text: "shown",
      result: { status: 2, messages: [said], suffix: "x", appended: "x" } as never,
    });
    timeline.agent({ type: "tool_response", agent: "Ann", call_id: "2", name: "nonsense", text: "unknown tool" });
    timeline.agent({
      type: "tool_response",
      agent: "Ann",
      call_id: "3",
      name: "push",
      text: "not sent",
      result: { status: 0, reason: "unseen_messages", messages: [] },
    });
    timeline.agent({
      type: "turn",
      agent: "Ann",
      model: "demo/a",
      message: { ...MESSAGE, raw: { wire: "anthropic", body: { signature: "s" } } },
      finish: "tool_use",
      usage,
      cost_usd: null,
      duration_ms: 7,
    });
    timeline.agent({ type: "retry", agent: "Ann", error, attempt: 1, wait_ms: 5 });
    timeline.agent({ type: "interrupted", agent: "Ann", kept: "segment", tokens: 3 });
    timeline.agent({ type: "failed", agent: "Ann", error });
    timeline.end({ reason: "quit", exit_code: 0 });

    const records = items.filter(isRecord);
    for (const record of records) expect(logRecord.parse(record)).toEqual(record);
    expect(records.map(({ timestamp }) => timestamp)).toEqual([
      "2026-01-15T10:30:00.000Z",
      roomTime,
      roomTime,
      ...records.slice(3).map(() => "2026-01-15T10:30:01.000Z"),
    ]);
    expect(records).toMatchObject([
      { type: "session_start", user: "system", content: "tea", metadata: { room: "lobby" } },
      { type: "system", user: "Server", content: "notice left", seq: 1, event: { type: "left", participant: "Bob" } },
      { type: "chat", user: "Ann", content: "hi", seq: 2, expected_seq: 1, push_id: "u" },
      { type: "system", user: "system", content: "a word" },
      { type: "system", user: "system", content: "go on", to: "Ann" },
      { type: "tool_response", content: "shown", function: "append", status: 2, appended: "x", seen: 2 },
      { type: "tool_response", content: "unknown tool" },
      { type: "tool_response", status: 0, reason: "unseen_messages" },
      {
        type: "usage",
        usage: { ...usage, cost_usd: null },
        finish: "tool_use",
        message: { raw: { body: { signature: "s" } } },
      },
      { type: "error", kind: "retry", content: "slow down", metadata: { wait_ms: 5, status: 429 } },
      { type: "error", kind: "interrupted", metadata: { kept: "segment", tokens: 3 } },
      { type: "error", kind: "failed", content: "slow down", metadata: { error: "rate_limit" } },
      { type: "session_end", content: "quit", metadata: { exit_code: 0 } },
    ]);
    expect(records[6]).not.toHaveProperty("status");
    expect(items.some((item) => item.type === "activity" && item.activity === "waiting")).toBe(true);
  });
});

describe("listeners", () => {
  it("do not disturb each other or the conversation when one throws", () => {
    const errors: unknown[] = [];
    const { items, timeline } = setUp({
      onListenerError: (error) => {
        errors.push(error);
        throw new Error("this one too");
      },
    });
    const late: TimelineItem[] = [];
    timeline.subscribe(() => {
      throw new Error("broken screen");
    });
    timeline.subscribe((item) => late.push(item));
    timeline.note("one");
    timeline.note("two");
    expect(brief(items)).toEqual(["system system one", "system system two"]);
    expect(late).toEqual(items);
    expect(errors).toHaveLength(2);
  });

  it("all see one order, also when one of them causes an item", () => {
    const timeline = new Timeline({ clock: new ManualClock(), describe: describeNotice });
    const first: string[] = [];
    const second: string[] = [];
    timeline.subscribe((item) => {
      first.push(...brief([item]));
      if (first.length === 1) timeline.note("answer");
    });
    timeline.subscribe((item) => second.push(...brief([item])));
    timeline.note("question");
    expect(first).toEqual(["system system question", "system system answer"]);
    expect(second).toEqual(first);
  });

  it("hear nothing after they have left", () => {
    const { items, timeline } = setUp();
    const heard: TimelineItem[] = [];
    const leave = timeline.subscribe((item) => heard.push(item));
    timeline.note("one");
    leave();
    timeline.note("two");
    expect([heard.length, items.length]).toEqual([1, 2]);
  });
});

describe("listeners for records", () => {
  function withRecords() {
    const redacted: string[] = [];
    const redact = { text: (text: string) => text, value: <T>(value: T) => (redacted.push(typeOf(value)), value) };
    const timeline = new Timeline({ clock: new ManualClock(), describe: describeNotice, redact });
    const records: LogRecord[] = [];
    const unsubscribe = timeline.subscribeRecords((record) => records.push(record));
    const say = (text: string) => {
      timeline.agent({ type: "model", agent: "Ann", event: { type: "text_delta", text: `${text} ` } });
      timeline.agent({ type: "model", agent: "Ann", event: { type: "text_end" } });
    };
    return { timeline, records, redacted, say, unsubscribe };
  }

  it("hear no live signal, and no signal is redacted for nobody", () => {
    const { records, redacted, say } = withRecords();
    say("hello");
    expect(brief(records)).toEqual(["Ann text hello "]);
    expect(redacted).toEqual(["text"]);
  });

  it("take nothing from those who watch live, who may come and go", () => {
    const { timeline, records, redacted, say } = withRecords();
    const items: TimelineItem[] = [];
    const leave = timeline.subscribe((item) => items.push(item));
    say("one");
    leave();
    leave();
    say("two");
    timeline.subscribe((item) => items.push(item));
    say("three");
    expect(brief(items)).toEqual(["Ann ~text one ", "Ann text one ", "Ann ~text three ", "Ann text three "]);
    expect(brief(records)).toEqual(["Ann text one ", "Ann text two ", "Ann text three "]);
    expect(redacted).toEqual(["delta", "text", "text", "delta", "text"]);
  });

  it("hear nothing after they have left", () => {
    const { records, say, unsubscribe } = withRecords();
    unsubscribe();
    say("hello");
    expect(records).toEqual([]);
  });
});

function typeOf(value: unknown): string {
  return typeof value === "object" && value !== null && "type" in value ? String(value.type) : "";
}

describe("[LOG-4] redaction before anybody listens", () => {
  it("hides a key in records, and in live pieces that cut it anywhere", () => {
    const secret = "sk-ant-0123456789abcdef";
    const said = `the key is ${secret}, keep it`;
    for (let cut = 0; cut <= said.length; cut++) {
      const { items, model, timeline } = setUp({ redact: createRedactor({ env: {} }) });
      for (const text of [said.slice(0, cut), said.slice(cut)]) {
        model({ type: "text_delta", text });
        model({ type: "tool_call_delta", call_id: "1", text });
      }
      timeline.agent({
        type: "failed",
        agent: "Ann",
        error: { kind: "auth", message: `bad ${secret}`, retryable: false },
      });
      expect(JSON.stringify(items)).not.toContain("0123456789");
      for (const kind of ["text", "tool_arguments"]) {
        const live = items.map((item) => (item.type === "delta" && item.kind === kind ? item.text : "")).join("");
        expect(live).toBe("the key is [redacted], keep ");
      }
      expect(items.find((item) => item.type === "text")).toMatchObject({ content: "the key is [redacted], keep it" });
    }
  });
});
