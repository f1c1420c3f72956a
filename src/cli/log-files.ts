/** The logs a command is to go through: files, and `-` for what comes in on stdin; with a word on how far it has come. */
import { stat } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { addAbortSignal, type Readable } from "node:stream";
import { watchedBytes } from "../logging/watched-bytes.ts";
import type { LogItem } from "../logging/log-decoder.ts";
import { LogError, reasonOf } from "../logging/log-error.ts";
import { readLogInBatches } from "../logging/reader.ts";
import { sanitizeLine } from "../logging/sanitize.ts";
import type { CliHost } from "./host.ts";
import type { Outside } from "./interruptible.ts";
import { openPipe } from "./open-pipe.ts";
import { ProgressLine } from "./progress-line.ts";
import { UsageError } from "./usage-error.ts";

export const STDIN = "-";

export interface LogWorld extends Outside {
  readonly stdin: Readable & { readonly isTTY?: boolean };
}

export function machine(): LogWorld {
  return { process, stdout: process.stdout, stdin: process.stdin };
}

/** Throws `UsageError` where the files cannot be meant. */
export function checkFiles(files: readonly string[], { stdin }: LogWorld): void {
  if (files.filter((file) => file === STDIN).length > 1) {
    throw new UsageError("- is given twice, and stdin can be read once; leave one out");
  }
  if (files.includes(STDIN) && stdin.isTTY === true) {
    throw new UsageError("- is what comes in on stdin, and nothing does; name a log file");
  }
}

/** How `file` is called. */
export function shownFile(file: string): string {
  return file === STDIN ? "stdin" : sanitizeLine(file);
}

/** Reads a log to its end, batch by batch. Throws `LogError("unreadable")`, and the signal's reason once it is aborted. */
export async function readLogFile(
  file: string,
  { host, world, signal }: { readonly host: CliHost; readonly world: LogWorld; readonly signal: AbortSignal },
  read: (items: readonly LogItem[]) => void,
): Promise<void> {
  const progress = new ProgressLine(host);
  const name = shownFile(file);
  let bytes = 0;
  try {
    const { source, size } = await open(file, host, world, signal);
    const whole = size === null ? "" : ` of ${megabytes(size)}`;
    const onBytes = (more: number) => {
      bytes += more;
      progress.show(`${name}: ${megabytes(bytes)}${whole} …`);
    };
    const chunks = watchedBytes(source, { signal, onBytes });
    for await (const items of readLogInBatches(chunks)) {
      signal.throwIfAborted();
      read(items);
    }
  } catch (error) {
    signal.throwIfAborted();
    // The reader knows nothing of the name.
    const cause = error instanceof LogError ? (error.cause ?? error) : error;
    throw new LogError("unreadable", `cannot read ${file}: ${reasonOf(cause)}`, { cause });
  } finally {
    progress.clear();
  }
  if (bytes === 0) throw new LogError("unreadable", `cannot read ${file}: it is empty`);
}

/** `size`, in bytes: null where nobody knows. */
async function open(file: string, host: CliHost, { stdin }: LogWorld, signal: AbortSignal) {
  // Whoever writes to it may be silent for long: it is not asked.
  if (file === STDIN) return { source: addAbortSignal(signal, stdin), size: null };
  const source = path.resolve(host.cwd, file);
  const facts = await stat(source);
  if (facts.isFIFO()) return { source: addAbortSignal(signal, openPipe(source)), size: null };
  return { source, size: facts.isFile() ? facts.size : null };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}
