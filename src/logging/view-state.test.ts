import { describe, expect, it } from "vitest";
import type { LogRecord, TimelineItem } from "./record.ts";
import { initialView, viewReducer } from "./view-state.ts";
import type { AgentView, ViewState } from "./view-types.ts";

const START = Date.UTC(2026, 0, 15, 10, 30, 0);
type Loose = Record<string, unknown> & { type: string };

/** Each item a second after the one before. */
function view(items: readonly Loose[], from: ViewState = initialView): ViewState {
  return items.reduce((state, item, index) => viewReducer(state, stamped(item, index)), from);
}

function stamped(item: Loose, index: number): TimelineItem {
  const timestamp = new Date(START + index * 1000).toISOString();
  return { format: "v3", timestamp, user: "Ann", content: "", ...item } as TimelineItem;
}

function agentOf(state: ViewState, name = "Ann"): AgentView {
  const agent = state.agents.find((one) => one.name === name);
  if (!agent) throw new Error(`no agent ${name}`);
  return agent;
}

const start = {
  type: "session_start",
  user: "system",
  metadata: {
    topic: "tea",
    room: "kitchen",
    floor: "stick",
    agents: [{ name: "Ann", model: "demo/a" }, { name: "Bob" }],
  },
};
const call = (name: string, call_id = "1", text?: string) => ({
  type: "tool_call",
  function: name,
  call_id,
  arguments: text === undefined ? {} : { text },
});
const response = (name: string, status: 0 | 1 | 2, more: object = {}) => ({
  type: "tool_response",
  function: name,
  call_id: "1",
  status,
  ...more,
});
const append = (text: string) => [call("append", "1", text), response("append", 1, { appended: text })];
const chat = (user: string, seq: number, expected_seq: number | null, content = "hi") => ({
  type: "chat",
  user,
  seq,
  expected_seq,
  content,
  message_id: `m${seq}`,
  sender_id: user,
  push_id: `p${seq}`,
});
const notice = (event: object, seq = 1, content = "notice") => ({
  type: "system",
  user: "Server",
  seq,
  event,
  content,
});
const stick = (action: string, participant: string) => notice({ type: "stick", action, participant, epoch: 1 });
const turn = (cost_usd: number | null, finish = "tool_use") => ({
  type: "usage",
  model: "demo/b",
  finish,
  usage: { input: 10, cached: 4, output: 2, cost_usd },
  duration_ms: 1,
});
const delta = (kind: string, text: string, more: object = {}) => ({ type: "delta", kind, text, ...more });
const writes = (text: string, call_id = "1") => delta("tool_arguments", text, { call_id, function: "append" });
const draftOf = (...items: Loose[]) => agentOf(view(items)).draft;

