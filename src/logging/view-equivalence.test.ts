/** Live and replay show the same: whatever agents do, signals and records end in the view the records alone give. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import type { AgentEvent, ModelError, ModelEvent } from "../agents/types.ts";
import type { RoomEvent } from "../chatroom/protocol.ts";
import { isRecord, type TimelineItem } from "./record.ts";
import { Timeline } from "./timeline.ts";
import { initialView, viewReducer } from "./view-state.ts";
import type { AgentView, ViewState } from "./view-types.ts";

const error: ModelError = { kind: "cut", message: "cut", retryable: true };
const names = fc.constantFrom("Ann", "Bob", "Cy");
const ids = fc.constantFrom("1", "2", "3");
const actions = fc.constantFrom("append", "undo", "push", "reset", "check", "nonsense");
const pieces = fc.constantFrom('{"text":"', "he\\n", "llo", "\\ud83d", "\\ude00", '"}', "{}", "");

const modelEvent: fc.Arbitrary<ModelEvent> = fc.oneof(
  fc.constantFrom<ModelEvent>(
    { type: "thinking_start" },
    { type: "thinking_end" },
    { type: "text_start" },
    { type: "text_end" },
    { type: "aborted" },
    { type: "error", error },
  ),
  fc.record({ type: fc.constant("thinking_delta"), text: fc.string() } as const),
  fc.record({ type: fc.constant("text_delta"), text: fc.string() } as const),
  fc.record({ type: fc.constant("tool_call_start"), call_id: ids, name: actions } as const),
  fc.record({ type: fc.constant("tool_call_delta"), call_id: ids, text: pieces } as const),
  fc.string().map((text): ModelEvent => {
    return { type: "done", finish: "end", message: { role: "assistant", text, thinking: "", tool_calls: [] } };
  }),
);

const agentEvent: fc.Arbitrary<AgentEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant("model"), agent: names, event: modelEvent } as const) },
  fc.record({ type: fc.constant("activity"), agent: names, activity: fc.constantFrom("waiting", "paused") } as const),
  fc.record({
    type: fc.constant("tool_call"),
    agent: names,
    call_id: ids,
    name: actions,
    arguments: fc.oneof(fc.record({ text: fc.string() }), fc.string()),
  } as const),
  fc.record({
    type: fc.constant("tool_response"),
    agent: names,
    call_id: ids,
    name: actions,
    result: fc.record({ status: fc.constantFrom(0, 1, 2), messages: fc.constant([]) } as const),
    text: fc.string(),
  } as const),
  fc.record({
    type: fc.constant("turn"),
    agent: names,
    model: fc.constant("demo/x"),
    message: fc.constant({ role: "assistant", text: "", thinking: "", tool_calls: [] } as const),
    finish: fc.constantFrom("end", "tool_use", "interrupted"),
    usage: fc.constant({ input: 1, cached: 0, cache_write: 0, output: 1 }),
    cost_usd: fc.constantFrom(null, 0.5),
    duration_ms: fc.constant(1),
  } as const),
  fc.record({ type: fc.constant("instruction"), agent: names, text: fc.string() } as const),
  names.map((agent): AgentEvent => ({ type: "retry", agent, error, attempt: 1, wait_ms: 1 })),
  names.map((agent): AgentEvent => ({ type: "interrupted", agent, kept: "thinking", tokens: 1 })),
  names.map((agent): AgentEvent => ({ type: "failed", agent, error })),
);

type Step = { readonly agent: AgentEvent } | { readonly room: (seq: number) => RoomEvent };
const timestamp = "2026-01-15T10:30:00.000Z";
const roomEvent = fc.tuple(names, fc.string(), fc.nat(3)).map(([sender, content, behind]): Step => {
  return {
    room: (seq) => ({
      seq,
      timestamp,
      type: "message",
      message_id: `m${seq}`,
      sender_id: sender,
      sender,
      content,
      push_id: `p${seq}`,
      expected_seq: Math.max(0, seq - 1 - behind),
    }),
  };
});
const steps = fc.array(fc.oneof({ weight: 8, arbitrary: agentEvent.map((agent): Step => ({ agent })) }, roomEvent), {
  size: "large",
});

async function itemsOf(script: readonly Step[]): Promise<TimelineItem[]> {
  const clock = new ManualClock();
  const timeline = new Timeline({ clock, describe: (event) => event.type });
  const items: TimelineItem[] = [];
  timeline.subscribe((item) => items.push(item));
  timeline.start({ topic: "t", room: "r", floor: "open", agents: [{ name: "Bob", model: "demo/x" }] });
  let seq = 0;
  for (const step of script) {
    await clock.advance(10);
    if ("agent" in step) timeline.agent(step.agent);
    else timeline.room(step.room(++seq));
  }
  timeline.end({ reason: "quit" });
  return items;
}

const fold = (items: readonly TimelineItem[]) => items.reduce(viewReducer, initialView);

/** Everything but what only a live audience can know: who said what it is doing, and since when. */
function lasting(view: ViewState): unknown {
  const agents = view.agents.map(({ memory: _, ...agent }: AgentView) => ({ ...agent, entries: [...agent.entries] }));
  return { ...view, agents, conversation: [...view.conversation] };
}

/** What is settled at a record, whatever is being generated. */
function settled({ name, entries, draft, counts, lastSystem, failure }: AgentView): unknown {
  return {
    name,
    last: entries.at(-1),
    segments: draft.segments,
    refusals: draft.refusals,
    counts,
    lastSystem,
    failure,
  };
}

describe("[VIEW-5] live and replay", () => {
  it("end in the same view, with nothing left growing", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const items = await itemsOf(script);
        const live = fold(items);
        expect(lasting(live)).toEqual(lasting(fold(items.filter(isRecord))));
        expect(live.agents.flatMap((agent) => agent.growing)).toEqual([]);
        expect(live.agents.map((agent) => agent.draft.growing).join("")).toBe("");
      }),
      { numRuns: 200 },
    );
  });

  it("show the same entries, drafts, floor and counts at every record on the way", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const items = await itemsOf(script);
        let live = initialView;
        let replayed = initialView;
        for (const item of items) {
          live = viewReducer(live, item);
          if (!isRecord(item)) continue;
          replayed = viewReducer(replayed, item);
          expect(live.agents.map(settled)).toEqual(replayed.agents.map(settled));
        }
        expect(live.counts).toEqual(replayed.counts);
        expect(live.floor).toEqual(replayed.floor);
      }),
      { numRuns: 50 },
    );
  });
});
