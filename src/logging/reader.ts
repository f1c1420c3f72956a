/** Log files from disk or from any stream of bytes, as v3 records with their line numbers. Constant memory. */
import { createReadStream } from "node:fs";
import { LogDecoder, type LogDecoderOptions, type LogItem } from "./log-decoder.ts";
import { LogError, reasonOf } from "./log-error.ts";

const CHUNK_BYTES = 256 * 1024;

/** Throws `LogError("unreadable")` where the file cannot be read; bad lines are items with a `problem`. */
export async function* readLog(
  source: string | AsyncIterable<Uint8Array>,
  options: LogDecoderOptions = {},
): AsyncGenerator<LogItem, void> {
  for await (const batch of readLogInBatches(source, options)) yield* batch;
}

/** The same, all items of a chunk at once: several times faster where millions of lines are read. */
export async function* readLogInBatches(
  source: string | AsyncIterable<Uint8Array>,
  options: LogDecoderOptions = {},
): AsyncGenerator<readonly LogItem[], void> {
  const decoder = new LogDecoder({ decode: decodeUtf8, ...options });
  const chunks: AsyncIterable<Uint8Array> =
    typeof source === "string" ? createReadStream(source, { highWaterMark: CHUNK_BYTES }) : source;
  try {
    for await (const chunk of chunks) {
      const items = decoder.push(chunk);
      if (items.length > 0) yield items;
    }
  } catch (error) {
    const name = typeof source === "string" ? source : "the log";
    throw new LogError("unreadable", `Cannot read ${name}: ${reasonOf(error)}.`, { cause: error });
  }
  const last = decoder.end();
  if (last.length > 0) yield last;
}

/** Several times faster than a TextDecoder on short lines. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString("utf8", start, end);
}
