/** The bytes of a file or stream, watched: somebody counts them, and may have had enough. */
import { createReadStream } from "node:fs";

export interface ByteWatch {
  readonly signal?: AbortSignal | undefined;
  /** After each piece: how many bytes it had. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

const CHUNK_BYTES = 256 * 1024;

/** Throws the signal's reason once it is aborted, and what reading throws. */
export async function* watchedBytes(
  source: string | AsyncIterable<Uint8Array>,
  { signal, onBytes }: ByteWatch = {},
): AsyncGenerator<Uint8Array, void> {
  const chunks: AsyncIterable<Uint8Array> =
    typeof source === "string" ? createReadStream(source, { highWaterMark: CHUNK_BYTES }) : source;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    yield chunk;
    onBytes?.(chunk.length);
  }
}