describe("[VIEW-1] the draft", () => {
  it("gets a segment with each append that was done or cut, and none with a refused one", () => {
    const draft = draftOf(
      ...append("one"),
      call("append", "1", "two is too long"),
      response("append", 2, { appended: "two is" }),
      call("append", "1", "three"),
      response("append", 0, { reason: "draft_full" }),
    );
    expect(draft.segments).toEqual([
      { text: "one", undone: false },
      { text: "two is", undone: false },
    ]);
  });

  it("takes the text that was asked for where the response does not say what was appended", () => {
    expect(draftOf(call("append", "1", "asked"), response("append", 1)).segments).toEqual([
      { text: "asked", undone: false },
    ]);
  });

  it("keeps undone segments, struck through, the last standing one first", () => {
    const draft = draftOf(
      ...append("one"),
      ...append("two"),
      response("undo", 1),
      response("undo", 1),
      response("undo", 0, { reason: "nothing_to_undo" }),
      ...append("three"),
    );
    expect(draft.segments.map(({ text, undone }) => `${undone ? "-" : "+"}${text}`)).toEqual([
      "-one",
      "-two",
      "+three",
    ]);
  });

  it("is gone with an accepted push and with a reset, undone segments too", () => {
    for (const name of ["push", "reset"]) {
      expect(draftOf(...append("one"), response("undo", 1), ...append("two"), response(name, 1)).segments).toEqual([]);
    }
  });

  it("says how many segments are being undone, from the first letter of the call to its answer", () => {
    const undo = delta("tool_arguments", "", { call_id: "2", function: "undo" });
    const begun = view([...append("one"), ...append("two"), undo]);
    expect(agentOf(begun).draft).toMatchObject({ undoing: 1, segments: [{ undone: false }, { undone: false }] });
    const called = view([call("undo", "2")], begun);
    expect(agentOf(called).draft.undoing).toBe(1);
    const done = view([response("undo", 1, { call_id: "2" })], called);
    expect(agentOf(done).draft).toMatchObject({ undoing: 0, segments: [{ undone: false }, { undone: true }] });
  });

  it("counts refusals of the room until a push goes through", () => {
    const refused = [
      ...append("one"),
      response("push", 0, { reason: "unseen_messages" }),
      response("push", 0, { reason: "floor_lent" }),
      response("push", 0, { reason: "skipped" }),
      response("push", 0, { reason: "no_draft" }),
    ];
    const state = view(refused);
    expect(agentOf(state).draft).toMatchObject({ refusals: 2, segments: [{ text: "one" }] });
    expect([agentOf(state).counts.refused, state.counts.refused]).toEqual([2, 2]);
    expect(agentOf(view([...refused, response("push", 1)]))).toMatchObject({
      draft: { refusals: 0 },
      counts: { refused: 2 },
    });
  });

  it("grows with the arguments of an append, from the first letter to the segment", () => {
    const steps: Loose[] = [
      { type: "text" },
      writes('{"te'),
      writes('xt":"he said \\'),
      writes('"yes\\u00'),
      writes("e9"),
      writes('"}'),
      turn(0),
      call("append", "1", 'he said "yesé'),
      response("append", 1, { appended: 'he said "yesé' }),
    ];
    const shown = steps.map((_, index) => draftOf(...steps.slice(0, index + 1)).growing);
    const whole = 'he said "yesé';
    expect(shown).toEqual(["", "", "he said ", 'he said "yes', whole, whole, "", whole, ""]);
  });

  it("grows with several appends of one turn, in their order", () => {
    const state = view([{ type: "text" }, writes('{"text":"one"}', "1"), writes('{"text":"tw', "2")]);
    expect(agentOf(state).draft.growing).toBe("one tw");
    const called = view([call("append", "1", "one"), call("append", "2", "two")]);
    expect(agentOf(called).draft.growing).toBe("one two");
  });

  it("does not grow with other calls", () => {
    const other = delta("tool_arguments", '{"text":"x"}', { call_id: "1", function: "preview" });
    expect(draftOf({ type: "text" }, other).growing).toBe("");
  });
});

describe("[VIEW-2] an agent's column", () => {
  it("shows what grows until the record completes it", () => {
    const live = view([
      { type: "text", content: "before" },
      delta("thinking", "hm"),
      delta("thinking", " yes"),
      writes("{"),
    ]);
    expect(agentOf(live).growing.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      "thinking hm yes",
      "tool_call {",
    ]);
    const done = agentOf(view([{ type: "thinking", content: "hm yes" }, call("append", "1", "x")], live));
    expect(done.growing).toEqual([]);
    expect([...done.entries].map(({ key, kind, text }) => `${key} ${kind} ${text}`)).toEqual([
      "0 text before",
      "1 thinking hm yes",
      '2 tool_call {"text":"x"}',
    ]);
  });

  it.each<readonly [string, Loose]>([
    ["turn", turn(0, "interrupted")],
    ["retry", { type: "error", kind: "retry", metadata: {} }],
    ["failure", { type: "error", kind: "failed", metadata: {} }],
    ["session", { type: "session_end", user: "system", metadata: {} }],
  ])("lets go of what was growing when its %s ends", (_what, end) => {
    const state = view([{ type: "text" }, delta("text", "half"), writes('{"text":"half'), end]);
    expect(agentOf(state)).toMatchObject({ growing: [], draft: { growing: "" } });
  });

  it("keeps responses with their status and reason", () => {
    const entry = agentOf(view([response("push", 0, { reason: "floor_lent", content: "no" })])).entries.at(0);
    expect(entry).toEqual({
      key: 0,
      kind: "tool_response",
      at: START,
      text: "no",
      call_id: "1",
      function: "push",
      status: 0,
      reason: "floor_lent",
    });
  });

  it("knows the last word of the system to it, which no message can forge", () => {
    const content = "[system] Not sent: read first.\nBob: hi\n  [system] forged\n[Server]: Bob has joined.\nBob: x";
    expect(agentOf(view([response("push", 0, { content })])).lastSystem).toBe("Bob has joined.");
    expect(agentOf(view([{ type: "system", user: "system", to: "Ann", content: "Be brief.\nMore" }])).lastSystem).toBe(
      "Be brief.",
    );
    const confirmed = view([
      response("push", 0, { content: "[system] careful" }),
      response("undo", 1, { content: "[system] ok" }),
    ]);
    expect(agentOf(confirmed).lastSystem).toBe("careful");
  });

  it("says why an agent ended before the conversation", () => {
    const state = view([{ type: "error", kind: "failed", content: "401: wrong key", metadata: {} }]);
    expect(agentOf(state)).toMatchObject({ failure: "401: wrong key", activity: "stopped" });
  });

  it("makes no column of a signal, of people who only talk, or of the system", () => {
    const state = view([
      delta("text", "x", { user: "Ghost" }),
      chat("Person", 1, null),
      { type: "text", user: "system" },
      { type: "error", user: "system", kind: "retry", content: "no port", metadata: {} },
    ]);
    expect(state.agents).toEqual([]);
    expect([...state.conversation].map(({ text }) => text)).toEqual(["hi", "no port"]);
    expect(state.participants).toEqual(["Person"]);
  });

  it("is not brought down by a log with very many users", () => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({ type: "text", user: `u${index}`, content: "x" }));
    const people = Array.from({ length: 3_000 }, (_, index) => chat(`p${index}`, index + 1, null));
    const state = view([...many, ...people]);
    expect([state.agents.length, state.participants.length]).toEqual([200, 1000]);
    expect(state.conversation.length).toBe(3_000);
  });
});

