/** From the bytes of a log to something that plays it, or to the reason why that cannot be. */
import { reasonOf } from "../../src/logging/log-error.ts";
import type { LogBytes } from "../../src/logging/replay/log-bytes.ts";
import { type LogRecording, openLogRecording } from "../../src/logging/replay/log-recording.ts";
import { BEGIN } from "../../src/logging/replay/place.ts";

export interface OpenLogOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/** Decoded in one go, and so without a frame in between. */
const CHUNK = 64 * 1024;

/** Rejects with an error whose message is for people. */
export async function openLog(bytes: LogBytes, options: OpenLogOptions): Promise<LogRecording> {
  let recording: LogRecording;
  try {
    recording = await openLogRecording(bytes, { ...options, chunk: CHUNK });
  } catch (error) {
    await bytes.close();
    throw new Error(`${bytes.name} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
  const why = recording.size === 0 ? "it is empty" : await problemOf(recording);
  if (why === null) return recording;
  await recording.close();
  throw new Error(`${bytes.name} is no conversation log: ${why}.`);
}

/** null: there is a record in it, and so it can be played. */
async function problemOf(recording: LogRecording): Promise<string | null> {
  let first: string | null = null;
  for await (const { items } of recording.read(BEGIN)) {
    for (const { item } of items) {
      if ("record" in item) return null;
      // What the log's readers add about the rest of the line says nothing of a file that is none.
      first ??= `line ${item.line} is ${item.problem.split(";")[0]}`;
    }
  }
  return first ?? "it has no records";
}
