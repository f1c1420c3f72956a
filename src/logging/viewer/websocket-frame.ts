/** WebSocket frames as a server sends them (RFC 6455): unmasked, whole, uncompressed. Built once for all viewers. */

const FINAL = 0x80;
const TEXT = 0x1;
const PING = 0x9;
const PONG = 0xa;

/** `text` as UTF-8; half of a surrogate pair becomes U+FFFD. */
export function textFrame(text: string): Buffer {
  return textFrames([text]);
}

/** One after the other, in one piece. */
export function textFrames(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + headOf(length) + length, 0));
  let at = 0;
  for (const [index, text] of texts.entries()) {
    at = writeHead(bytes, at, TEXT, lengths[index] ?? 0);
    at += bytes.write(text, at);
  }
  return bytes;
}

export function pingFrame(): Buffer {
  return frame(PING, Buffer.alloc(0));
}

/** The answer to a ping with `payload`, which has at most 125 bytes. */
export function pongReply(payload: Uint8Array): Buffer {
  return frame(PONG, payload);
}

function frame(opcode: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(headOf(payload.length) + payload.length);
  bytes.set(payload, writeHead(bytes, 0, opcode, payload.length));
  return bytes;
}

/** Bytes before a payload of `length` bytes. */
function headOf(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10;
}

/** Returns where the payload begins. */
function writeHead(bytes: Buffer, at: number, opcode: number, length: number): number {
  const head = headOf(length);
  bytes[at] = FINAL | opcode;
  bytes[at + 1] = head === 2 ? length : head === 4 ? 126 : 127;
  if (head === 4) bytes.writeUInt16BE(length, at + 2);
  if (head === 10) bytes.writeBigUInt64BE(BigInt(length), at + 2);
  return at + head;
}