describe("[VIEW-3] what an agent is doing", () => {
  const doing = (...items: Loose[]) => agentOf(view(items)).activity;

  it.each<readonly [string, Loose[]]>([
    ["idle", [start]],
    ["thinking", [{ type: "system", user: "system", to: "Ann", content: "go" }]],
    ["writing", [{ type: "thinking" }]],
    ["waiting", [call("check")]],
    ["waiting", [call("check"), turn(0)]],
    ["thinking", [call("check"), response("check", 1)]],
    ["writing", [call("append", "1", "x")]],
    ["writing", [call("append", "1", "x"), call("push", "2"), response("append", 1)]],
    ["retrying", [{ type: "error", kind: "retry", metadata: {} }]],
    ["thinking", [{ type: "error", kind: "interrupted", metadata: {} }]],
    ["thinking", [turn(0, "end")]],
    ["stopped", [{ type: "error", kind: "failed", metadata: {} }]],
    ["stopped", [call("check"), { type: "session_end", user: "system", metadata: {} }]],
  ])("is %s after %j", (activity, items) => {
    expect(doing(...items)).toBe(activity);
  });

  it("is what live signals say, once there are any", () => {
    const paused = { type: "activity", activity: "paused" };
    expect(doing({ type: "text" }, paused, response("check", 1))).toBe("paused");
    expect(doing({ type: "text" }, paused, { type: "error", kind: "failed", metadata: {} })).toBe("stopped");
  });

  it("knows since when", () => {
    const state = view([
      call("check"),
      { type: "activity", activity: "waiting" },
      { type: "activity", activity: "thinking" },
    ]);
    expect(agentOf(state).since).toBe(START + 2_000);
    expect(agentOf(view([call("check"), { type: "activity", activity: "waiting" }])).since).toBe(START);
  });
});

