/** WebSocket frames as a server sends them (RFC 6455): unmasked, whole, uncompressed. Built once for all viewers. */

const FINAL = 0x80;
const TEXT = 0x1;
const PING = 0x9;
const PONG = 0xa;

/** `text` as UTF-8; half of a surrogate pair becomes U+FFFD. */
export function textFrame(text: string): Buffer {
  return frame(TEXT, Buffer.from(text));
}

export function pingFrame(): Buffer {
  return frame(PING, Buffer.alloc(0));
}

/** The answer to a ping with `payload`, which has at most 125 bytes. */
export function pongReply(payload: Uint8Array): Buffer {
  return frame(PONG, payload);
}

function frame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const bytes = Buffer.allocUnsafe(2 + extra + length);
  bytes[0] = FINAL | opcode;
  bytes[1] = extra === 0 ? length : extra === 2 ? 126 : 127;
  if (extra === 2) bytes.writeUInt16BE(length, 2);
  if (extra === 8) bytes.writeBigUInt64BE(BigInt(length), 2);
  bytes.set(payload, 2 + extra);
  return bytes;
}
