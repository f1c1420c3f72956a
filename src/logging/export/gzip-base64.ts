/** Bytes as the base64 of their gzip, in pieces: what a page carries its log in. */
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** Throws what reading `chunks` throws. */
export async function* gzipBase64(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const gzip = createGzip();
  // Its failure ends the loop below too.
  const packing = pipeline(chunks, gzip);
  packing.catch(() => {});
  let rest = Buffer.alloc(0);
  for await (const part of gzip as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? part : Buffer.concat([rest, part]);
    // Three bytes are four characters; only the end may have padding.
    const whole = bytes.length - (bytes.length % 3);
    yield bytes.toString("base64", 0, whole);
    rest = Buffer.from(bytes.subarray(whole));
  }
  yield rest.toString("base64");
  await packing;
}
