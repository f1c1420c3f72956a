/**
 * Whether a value is a v3 record, by the same rules as the schema of record.ts and five times as fast: for reading millions of
 * lines. It is only ever sure of a yes; what it doubts, the schema decides (and says what is wrong). Browser-safe.
 */
import type { LogRecord } from "./record.ts";

type Fields = Readonly<Record<string, unknown>>;

export function isSurelyRecord(value: object): value is LogRecord {
  const record = value as Fields;
  if (record.format !== "v3" || !isText(record.timestamp) || !isText(record.user) || !isText(record.content))
    return false;
  switch (record.type) {
    case "thinking":
    case "text":
      return true;
    case "tool_call":
      return isText(record.call_id) && isText(record.function) && "arguments" in record;
    case "tool_response":
      return isText(record.call_id) && isText(record.function) && isOutcome(record);
    case "chat":
      return isMessage(record);
    case "system":
      return (
        isMaybe(isNumber, record.seq) &&
        isMaybe(isPlain, record.event) &&
        isMaybe(isText, record.to) &&
        record.new_history === undefined
      );
    case "usage":
      return (
        isText(record.model) &&
        isText(record.finish) &&
        isNumber(record.duration_ms) &&
        isUsage(record.usage) &&
        isMaybe(isPlain, record.message)
      );
    case "error":
      return (
        (record.kind === "retry" || record.kind === "interrupted" || record.kind === "failed") &&
        isPlain(record.metadata)
      );
    case "session_start":
    case "session_end":
      return isPlain(record.metadata);
    default:
      return false;
  }
}

function isMessage({ message_id, seq, sender_id, push_id, expected_seq }: Fields): boolean {
  return (
    isText(message_id) &&
    isNumber(seq) &&
    isText(sender_id) &&
    isText(push_id) &&
    (expected_seq === null || isNumber(expected_seq))
  );
}

function isOutcome({ status, reason, appended, seen }: Fields): boolean {
  return (
    (status === undefined || status === 0 || status === 1 || status === 2) &&
    isMaybe(isText, reason) &&
    isMaybe(isText, appended) &&
    isMaybe(isNumber, seen)
  );
}

function isUsage(value: unknown): boolean {
  if (!isPlain(value)) return false;
  const { input, cached, cache_write, output, cost_usd } = value;
  return (
    isNumber(input) &&
    isNumber(cached) &&
    isNumber(output) &&
    isMaybe(isNumber, cache_write) &&
    (cost_usd === null || isNumber(cost_usd))
  );
}

function isMaybe(check: (value: unknown) => boolean, value: unknown): boolean {
  return value === undefined || check(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function isPlain(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
