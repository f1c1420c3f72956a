/**
 * What is shown, as a fold of what happened. Pure and browser-safe: terminal, page, replay and export all use it.
 * Live signals only add what is still growing; the records alone give the same view in the end.
 */
import { isNoAgent, MOST_AGENTS } from "./agent-users.ts";
import { addUsage, failAgent, NO_COUNTS, newAgent, readAgentRecord, readSignal, stopAgent } from "./agent-view.ts";
import { AppendList } from "./append-list.ts";
import { fieldsOf } from "./fields.ts";
import { foldFloor } from "./floor-view.ts";
import type { RecordOf, TimelineItem } from "./record.ts";
import { isRefusedPush } from "./refusal.ts";
import type { AgentCounts, AgentView, ChatLine, ViewState } from "./view-types.ts";

const MOST_PARTICIPANTS = 1_000;

export const initialView: ViewState = {
  topic: "",
  room: "",
  startedAt: null,
  now: 0,
  agents: [],
  participants: [],
  composing: [],
  conversation: AppendList.EMPTY,
  floor: { policy: "open", holder: null, queue: [] },
  counts: { ...NO_COUNTS, crossed: 0 },
  ended: null,
};

export function viewReducer(before: ViewState, item: TimelineItem): ViewState {
  const at = timeOf(item.timestamp, before.now);
  const state: ViewState = { ...before, now: at, startedAt: before.startedAt ?? at };
  switch (item.type) {
    case "delta":
    case "activity":
      // A signal makes no column: columns stand in the order of the records, live as in replay.
      if (item.type === "activity" && state.agents.every(({ name }) => name !== item.user))
        return withComposing(state, item.user, item.activity === "writing");
      return changeAgent(state, item.user, (agent) => readSignal(agent, item, at));
    case "session_start":
      return startSession(state, item.metadata, at);
    case "session_end":
      return { ...state, ended: item.content, agents: state.agents.map((agent) => stopAgent(agent, at)) };
    case "thinking":
    case "text":
    case "tool_call":
      return changeAgent(withAgent(state, item.user, at), item.user, (agent) => readAgentRecord(agent, item, at));
    case "tool_response":
      return countRefusal(
        changeAgent(withAgent(state, item.user, at), item.user, (agent) => readAgentRecord(agent, item, at)),
        item,
      );
    case "usage":
      return readUsage(withAgent(state, item.user, at), item, at);
    case "error":
      if (isNoAgent(item.user)) return addLine(state, { kind: "notice", at, text: item.content });
      return countDiscarded(
        changeAgent(withAgent(state, item.user, at), item.user, (agent) =>
          item.kind === "failed"
            ? failAgent(readAgentRecord(agent, item, at), item.content, at)
            : readAgentRecord(agent, item, at),
        ),
        item,
      );
    case "chat":
      return readMessage(state, item, at);
    case "system":
      return readSystem(state, item, at);
  }
}

/** What an interruption cost. */
function countDiscarded(state: ViewState, { kind, user, metadata }: RecordOf<"error">): ViewState {
  const { tokens } = metadata;
  if (kind !== "interrupted" || typeof tokens !== "number") return state;
  const add = <C extends AgentCounts>(counts: C): C => ({ ...counts, discarded: (counts.discarded ?? 0) + tokens });
  const counted = changeAgent(state, user, (agent) => ({ ...agent, counts: add(agent.counts) }));
  return { ...counted, counts: add(counted.counts) };
}

function startSession(state: ViewState, metadata: Readonly<Record<string, unknown>>, at: number): ViewState {
  const { topic, room, floor, agents } = metadata;
  let started: ViewState = {
    ...state,
    topic: typeof topic === "string" ? topic : state.topic,
    room: typeof room === "string" ? room : state.room,
    floor: { ...state.floor, policy: floor === "stick" ? "stick" : "open" },
  };
  for (const agent of Array.isArray(agents) ? (agents as unknown[]) : []) {
    const { name, model } = fieldsOf(agent);
    if (typeof name === "string") started = withAgent(started, name, at, typeof model === "string" ? model : "");
  }
  return started;
}

