/** A log's bytes, wherever they are: a file, a dropped file, another machine. Browser-safe. */
export interface LogBytes {
  /** For people. */
  readonly name: string;
  /** Bytes now: a log that is being written grows. Rejects with `LogError`. */
  size(): Promise<number>;
  /**
   * Bytes from `offset` on, at most `length` and at least one; none only at the end. `scratch`, of that length, may be used for
   * them: what is only looked through needs no new memory. Rejects with `LogError`.
   */
  read(offset: number, length: number, scratch?: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A dropped file, or one that is in memory. */
export function blobBytes(blob: Blob, name: string): LogBytes {
  return {
    name,
    size: () => Promise.resolve(blob.size),
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
    close: () => Promise.resolve(),
  };
}
