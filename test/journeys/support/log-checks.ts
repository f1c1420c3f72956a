/** What must hold in the log of every conversation, whoever talked and however it ended. */
import { isDeepStrictEqual } from "node:util";
import type { LogRecord, RecordOf } from "../../../src/logging/record.ts";
import { LogVerifier } from "../../../src/logging/verify/index.ts";

export function ofType<T extends LogRecord["type"]>(records: readonly LogRecord[], type: T): RecordOf<T>[] {
  return records.filter((record): record is RecordOf<T> => record.type === type);
}

/** Sentences on what is wrong; `people` are sent unread, so nothing holds for what they had been shown. */
export function logProblems(records: readonly LogRecord[], people: readonly string[] = []): string[] {
  return [
    ...(records[0]?.type === "session_start" ? [] : ["the first record is no session_start"]),
    ...(records.at(-1)?.type === "session_end" ? [] : ["the last record is no session_end"]),
    ...(ofType(records, "session_start").length === 1 ? [] : ["there is more than one session_start"]),
    ...(ofType(records, "session_end").length === 1 ? [] : ["there is more than one session_end"]),
    ...gaps(records),
    ...openCalls(records),
    ...crossedMessages(records, people),
    ...broken(records),
  ];
}

/** The room's own records are numbered 1, 2, 3 …; those of a room that others were in before begin later. */
function gaps(records: readonly LogRecord[]): string[] {
  const numbers = records.flatMap((record) => ("seq" in record && record.seq !== undefined ? [record.seq] : []));
  const [start] = ofType(records, "session_start");
  const first = start?.metadata["room_url"] === undefined ? 1 : (numbers[0] ?? 1);
  const wanted = numbers.map((_, index) => index + first);
  return isDeepStrictEqual(numbers, wanted) ? [] : [`the seqs are ${numbers.join(" ")}`];
}

function openCalls(records: readonly LogRecord[]): string[] {
  const problems: string[] = [];
  const open = new Set<string>();
  for (const record of records) {
    if (record.type !== "tool_call" && record.type !== "tool_response") continue;
    const key = `${record.user} ${record.function} ${record.call_id}`;
    if (record.type === "tool_call") {
      if (open.has(key)) problems.push(`called twice: ${key}`);
      open.add(key);
    } else if (!open.delete(key)) problems.push(`answered without a call: ${key}`);
  }
  return [...problems, ...[...open].map((key) => `never answered: ${key}`)];
}

/** Who pushes has been shown every earlier message of the others. */
function crossedMessages(records: readonly LogRecord[], people: readonly string[]): string[] {
  const chats = ofType(records, "chat");
  return chats.flatMap((chat, index) => {
    if (people.includes(chat.user)) return [];
    const lastOfOthers = chats.slice(0, index).findLast(({ user }) => user !== chat.user)?.seq ?? 0;
    const shown = chat.expected_seq ?? -1;
    return shown >= lastOfOthers ? [] : [`${chat.user} sent ${chat.seq}, shown ${shown}, not ${lastOfOthers}`];
  });
}

/** [VERIFY-1] Whatever the program has logged is proven by the log. */
function broken(records: readonly LogRecord[]): string[] {
  const verifier = new LogVerifier();
  const found = records.flatMap((record, index) => verifier.read({ line: index + 1, record }));
  return [...found, ...verifier.end().violations].map(({ line, rule, message }) => `${line} ${rule}: ${message}`);
}

/** Without what differs from run to run: when it was, and how fast it was played. */
export function timeless(records: readonly LogRecord[]): unknown[] {
  return records.map(({ timestamp: _, ...record }) => {
    if (record.type !== "session_start") return record;
    const { speed: _speed, ...metadata } = record.metadata;
    return { ...record, metadata };
  });
}
