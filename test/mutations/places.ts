/** Where in a log something can be made wrong, and how a kind of fault is told. */
import type { LogRecord, RecordOf } from "../../src/logging/record.ts";
import type { RuleName } from "../../src/logging/verify/index.ts";
import type { Random } from "../interleavings/random.ts";
import { anyOf, type MutableLog } from "./mutable-log.ts";

export interface Mutation {
  readonly name: string;
  readonly rule: RuleName;
  /** Changes the log at a random place; returns the line to be named, or null where this log has no such place. */
  readonly apply: (log: MutableLog, random: Random) => number | null;
}

/** The same at one random line of those that fit. */
export function at(
  lines: (log: MutableLog) => number[],
  change: (log: MutableLog, line: number, random: Random) => number | null,
) {
  return (log: MutableLog, random: Random) => {
    const line = anyOf(lines(log), random);
    return line === null ? null : change(log, line, random);
  };
}

export const chats = (log: MutableLog) => log.find("chat");
export const agentChats = (log: MutableLog) => log.find("chat", ({ expected_seq }) => expected_seq !== null);
export const chatAt = (log: MutableLog, line: number) => log.at(line) as RecordOf<"chat">;
export const notices = (log: MutableLog) => log.find("system", ({ event }) => event !== undefined);
export const sticks = (action: string) => (log: MutableLog) =>
  isStick(log) ? log.notices({ type: "stick", action }) : [];
export const responses = (action: string, status: number) => (log: MutableLog) =>
  log.find("tool_response", (record) => record.function === action && record.status === status);
export const isStick = (log: MutableLog) => (log.at(1) as RecordOf<"session_start">).metadata["floor"] === "stick";
export const agentsOf = (log: MutableLog) =>
  ((log.at(1) as RecordOf<"session_start">).metadata["agents"] as { name: string }[]).map(({ name }) => name);

/** The first line after `line` (before it where `back`) that fits; null where there is none. */
export function next(
  log: MutableLog,
  line: number,
  wanted: (record: LogRecord) => boolean,
  back = false,
): number | null {
  for (let each = line + (back ? -1 : 1); each >= 1 && each <= log.length; each += back ? -1 : 1) {
    if (wanted(log.at(each))) return each;
  }
  return null;
}

export const isEvent = (record: LogRecord) => "seq" in record && record.seq !== undefined;
export const turnBefore = (log: MutableLog, line: number, user: string) =>
  next(log, line, (record) => record.type === "usage" && record.user === user, true);
/** The seq of the last message before `line` by somebody else. */
export const lastOfOthers = (log: MutableLog, line: number) => {
  const { user } = chatAt(log, line);
  const before = next(log, line, (record) => record.type === "chat" && record.user !== user, true);
  return before === null ? 0 : log.seqAt(before);
};
export const refusal = (log: MutableLog, user: string, id: string, timestamp: string): object[] => {
  const call = { format: "v3", timestamp, user, content: "", call_id: id, function: "push" };
  return [
    { ...call, type: "tool_call", arguments: {} },
    { ...call, type: "tool_response", content: "[system] Not sent", status: 0, reason: "unseen_messages" },
  ];
};

export function countWrong(log: MutableLog, what: string, by: number): number {
  const { metadata } = log.at(log.length) as RecordOf<"session_end">;
  log.change(log.length, {
    metadata: { ...metadata, [what]: Number(metadata[what]) + by * (what === "tokens" ? 10_000_000 : 1) },
  });
  return log.length;
}

/** The call is one of those that the turn before it names. */
export function isAsked(log: MutableLog, line: number): boolean {
  const { user, call_id } = log.at(line) as RecordOf<"tool_call">;
  const turn = turnBefore(log, line, user);
  return turn !== null && log.raw(turn).includes(`"call_id":${JSON.stringify(call_id)}`);
}
