/**
 * One agent's column: its entries, its draft, its counts and what it is doing. Records give all of it; live signals
 * add what is growing, which is gone as soon as a record completes it. Browser-safe.
 */
import type { AgentActivity } from "../agents/types.ts";
import { AppendList } from "./append-list.ts";
import { EMPTY_DRAFT, foldDraft, growingText } from "./draft-view.ts";
import { fieldsOf } from "./fields.ts";
import { jsonText } from "./json-text.ts";
import { EMPTY_FIELD, readPartialField } from "../agents/partial-json.ts";
import type { LiveSignal, RecordOf } from "./record.ts";
import { isRefusedPush } from "./refusal.ts";
import type { AgentCounts, AgentMemory, AgentView, Entry } from "./view-types.ts";

/** What is shown in an agent's column. */
export type AgentRecord = RecordOf<"thinking" | "text" | "tool_call" | "tool_response" | "usage" | "error" | "system">;

export const NO_COUNTS: AgentCounts = {
  messages: 0,
  refused: 0,
  calls: 0,
  input: 0,
  cached: 0,
  output: 0,
  cost: 0,
  unpriced: 0,
};

const NO_MEMORY: AgentMemory = { signalled: false, calls: [], appends: [] };

export function newAgent(name: string, model: string, at: number): AgentView {
  return {
    name,
    model,
    activity: "idle",
    since: at,
    entries: AppendList.EMPTY,
    growing: [],
    draft: EMPTY_DRAFT,
    counts: NO_COUNTS,
    lastSystem: "",
    failure: null,
    memory: NO_MEMORY,
  };
}

export function readSignal(agent: AgentView, signal: LiveSignal, at: number): AgentView {
  if (signal.type === "delta") return grow(agent, signal, at);
  const signalled = { ...agent, memory: { ...memoryOf(agent), signalled: true } };
  return doing(signalled, signal.activity as AgentActivity, at);
}

export function readAgentRecord(agent: AgentView, record: AgentRecord, at: number): AgentView {
  const read = withRecord(agent, record, at);
  return memoryOf(agent).signalled ? read : doing(read, activityAfter(read, record), at);
}

/** The conversation goes on without it. */
export function failAgent(agent: AgentView, failure: string, at: number): AgentView {
  return doing({ ...nothingOpen(agent), failure }, "stopped", at);
}

/** The conversation is over. */
export function stopAgent(agent: AgentView, at: number): AgentView {
  return { ...nothingOpen(agent), activity: "stopped", since: at };
}

/** A sum where the price of a call is unknown is a lower bound; with no price known at all it is null. */
export function addUsage(counts: AgentCounts, { usage }: RecordOf<"usage">): AgentCounts {
  const calls = counts.calls + 1;
  const unpriced = (counts.unpriced ?? 0) + (usage.cost_usd === null ? 1 : 0);
  return {
    ...counts,
    calls,
    unpriced,
    input: counts.input + usage.input,
    cached: counts.cached + usage.cached,
    output: counts.output + usage.output,
    cost: unpriced === calls ? null : (counts.cost ?? 0) + (usage.cost_usd ?? 0),
  };
}

function withRecord(agent: AgentView, record: AgentRecord, at: number): AgentView {
  switch (record.type) {
    case "thinking":
    case "text": {
      const growing = agent.growing.filter((entry) => entry.kind !== record.type);
      return addEntry({ ...agent, growing }, { kind: record.type, at, text: record.content });
    }
    case "tool_call":
      return withCall(agent, record, at);
    case "tool_response":
      return withResponse(agent, record, at);
    case "usage": {
      const model = record.model === "" ? agent.model : record.model;
      return { ...nothingGrowing(agent), model, counts: addUsage(agent.counts, record) };
    }
    case "error":
      return addEntry(nothingGrowing(agent), { kind: "error", at, text: record.content });
    case "system": {
      const lastSystem = firstLine(record.content) || agent.lastSystem;
      return addEntry({ ...agent, lastSystem }, { kind: "instruction", at, text: record.content });
    }
  }
}

function withCall(agent: AgentView, record: RecordOf<"tool_call">, at: number): AgentView {
  const { call_id, function: name } = record;
  const { calls, appends, ...memory } = memoryOf(agent);
  const written = addEntry(
    { ...agent, growing: agent.growing.filter((entry) => entry.call_id !== call_id) },
    { kind: "tool_call", at, text: argumentsText(record.arguments), call_id, function: name },
  );
  return redraft(written, {
    ...memory,
    calls: [...calls, { call_id, function: name, text: textArgument(record.arguments) }],
    appends: appends.filter((append) => append.call_id !== call_id),
  });
}

