/** A log in memory that can grow, be cut and fail, as recordings read it. */
import type { LogBytes } from "../../src/logging/replay/log-bytes.ts";

export class MemoryLog implements LogBytes {
  readonly name = "memory.jsonl";
  bytes: Buffer;
  closed = false;
  /** The next reads reject with it. */
  failure: Error | null = null;
  /** Most bytes that one read gives: makes many small chunks of a small log. */
  readonly #mostAtOnce: number;

  constructor(text: string | Buffer, mostAtOnce = Number.POSITIVE_INFINITY) {
    this.bytes = Buffer.from(text);
    this.#mostAtOnce = mostAtOnce;
  }

  append(text: string | Buffer): void {
    this.bytes = Buffer.concat([this.bytes, Buffer.from(text)]);
  }

  size(): Promise<number> {
    return this.failure ? Promise.reject(this.failure) : Promise.resolve(this.bytes.length);
  }

  read(offset: number, length: number, scratch?: Uint8Array): Promise<Uint8Array> {
    if (this.failure) return Promise.reject(this.failure);
    const bytes = this.bytes.subarray(offset, offset + Math.min(length, this.#mostAtOnce));
    if (scratch === undefined) return Promise.resolve(bytes);
    // As a file does: into the memory that is offered, as a Buffer.
    const buffer = Buffer.from(scratch.buffer, scratch.byteOffset, bytes.length);
    buffer.set(bytes);
    return Promise.resolve(buffer);
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}