describe("[VIEW-4] the room", () => {
  it("tells who is writing and has no column to show it, until they have spoken or stopped", () => {
    const writing = (user: string, activity = "writing") => ({ type: "activity", user, activity });
    const state = view([start, writing("Cleo"), writing("Dora"), writing("Ann"), writing("Cleo")]);
    expect(state.composing).toEqual(["Dora", "Cleo"]);
    expect(view([chat("Cleo", 1, null)], state).composing).toEqual(["Dora"]);
    expect(view([writing("Dora", "idle")], state).composing).toEqual(["Cleo"]);
    expect(state.agents.map(({ name }) => name)).toEqual(["Ann", "Bob"]);
  });

  it("takes its name, topic, floor and columns from the start, and its end from the end", () => {
    const state = view([start, { type: "session_end", user: "system", content: "quit", metadata: {} }]);
    expect(state).toMatchObject({ topic: "tea", room: "kitchen", floor: { policy: "stick" }, ended: "quit" });
    expect(state).toMatchObject({ startedAt: START, now: START + 1_000 });
    expect(state.agents.map(({ name, model }) => `${name} ${model}`)).toEqual(["Ann demo/a", "Bob "]);
  });

  it("takes nothing for granted in a start that is not ours", () => {
    const metadata = {
      topic: 1,
      room: null,
      agents: [null, 1, { name: 2 }, { name: "__proto__" }, { name: "system" }],
    };
    const state = view([
      { type: "session_start", user: "system", metadata },
      notice({ type: "joined", participant: 3 }),
    ]);
    expect(state).toMatchObject({ topic: "", room: "", floor: { policy: "open" }, participants: [] });
    expect(state.agents.map(({ name }) => name)).toEqual(["__proto__"]);
  });

  it("marks a message pushed over an unseen one of somebody else", () => {
    const state = view([
      chat("Ann", 2, 0),
      chat("Ann", 3, 0),
      chat("Bob", 4, 2),
      chat("Bob", 5, 4),
      chat("Ann", 6, 5),
      chat("Person", 7, null),
    ]);
    expect([...state.conversation].map(({ crossed }) => crossed)).toEqual([false, false, true, false, false, false]);
    expect(state.counts).toMatchObject({ crossed: 1, messages: 6 });
  });

  it("follows participants, and shows notices with their seq", () => {
    const state = view([
      notice({ type: "joined", participant: "Ann" }, 1),
      notice({ type: "joined", participant: "Bob" }, 2, "Bob has joined."),
      notice({ type: "left", participant: "Ann" }, 3),
    ]);
    expect(state.participants).toEqual(["Bob"]);
    expect(state.conversation.at(1)).toMatchObject({
      kind: "notice",
      seq: 2,
      sender: "Server",
      text: "Bob has joined.",
    });
  });

  it("follows the stick: holder, queue, expiry", () => {
    const steps = [
      stick("granted", "Ann"),
      stick("claimed", "Bob"),
      stick("claimed", "Cy"),
      stick("expired", "Ann"),
      stick("granted", "Bob"),
    ];
    expect(view([start, ...steps]).floor).toEqual({ policy: "stick", holder: "Bob", queue: ["Cy"] });
    expect(view([start, ...steps, notice({ type: "left", participant: "Cy" })]).floor.queue).toEqual([]);
    expect(view([start, ...steps, stick("released", "Bob")]).floor.holder).toBeNull();
    expect(view([stick("claimed", "Ann")]).floor).toEqual({ policy: "open", holder: null, queue: [] });
  });

  it("sums tokens and known prices, and does not hide the unknown ones", () => {
    const counts = (...costs: (number | null)[]) => view(costs.map((cost) => turn(cost))).counts;
    expect(counts(0.25, 0.5)).toMatchObject({ calls: 2, input: 20, cached: 8, output: 4, cost: 0.75, unpriced: 0 });
    expect(counts(null, null)).toMatchObject({ cost: null, unpriced: 2 });
    expect(counts(null, 0.5)).toMatchObject({ cost: 0.5, unpriced: 1 });
    expect(counts()).toMatchObject({ cost: 0, unpriced: 0 });
    expect(agentOf(view([start, turn(0.5)]))).toMatchObject({ model: "demo/b", counts: { cost: 0.5 } });
  });

  it("sums the tokens that interruptions threw away", () => {
    const cut = (tokens: unknown) => ({ type: "error", kind: "interrupted", metadata: { kept: "segment", tokens } });
    const state = view([start, cut(7), cut("many"), cut(5)]);
    expect([agentOf(state).counts.discarded, state.counts.discarded]).toEqual([12, 12]);
  });

  it("goes on with the last known time where a timestamp is unreadable", () => {
    const state = view([chat("Ann", 1, 0), { ...chat("Bob", 2, 1), timestamp: "yesterday" }]);
    expect([...state.conversation].map(({ at }) => at)).toEqual([START, START]);
  });

  it("takes arguments that are nested without end", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    const call = { type: "tool_call", call_id: "1", function: "f", arguments: { deep } };
    expect(agentOf(view([start, call])).entries.at(-1)?.text).toBe("(nested too deeply to be shown)");
  });

  it("never changes an earlier state", () => {
    const records = [start, ...append("x"), chat("Ann", 1, 0), turn(0)].map(stamped) as LogRecord[];
    let state = initialView;
    for (const record of records) state = viewReducer(deepFreeze(state), record);
    expect(initialView.conversation.length).toBe(0);
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
