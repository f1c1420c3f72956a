/** The logs of a folder, newest first, each with what it is about. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ByteWatch } from "./watched-bytes.ts";
import { LogError, reasonOf } from "./log-error.ts";
import { summarizeLog } from "./log-outline.ts";
import type { LogSummary } from "./log-summary.ts";

export type LogEntry =
  | ({ readonly kind: "log"; readonly path: string; readonly bytes: number } & LogSummary)
  /** `reason`: in words, as `no permission`. */
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

export interface FolderOptions extends ByteWatch {
  /** Logs that are open at once. Default 8. */
  readonly concurrency?: number;
  /** After each log. */
  readonly onLog?: (done: number, all: number) => void;
}

/** Anything else in the folder is none of ours. */
const LOG_NAME = /\.(?:jsonl|log)$/i;

/**
 * The `.jsonl` and `.log` files directly in `dir`, by when they began, else by when they were last written. What of a
 * summary is exact is said at `summarizeLog`. A log that cannot be read is an entry with the reason; throws
 * `LogError("unreadable")` where the folder itself cannot be read, and the reason of `signal` once that is aborted.
 */
export async function listLogs(dir: string, options: FolderOptions = {}): Promise<readonly LogEntry[]> {
  const { concurrency = 8, onLog } = options;
  const names = await namesIn(dir);
  const found: Dated[] = [];
  const waiting = names.values();
  let done = 0;
  const work = async () => {
    for (const name of waiting) {
      const entry = await entryOf(join(dir, name), options);
      options.signal?.throwIfAborted();
      if (entry !== null) found.push(entry);
      onLog?.(++done, names.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  return found.sort(byTime).map(({ entry }) => entry);
}

interface Dated {
  readonly entry: LogEntry;
  /** epoch ms */
  readonly at: number;
}

function byTime(one: Dated, other: Dated): number {
  return other.at - one.at || (one.entry.path < other.entry.path ? 1 : -1);
}

async function namesIn(dir: string): Promise<readonly string[]> {
  try {
    return (await readdir(dir)).filter((name) => LOG_NAME.test(name));
  } catch (error) {
    throw new LogError("unreadable", `Cannot read ${dir}: ${reasonOf(error)}.`, { cause: error });
  }
}

/** Null for a folder with the name of a log. */
async function entryOf(path: string, watch: ByteWatch): Promise<Dated | null> {
  let modified = 0;
  const unreadable = (reason: string): Dated => ({ entry: { kind: "unreadable", path, reason }, at: modified });
  try {
    const facts = await stat(path);
    modified = facts.mtimeMs;
    if (facts.isDirectory()) return null;
    // To open a pipe waits for whoever writes to it.
    if (!facts.isFile()) return unreadable("it is no file");
    const summary = await summarizeLog(path, watch);
    if (summary.records === 0)
      return unreadable(facts.size === 0 ? "it is empty" : "no line of it is a record of a log");
    const at = summary.started === null ? modified : Date.parse(summary.started);
    return { entry: { kind: "log", path, bytes: facts.size, ...summary }, at };
  } catch (error) {
    watch.signal?.throwIfAborted();
    return unreadable(reasonOf(error instanceof LogError ? error.cause : error));
  }
}