function withResponse(agent: AgentView, record: RecordOf<"tool_response">, at: number): AgentView {
  const { call_id, function: name, content, status, reason } = record;
  const memory = memoryOf(agent);
  // Some servers use an id twice: the oldest open call is the one that is answered.
  const index = memory.calls.findIndex((call) => call.call_id === call_id);
  const draft = foldDraft(agent.draft, record, memory.calls[index]?.text ?? "");
  const refused = isRefusedPush(record) ? 1 : 0;
  const read: AgentView = {
    ...agent,
    draft: { ...draft, refusals: draft.refusals + refused },
    counts: { ...agent.counts, refused: agent.counts.refused + refused },
    lastSystem: lastSystemLine(content) || agent.lastSystem,
  };
  const answered = addEntry(read, {
    kind: "tool_response",
    at,
    text: content,
    call_id,
    function: name,
    ...(status !== undefined && { status }),
    ...(reason !== undefined && { reason }),
  });
  return redraft(answered, { ...memory, calls: index < 0 ? memory.calls : memory.calls.toSpliced(index, 1) });
}

function grow(agent: AgentView, delta: Extract<LiveSignal, { type: "delta" }>, at: number): AgentView {
  const kind = delta.kind === "tool_arguments" ? "tool_call" : delta.kind;
  const { call_id } = delta;
  const index = agent.growing.findIndex((entry) => entry.kind === kind && entry.call_id === call_id);
  const entry: Entry = agent.growing[index] ?? {
    key: agent.entries.length + agent.growing.length,
    kind,
    at,
    text: "",
    ...(call_id !== undefined && { call_id }),
    ...(delta.function !== undefined && { function: delta.function }),
  };
  const grown = { ...entry, text: entry.text + delta.text };
  const growing = index < 0 ? [...agent.growing, grown] : agent.growing.with(index, grown);
  const memory = memoryOf(agent);
  const isAppend = grown.function === "append" && call_id !== undefined;
  return redraft({ ...agent, growing }, isAppend ? withAppend(memory, call_id, delta.text) : memory);
}

function withAppend(memory: AgentMemory, call_id: string, chunk: string): AgentMemory {
  const index = memory.appends.findIndex((append) => append.call_id === call_id);
  const field = readPartialField(memory.appends[index]?.field ?? EMPTY_FIELD, chunk, "text");
  const append = { call_id, field };
  return { ...memory, appends: index < 0 ? [...memory.appends, append] : memory.appends.with(index, append) };
}

/** A turn is over: what was being written is a record by now, or was thrown away. */
function nothingGrowing(agent: AgentView): AgentView {
  return redraft({ ...agent, growing: [] }, { ...memoryOf(agent), appends: [] });
}

/** The agent has ended: calls without a response will never get one. */
function nothingOpen(agent: AgentView): AgentView {
  return redraft({ ...agent, growing: [] }, { ...memoryOf(agent), calls: [], appends: [] });
}

function redraft(agent: AgentView, memory: AgentMemory): AgentView {
  const { draft } = agent;
  const growing = growingText(memory);
  const undoing = [...agent.growing, ...memory.calls].filter((call) => call.function === "undo").length;
  const same = growing === draft.growing && undoing === draft.undoing;
  return { ...agent, memory, draft: same ? draft : { ...draft, growing, undoing } };
}

/** What the agent does from this record on, where nobody told: in a replay, say. */
function activityAfter(agent: AgentView, record: AgentRecord): AgentActivity {
  switch (record.type) {
    case "thinking":
    case "text":
      return "writing";
    case "tool_call":
    case "tool_response": {
      const { calls } = memoryOf(agent);
      if (calls.some((call) => call.function === "check")) return "waiting";
      return calls.length > 0 ? "writing" : "thinking";
    }
    case "usage":
      return record.finish === "tool_use" ? agent.activity : "thinking";
    case "system":
      return "thinking";
    case "error":
      return record.kind === "retry" ? "retrying" : record.kind === "failed" ? "stopped" : "thinking";
  }
}

function doing(agent: AgentView, activity: AgentActivity, at: number): AgentView {
  return agent.activity === activity ? agent : { ...agent, activity, since: at };
}

function addEntry(agent: AgentView, entry: Omit<Entry, "key">): AgentView {
  return { ...agent, entries: agent.entries.append({ key: agent.entries.length, ...entry }) };
}

function memoryOf(agent: AgentView): AgentMemory {
  return agent.memory ?? NO_MEMORY;
}

function argumentsText(value: unknown): string {
  if (typeof value === "string") return value;
  const text = jsonText(value);
  return text === "{}" ? "" : text;
}

function textArgument(value: unknown): string {
  const { text } = fieldsOf(value);
  return typeof text === "string" ? text : "";
}

const SYSTEM_LINE = /^\[(?:system\]|Server\]:) (.+)/;

/** A message cannot forge such a line: its further lines are indented. `ok` tells a person nothing. */
function lastSystemLine(content: string): string {
  const lines = content.split("\n").map((line) => SYSTEM_LINE.exec(line)?.[1] ?? "");
  return lines.findLast((line) => line !== "" && line !== "ok") ?? "";
}

function firstLine(content: string): string {
  return content.split("\n").find((line) => line.trim() !== "") ?? "";
}
