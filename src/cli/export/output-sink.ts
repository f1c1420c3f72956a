/** Where an export is written: stdout, or a file that is there only when it is whole. */
import { once } from "node:events";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Writable } from "node:stream";
import { reasonOf } from "../../logging/log-error.ts";
import { UsageError } from "../usage-error.ts";

export interface OutputSink {
  /** Resolves when there is room for more. */
  write(text: string): Promise<void>;
  /** It is whole. */
  finish(): Promise<void>;
  /** It is not, and nothing of it stays. After `finish` it does nothing. */
  discard(): Promise<void>;
}

export function streamSink(stream: Writable, signal: AbortSignal): OutputSink {
  return {
    async write(text) {
      // A stream that fails is told to whoever listens for that, and aborts the signal.
      if (!stream.write(text) && !signal.aborted) await once(stream, "drain", { signal }).catch(() => {});
    },
    finish: async () => {},
    discard: async () => {},
  };
}

export interface FileSinkOptions {
  /** As it was given. */
  readonly file: string;
  readonly cwd: string;
  readonly force: boolean;
  /** Never to be written over, `force` or not. */
  readonly log: string | null;
}

/**
 * A new file is made at once, so that nobody else's is written over; with `force` the one that is there is replaced at the
 * end, and stays where the export fails. Throws `UsageError`.
 */
export async function fileSink({ file, cwd, force, log }: FileSinkOptions): Promise<OutputSink> {
  const place = path.resolve(cwd, file);
  const there = await stat(place).catch(() => null);
  if (there?.isDirectory()) throw new UsageError(`${file} is a folder; name a file in it with --output`);
  if (there?.isFile()) {
    if (log !== null && (await sameFile(place, path.resolve(cwd, log)))) {
      throw new UsageError(`${file} is the log itself; name another file with --output`);
    }
    if (!force) {
      throw new UsageError(`${file} is there already; --force writes over it, --output names another file`);
    }
    const target = await realpath(place);
    const draft = `${target}.${process.pid}.part`;
    return new FileSink(file, draft, await opened(file, draft, "wx"), target);
  }
  // A device or a pipe, as /dev/stdout, is written to and never removed.
  if (there !== null) return new FileSink(file, null, await opened(file, place, "w"), null);
  return new FileSink(file, place, await opened(file, place, "wx"), null);
}

async function sameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([stat(one), stat(other).catch(() => null)]);
  return first.ino === second?.ino && first.dev === second.dev;
}

async function opened(file: string, place: string, flags: "w" | "wx"): Promise<FileHandle> {
  try {
    return await open(place, flags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? `there is no folder ${path.dirname(file)}` : reasonOf(error);
    throw new UsageError(`cannot write ${file}: ${reason}; name another file with --output`, { cause: error });
  }
}

class FileSink implements OutputSink {
  readonly #name: string;
  readonly #handle: FileHandle;
  /** To be removed where it does not become whole. */
  #unfinished: string | null;
  /** What it is renamed to. */
  readonly #target: string | null;

  constructor(name: string, unfinished: string | null, handle: FileHandle, target: string | null) {
    this.#name = name;
    this.#unfinished = unfinished;
    this.#handle = handle;
    this.#target = target;
  }

  write(text: string): Promise<void> {
    return this.#try(() => this.#handle.writeFile(text));
  }

  finish(): Promise<void> {
    return this.#try(async () => {
      await this.#handle.close();
      if (this.#unfinished !== null && this.#target !== null) await rename(this.#unfinished, this.#target);
      this.#unfinished = null;
    });
  }

  async discard(): Promise<void> {
    // Closing twice does no harm, and the reason is known already.
    await this.#handle.close().catch(() => {});
    if (this.#unfinished !== null) await rm(this.#unfinished, { force: true });
    this.#unfinished = null;
  }

  async #try(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      throw new Error(`${this.#name} cannot be written: ${reasonOf(error)}`, { cause: error });
    }
  }
}
