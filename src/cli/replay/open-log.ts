/** Opens a log for a replay, and refuses what is none. */
import { LogError } from "../../logging/log-error.ts";
import { decodeUtf8 } from "../../logging/reader.ts";
import { openFileBytes } from "../../logging/replay/file-bytes.ts";
import { openLogRecording } from "../../logging/replay/log-recording.ts";
import { Pacing, type PacingOptions } from "../../logging/replay/pacing.ts";
import { BEGIN } from "../../logging/replay/place.ts";
import type { Recording } from "../../logging/replay/recording.ts";
import type { OpenLog } from "./playlist.ts";

export function logOpener(options: PacingOptions): OpenLog {
  return async (path, watch) => {
    const bytes = await openFileBytes(path);
    try {
      const recording = await openLogRecording(bytes, { pacing: new Pacing(options), decode: decodeUtf8, ...watch });
      if (await holdsRecord(recording, watch.signal)) return recording;
      const empty = (await bytes.size()) === 0;
      throw new LogError(
        "unreadable",
        `${path} holds no record: ${empty ? "it is empty" : "it is no log of a conversation"}.`,
      );
    } catch (error) {
      await bytes.close();
      throw error;
    }
  };
}

/** Any log has one in what is read first; it is what is none that is read to its end. */
async function holdsRecord(recording: Recording, signal: AbortSignal | undefined): Promise<boolean> {
  for await (const { items } of recording.read(BEGIN)) {
    signal?.throwIfAborted();
    if (items.some(({ item }) => "record" in item)) return true;
  }
  return false;
}
