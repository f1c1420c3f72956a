/**
 * The log file, written as things happen. The lines of one turn of the event loop are written with one call at its
 * end, so that a kill at any time leaves all that was over before. Trouble with the disk never reaches the talk.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Clock, timestampOf } from "../chatroom/clock.ts";
import { SYSTEM_NAME } from "./agent-record.ts";
import { LogError, reasonOf } from "./log-error.ts";
import { recordLine } from "./record-line.ts";
import type { LogRecord } from "./record.ts";
import type { Redactor } from "./redact.ts";

export interface LogWriterOptions {
  /** Made where it is missing. */
  readonly dir: string;
  readonly clock: Clock;
  readonly redact?: Redactor;
  /** Called once, with a sentence for people; the conversation goes on. */
  readonly onError?: (message: string) => void;
  /** Writes all of `bytes` to the file or throws; tests make it fail. */
  readonly write?: (file: number, bytes: Uint8Array) => void;
}

export interface LogWriter {
  readonly path: string;
  /** Never throws. */
  write(record: LogRecord): void;
  /** Writes what waits, now. Never throws. */
  flush(): void;
  /** Flushes, syncs to the disk and closes. Later records are not written. Never throws. */
  close(): void;
}

/** A longer burst is written in several pieces. */
const MOST_WAITING = 1 << 16;
const MOST_NAMES = 1_000;

/** Throws `LogError("unwritable")` where no log can be begun. */
export function openLogWriter(options: LogWriterOptions): LogWriter {
  const { path, file } = createFile(options.dir, options.clock);
  return new FileLogWriter(path, file, options);
}

class FileLogWriter implements LogWriter {
  readonly path: string;
  readonly #options: LogWriterOptions;
  #file: number | null;
  #lines: string[] = [];
  #size = 0;
  /** Records that could not be written since the last that could. */
  #lost = 0;
  #warned = false;
  #scheduled: NodeJS.Immediate | null = null;
  readonly #onExit = () => this.flush();

  constructor(path: string, file: number, options: LogWriterOptions) {
    this.path = path;
    this.#file = file;
    this.#options = options;
    // `process.exit` in the middle of a turn takes no record along.
    process.on("exit", this.#onExit);
  }

  write(record: LogRecord): void {
    if (this.#file === null) return this.#warn("it is closed");
    const line = recordLine(this.#options.redact?.value(record) ?? record);
    this.#lines.push(line);
    this.#size += line.length;
    if (this.#size >= MOST_WAITING) this.flush();
    else this.#scheduled ??= setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#scheduled) clearImmediate(this.#scheduled);
    this.#scheduled = null;
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    this.#lines = [];
    this.#size = 0;
    if (this.#file === null) return;
    // The first newline ends a line that was cut by the failure before.
    const text = (this.#lost > 0 ? `\n${this.#gapLine()}` : "") + lines.join("");
    try {
      (this.#options.write ?? writeAll)(this.#file, Buffer.from(text));
      this.#lost = 0;
    } catch (error) {
      this.#lost += lines.length;
      this.#warn(reasonOf(error));
    }
  }

  close(): void {
    if (this.#file === null) return;
    this.flush();
    process.off("exit", this.#onExit);
    try {
      fsyncSync(this.#file);
      closeSync(this.#file);
    } catch (error) {
      this.#warn(reasonOf(error));
    }
    this.#file = null;
  }

  #gapLine(): string {
    const content = `${this.#lost} records are missing here: the log could not be written.`;
    return recordLine({
      format: "v3",
      timestamp: timestampOf(this.#options.clock),
      type: "system",
      user: SYSTEM_NAME,
      content,
    });
  }

  #warn(reason: string): void {
    if (this.#warned) return;
    this.#warned = true;
    try {
      this.#options.onError?.(
        `The log ${this.path} cannot be written: ${reason}. The conversation goes on without it.`,
      );
    } catch {
      // Nobody is left to be told.
    }
  }
}

function createFile(dir: string, clock: Clock): { readonly path: string; readonly file: number } {
  const unwritable = (error: unknown) => {
    const message = `Cannot write a log in ${dir}: ${reasonOf(error)}. Choose another directory with --log-dir.`;
    return new LogError("unwritable", message, { cause: error });
  };
  try {
    makeFolder(dir);
  } catch (error) {
    throw unwritable(error);
  }
  const name = `chat_session_${localTime(new Date(clock.now()))}`;
  for (let number = 1; number <= MOST_NAMES; number++) {
    const path = join(dir, `${name}${number === 1 ? "" : `_${number}`}.jsonl`);
    try {
      return { path, file: openSync(path, "ax") };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unwritable(error);
    }
  }
  throw unwritable(new Error(`there are ${MOST_NAMES} logs of this second`));
}

/** `mkdirSync` with `recursive` never returns where a file system refuses with ENOENT, as /proc does. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  const parent = dirname(dir);
  if (parent !== dir) makeFolder(parent);
  try {
    mkdirSync(dir);
  } catch (error) {
    // Another process was quicker.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** YYYYMMDD_HHMMSS, as the clock on the wall. */
function localTime(time: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${day}_${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}
