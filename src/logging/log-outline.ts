/**
 * A log file's summary without reading all of it, where its beginning and its end say enough: a list of large logs
 * takes two small reads for each.
 */
import { type FileHandle, open } from "node:fs/promises";
import { type ByteWatch, watchedBytes } from "./watched-bytes.ts";
import { LogDecoder } from "./log-decoder.ts";
import { LogSummarizer, type LogSummary } from "./log-summary.ts";
import { readLogInBatches } from "./reader.ts";

/** The end of a session is one short line. */
const TAIL_BYTES = 16 * 1024;
/** Its beginning holds the agents' instructions: it is read in pieces of twice the size until it is whole. */
const HEAD_BYTES = 64 * 1024;
const LONGEST_HEAD = 8 * 1024 * 1024;
const NEWLINE = 10;

/**
 * Exact are `started`, `topic` and the times of a log that begins with `session_start`. Where it also ends with a
 * `session_end` that counts its messages, `messages`, `duration_ms` and `ending` are what that record says, `agents`
 * those of the start, and `records` and `problems` are null. Any other log (cut off, still running, v1, v2) is read
 * whole, and everything is counted; `watch` is for that. Throws what opening and reading throw.
 */
export async function summarizeLog(path: string, watch: ByteWatch = {}): Promise<LogSummary> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return (await outlineOf(file, size)) ?? (await countedSummary(path, watch));
  } finally {
    await file.close();
  }
}

async function countedSummary(path: string, watch: ByteWatch): Promise<LogSummary> {
  const summarizer = new LogSummarizer();
  for await (const items of readLogInBatches(watchedBytes(path, watch)))
    for (const item of items) summarizer.read(item);
  return summarizer.summary();
}

async function outlineOf(file: FileHandle, size: number): Promise<LogSummary | null> {
  const last = lastLine(await bytesAt(file, Math.max(0, size - TAIL_BYTES), TAIL_BYTES));
  // Most logs without an end are known by that alone.
  if (last === null || !last.includes("session_end")) return null;
  const first = await firstLine(file, size);
  if (first === null) return null;
  const summarizer = new LogSummarizer();
  const decoder = new LogDecoder();
  for (const line of [first, last]) {
    const [item, ...more] = decoder.push(line);
    const expected = line === first ? "session_start" : "session_end";
    if (item === undefined || more.length > 0 || !("record" in item) || item.record.type !== expected) return null;
    summarizer.read(item);
  }
  return summarizer.outline();
}

/** Null where it is very long, or the only one. */
async function firstLine(file: FileHandle, size: number): Promise<Buffer | null> {
  for (let length = HEAD_BYTES; ; length *= 2) {
    const head = await bytesAt(file, 0, length);
    const end = head.indexOf(NEWLINE);
    if (end >= 0) return head.subarray(0, end + 1);
    if (length >= Math.min(size, LONGEST_HEAD)) return null;
  }
}

/** Whole, with its newline; null where it is cut off or longer than the tail. */
function lastLine(tail: Buffer): Buffer | null {
  if (tail.at(-1) !== NEWLINE) return null;
  const start = tail.lastIndexOf(NEWLINE, -2);
  return start < 0 ? null : tail.subarray(start + 1);
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