function readUsage(state: ViewState, record: RecordOf<"usage">, at: number): ViewState {
  const counts = { ...state.counts, ...addUsage(state.counts, record) };
  return changeAgent({ ...state, counts }, record.user, (agent) => readAgentRecord(agent, record, at));
}

function countRefusal(state: ViewState, record: RecordOf<"tool_response">): ViewState {
  if (!isRefusedPush(record)) return state;
  return { ...state, counts: { ...state.counts, refused: state.counts.refused + 1 } };
}

function readMessage(state: ViewState, record: RecordOf<"chat">, at: number): ViewState {
  const { seq, user: sender, expected_seq, content } = record;
  const { last = null, lastByOther = null } = state.memory ?? {};
  const unseen = last?.sender === sender ? lastByOther : last;
  // A person's unconditional broadcast (null) does not claim to have read anything.
  const crossed = expected_seq !== null && unseen !== null && expected_seq < unseen.seq;
  const counted: ViewState = {
    ...state,
    counts: {
      ...state.counts,
      messages: state.counts.messages + 1,
      crossed: state.counts.crossed + (crossed ? 1 : 0),
    },
    memory: { last: { seq, sender }, lastByOther: unseen },
    participants: withParticipant(state.participants, sender),
    composing: without(state.composing, sender),
  };
  const said = addLine(counted, { kind: "message", at, seq, sender, text: content, crossed });
  return changeAgent(said, sender, (agent) => ({
    ...agent,
    counts: { ...agent.counts, messages: agent.counts.messages + 1 },
  }));
}

function readSystem(state: ViewState, record: RecordOf<"system">, at: number): ViewState {
  const { to, event, seq = 0, user, content } = record;
  if (to !== undefined) {
    return changeAgent(withAgent(state, to, at), to, (agent) => readAgentRecord(agent, record, at));
  }
  const notice = typeof event?.["type"] === "string" ? { notice: event["type"] } : {};
  const said = addLine(state, { kind: "notice", at, seq, sender: user, text: content, ...notice });
  return event ? readNotice(said, event) : said;
}

function readNotice(state: ViewState, event: Readonly<Record<string, unknown>>): ViewState {
  const { type, participant } = event;
  if (typeof participant !== "string") return state;
  const floor = foldFloor(state.floor, event, participant);
  if (type === "joined") return { ...state, floor, participants: withParticipant(state.participants, participant) };
  if (type === "left") {
    return { ...state, floor, participants: state.participants.filter((name) => name !== participant) };
  }
  return floor === state.floor ? state : { ...state, floor };
}

function addLine(state: ViewState, line: Partial<ChatLine> & Pick<ChatLine, "kind" | "at" | "text">): ViewState {
  const key = state.conversation.length;
  const whole: ChatLine = { seq: 0, sender: "system", crossed: false, ...line, key };
  return { ...state, conversation: state.conversation.append(whole) };
}

function withParticipant(participants: readonly string[], name: string): readonly string[] {
  return participants.includes(name) || participants.length >= MOST_PARTICIPANTS
    ? participants
    : [...participants, name];
}

function withComposing(state: ViewState, name: string, isWriting: boolean): ViewState {
  const others = without(state.composing, name);
  return { ...state, composing: isWriting && others.length < MOST_PARTICIPANTS ? [...others, name] : others };
}

function without(names: readonly string[], name: string): readonly string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : names;
}

function withAgent(state: ViewState, name: string, at: number, model = ""): ViewState {
  if (isNoAgent(name) || state.agents.length >= MOST_AGENTS) return state;
  if (state.agents.some((agent) => agent.name === name)) return state;
  return { ...state, agents: [...state.agents, newAgent(name, model, at)] };
}

function changeAgent(state: ViewState, name: string, change: (agent: AgentView) => AgentView): ViewState {
  const index = state.agents.findIndex((agent) => agent.name === name);
  const agent = state.agents[index];
  if (!agent) return state;
  const changed = change(agent);
  return changed === agent ? state : { ...state, agents: state.agents.with(index, changed) };
}

function timeOf(timestamp: string, otherwise: number): number {
  const at = Date.parse(timestamp);
  return Number.isNaN(at) ? otherwise : at;
}
