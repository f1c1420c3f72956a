/** The whole lines of a file, in constant memory. A line ends at a newline (0x0a) and nowhere else. */
import { read } from "node:fs";
import { promisify } from "node:util";

const readFrom = promisify(read);

const CHUNK = 1 << 18;
/** Far above any event. Without it, a file that is all one line would be read into memory. */
const LONGEST_LINE = 1 << 28;

/**
 * The lines of the first `end` bytes, in groups; what follows the last newline is left out. A group is valid until the
 * next is asked for. Ends early where the file does, and after a line that is longer than any: it is cut, so that its
 * checksum is wrong.
 */
export async function* readLines(file: number, end: number): AsyncGenerator<readonly Buffer[]> {
  let buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, end));
  /** Bytes at the start of `buffer` that belong to an unfinished line. */
  let kept = 0;
  for (let position = 0; position < end; ) {
    if (kept === buffer.length) {
      if (kept >= LONGEST_LINE) {
        yield [buffer];
        return;
      }
      buffer = Buffer.concat([buffer], kept * 2);
    }
    const size = await readSome(file, buffer, kept, Math.min(buffer.length - kept, end - position), position);
    if (size === 0) return;
    position += size;
    const filled = kept + size;
    const lines: Buffer[] = [];
    let start = 0;
    for (let newline = buffer.indexOf(10, kept); newline >= 0 && newline < filled; ) {
      lines.push(buffer.subarray(start, newline));
      start = newline + 1;
      newline = buffer.indexOf(10, start);
    }
    if (lines.length > 0) yield lines;
    buffer.copyWithin(0, start, filled);
    kept = filled - start;
  }
}

/** The bytes from `start` to `end`, or to the end of the file. */
export async function readBytes(file: number, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, end - start));
  let size = 0;
  while (size < bytes.length) {
    const more = await readSome(file, bytes, size, bytes.length - size, start + size);
    if (more === 0) break;
    size += more;
  }
  return bytes.subarray(0, size);
}

async function readSome(file: number, into: Buffer, offset: number, length: number, position: number): Promise<number> {
  return (await readFrom(file, into, offset, length, position)).bytesRead;
}
