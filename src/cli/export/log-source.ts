/** The log to export: a file, or what comes in on stdin. */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { addAbortSignal, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ByteWatch, watchedBytes } from "../../logging/watched-bytes.ts";
import { reasonOf } from "../../logging/log-error.ts";
import { openPipe } from "../open-pipe.ts";
import { UsageError } from "../usage-error.ts";

export interface LogSource {
  /** For people. */
  readonly name: string;
  /** Null: nobody knows. */
  readonly size: number | null;
  /** From its beginning; more than once only where it was opened with `again`. */
  bytes(watch: ByteWatch): AsyncIterable<Uint8Array>;
  /** Leaves nothing behind. */
  close(): Promise<void>;
}

export interface SourceOptions {
  /** Null: stdin. */
  readonly file: string | null;
  readonly cwd: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** It is read twice. What cannot be (stdin, a pipe) is kept in a temporary file meanwhile. */
  readonly again: boolean;
  readonly signal: AbortSignal;
  /** While it is put there. */
  readonly onBytes: (bytes: number) => void;
}

/** Throws `UsageError` where there is no log to read. */
export async function openLogSource(options: SourceOptions): Promise<LogSource> {
  const { file, cwd, stdin } = options;
  if (file === null) {
    if (stdin.isTTY === true) throw new UsageError("- is what comes in on stdin, and nothing does; name a log file");
    return streamSource("stdin", stdin, options);
  }
  const place = path.resolve(cwd, file);
  const facts = await stat(place).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  if (facts.isDirectory()) {
    throw new UsageError(`${file} is a folder; export a log of it (llm-chat logs ${file} lists them)`);
  }
  if (facts.isFile()) return fileSource(file, place, facts.size);
  return streamSource(file, facts.isFIFO() ? openPipe(place) : createReadStream(place), options);
}

function fileSource(name: string, place: string, size: number): LogSource {
  return { name, size, bytes: (watch) => named(name, watchedBytes(place, watch)), close: async () => {} };
}

async function streamSource(name: string, stream: Readable, { again, signal, onBytes }: SourceOptions) {
  // Whoever writes to it may be silent for long: it is not asked.
  addAbortSignal(signal, stream);
  if (again) return spooled(name, named(name, watchedBytes(stream, { onBytes })));
  return {
    name,
    size: null,
    bytes: (watch: ByteWatch) => named(name, watchedBytes(stream, watch)),
    close: async () => {},
  };
}

async function spooled(name: string, chunks: AsyncIterable<Uint8Array>): Promise<LogSource> {
  const folder = await mkdtemp(path.join(tmpdir(), "llm-chat-"));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const place = path.join(folder, "log.jsonl");
    await pipeline(chunks, createWriteStream(place, { mode: 0o600 }));
    const { size } = await stat(place);
    return { ...fileSource(name, place, size), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What goes wrong with reading, in the words of `unreadable`. */
async function* named(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* chunks;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === undefined ? error : unreadable(name, error);
  }
}

function unreadable(name: string, error: unknown): UsageError {
  return new UsageError(`cannot read ${name}: ${reasonOf(error)}`, { cause: error });
}
