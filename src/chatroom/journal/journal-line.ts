/**
 * A line of a journal: a JSON object whose last member is the CRC-32C of all bytes before it. Its length is fixed, so it
 * is found without parsing, and no byte of a line is outside of the check.
 */
import crc32c from "crc-32/crc32c.js";

const CHECKSUM_START = ',"crc32c":"';
const CHECKSUM = Buffer.from(`${CHECKSUM_START}00000000"}`);
const DIGITS = Buffer.from("0123456789abcdef");
const NEWLINE = 0x0a;

/** What `checkedText` compares with. */
const expected = Buffer.alloc(CHECKSUM.length);

/** The text of a line before its checksum, as an object of its own; null where the checksum is not that of the line. */
export function checkedText(line: Buffer): string | null {
  const checked = line.length - CHECKSUM.length;
  if (checked <= 0) return null;
  putChecksum(crc32c.buf(line.subarray(0, checked)), expected, 0);
  if (expected.compare(line, checked) !== 0) return null;
  return `${line.toString("utf8", 0, checked)}}`;
}

/**
 * Whether the bytes after the last newline begin with a whole line and go on with something else than its newline. No
 * torn write leaves that, so a byte was changed. (A file system may fill up with NUL what it had not written.)
 */
export function hidesLine(tail: Buffer): boolean {
  // A quotation mark inside a text is escaped: the first match is the checksum.
  const start = tail.indexOf(CHECKSUM_START);
  const end = start + CHECKSUM.length;
  return start > 0 && end < tail.length && tail[end] !== 0 && checkedText(tail.subarray(0, end)) !== null;
}

/** Lines that are written together. */
export class LineBatch {
  #bytes: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  get capacity(): number {
    return this.#bytes.length;
  }

  /** `fields`: an object with at least one member. */
  add(fields: object): void {
    const json = JSON.stringify(fields);
    // A UTF-16 unit is at most three bytes of UTF-8.
    this.#reserve(json.length * 3 + CHECKSUM.length + 1);
    const start = this.#length;
    // The checksum takes the place of the closing brace.
    const end = start + this.#bytes.write(json, start) - 1;
    putChecksum(crc32c.buf(this.#bytes.subarray(start, end)), this.#bytes, end);
    this.#length = end + CHECKSUM.length;
    this.#bytes[this.#length++] = NEWLINE;
  }

  clear(): void {
    this.#length = 0;
  }

  #reserve(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Byte by byte: a string for each line would cost as much as the checksum itself. */
function putChecksum(checksum: number, into: Buffer, at: number): void {
  for (let index = 0; index < CHECKSUM.length; index++) into[at + index] = CHECKSUM[index] ?? 0;
  for (let digit = 0; digit < 8; digit++) {
    into[at + CHECKSUM_START.length + digit] = DIGITS[(checksum >>> (28 - 4 * digit)) & 15] ?? 0;
  }
}
