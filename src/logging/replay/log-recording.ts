/** A log as a recording: its bytes, read where they are wanted, and the index that says when each line is due. Browser-safe. */
import { LineDecoder, type LogDecoderOptions, LONGEST_LINE } from "../log-decoder.ts";
import { LineSplitter } from "../line-splitter.ts";
import type { LogBytes } from "./log-bytes.ts";
import { Pacing } from "./pacing.ts";
import { BEGIN, type Place } from "./place.ts";
import type { Batch, Recording, TimedItem } from "./recording.ts";
import { SeekIndex, Timekeeper } from "./seek-index.ts";

export interface LogRecordingOptions extends LogDecoderOptions {
  /** Default: the pacing of PROTOCOL 7. */
  readonly pacing?: Pacing;
  /** Bytes that are read and decoded at once; default 256 KiB. */
  readonly chunk?: number;
  /** How much of the file is indexed, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Ends the opening: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

const CHUNK = 256 * 1024;
const INDEX_CHUNK = 2 * 1024 * 1024;

/** Goes through all bytes once, a gigabyte in about a second. Rejects with `LogError` where they cannot be read. */
export async function openLogRecording(bytes: LogBytes, options: LogRecordingOptions = {}): Promise<LogRecording> {
  const recording = new LogRecording(bytes, options);
  await recording.extend(options);
  return recording;
}

export class LogRecording implements Recording {
  readonly live = false;
  readonly #bytes: LogBytes;
  readonly #pacing: Pacing;
  readonly #longestLine: number;
  readonly #options: LogRecordingOptions;
  readonly #index: SeekIndex;
  /** When a last line without a line end is due. */
  #unfinishedDue = 0;

  constructor(bytes: LogBytes, options: LogRecordingOptions) {
    this.#bytes = bytes;
    this.#pacing = options.pacing ?? new Pacing();
    this.#longestLine = options.longestLine ?? LONGEST_LINE;
    this.#options = options;
    this.#index = new SeekIndex({ pacing: this.#pacing, longestLine: this.#longestLine });
  }

  get name(): string {
    return this.#bytes.name;
  }

  get duration(): number {
    return Math.max(this.#index.duration, this.#unfinishedDue);
  }

  /** Lines that hold a record, as far as their begin tells. */
  get records(): number {
    return this.#index.records;
  }

  /** Bytes known. */
  get size(): number {
    return this.#index.size;
  }

  placeBefore(position: number): Place {
    return this.#index.placeBefore(position);
  }

  placeBeforeLine(line: number): Place {
    return this.#index.placeBeforeLine(line);
  }

  async *read(from: Place): AsyncGenerator<Batch, void> {
    // In an old log a line means what the lines before make of it.
    const begin = this.#index.legacy ? BEGIN : from;
    const lines = new LineDecoder(this.#options);
    const timekeeper = new Timekeeper(this.#pacing, begin);
    let items: TimedItem[] = [];
    let offset = begin.offset;
    const take = (cut: boolean) => {
      for (const item of lines.taken()) {
        if (item.line < from.line) continue;
        // A last line without its end may be whole all the same.
        items.push({ due: timekeeper.due, item, ...(cut && "problem" in item && { cut }) });
      }
    };
    const splitter = new LineSplitter(
      {
        line: (bytes, start, end, number, cut) => {
          timekeeper.line(bytes, start, end);
          lines.line(bytes, start, end, number, cut);
          take(cut);
        },
        tooLong: (number) => {
          lines.tooLong(number, this.#longestLine);
          take(false);
        },
      },
      this.#longestLine,
      begin.line,
    );
    const here = (): Place => {
      const { due, timestamp } = timekeeper;
      return { offset: offset - splitter.pending, line: splitter.number, due, timestamp };
    };
    // What is done with a chunk is done before the next one is read.
    const scratch = new Uint8Array(this.#options.chunk ?? CHUNK);
    for (;;) {
      const chunk = await this.#bytes.read(offset, scratch.length, scratch);
      if (chunk.length === 0) break;
      splitter.push(chunk);
      offset += chunk.length;
      yield { items, next: here(), end: offset };
      items = [];
    }
    // What stands behind the last line end: the begin of a line that may yet go on, or all of it.
    const { pending, number: line } = splitter;
    const unfinished = here();
    splitter.end();
    lines.end();
    take(false);
    const cut = items.some((item) => item.cut === true);
    yield { items, next: cut || pending === 0 ? unfinished : { ...here(), line }, end: offset };
  }

  async grow(end: number): Promise<boolean> {
    await this.extend({});
    return this.#index.size > end;
  }

  onGrow(): () => void {
    return () => {};
  }

  close(): Promise<void> {
    return this.#bytes.close();
  }

  /** Indexes what has been added. */
  async extend({ onProgress, signal }: Pick<LogRecordingOptions, "onProgress" | "signal">): Promise<void> {
    const size = await this.#bytes.size();
    for await (const chunk of chunksAhead(this.#bytes, this.#index.size, size)) {
      this.#index.push(chunk);
      onProgress?.(this.#index.size / size);
      signal?.throwIfAborted();
    }
    const { pending } = this.#index;
    if (pending === 0 || pending > this.#longestLine) return;
    const line = new Uint8Array(pending);
    for (let filled = 0; filled < pending; ) {
      const part = await this.#bytes.read(this.#index.size - pending + filled, pending - filled);
      if (part.length === 0) return;
      line.set(part, filled);
      filled += part.length;
    }
    this.#unfinishedDue = this.#index.dueAfter(line);
  }
}

/** What stands from `from` to `to`, the next chunk read while the last one is gone through; each is valid until then. */
async function* chunksAhead(bytes: LogBytes, from: number, to: number): AsyncGenerator<Uint8Array, void> {
  const length = Math.min(INDEX_CHUNK, to - from);
  let [scratch, other] = [new Uint8Array(length), new Uint8Array(length)];
  let reading = from < to ? bytes.read(from, length, scratch) : null;
  for (let offset = from; reading !== null; ) {
    const chunk: Uint8Array = await reading;
    if (chunk.length === 0) return;
    offset += chunk.length;
    [scratch, other] = [other, scratch];
    reading = offset < to ? bytes.read(offset, length, scratch) : null;
    // It is awaited in the next round, which may never come.
    reading?.catch(() => {});
    yield chunk;
  }
}
