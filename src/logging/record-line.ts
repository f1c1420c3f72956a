/** A record as the line of a log file, newline included. Never throws. Browser-safe. */
import { reasonOf } from "./log-error.ts";
import type { LogRecord } from "./record.ts";

/**
 * Legal in JSON, but many tools end a line at U+0085, U+2028 and U+2029, and a terminal on which a log is shown obeys
 * the other C1 controls. Lone surrogates JSON escapes itself.
 */
const UNSAFE = /[\u007f-\u009f\u2028\u2029]/g;

export function recordLine(record: LogRecord): string {
  return `${safeJson(recordJson(record))}\n`;
}

/** The same value; no character of it ends a line or steers a terminal. */
export function safeJson(json: string): string {
  return json.replace(UNSAFE, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Never throws. */
export function recordJson(record: LogRecord): string {
  try {
    return JSON.stringify(record);
  } catch (error) {
    // A hostile model's arguments nested without end, say: what happened is still told.
    const { format, timestamp, user } = record;
    const content = `A record of type ${record.type} could not be written: ${reasonOf(error)}`;
    return JSON.stringify({ format, timestamp, type: "system", user, content });
  }
}
