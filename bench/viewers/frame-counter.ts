/** What comes over one viewer's socket, counted as cheaply as can be: heads of frames are read, texts are not. */

/** `{"type":"` and the two letters that say which. */
const PEEK = 11;
const TEXT = 0x81;
const PING = 0x89;
const CLOSE = 0x88;
const NOTHING = Buffer.alloc(0);

export class FrameCounter {
  /** Messages: `record` or `chat_message`. */
  messages = 0;
  /** How often it was told that it missed some. */
  gaps = 0;
  pings = 0;
  closed = false;
  /** Of the frame that is being read. */
  #left = 0;
  #rest: Buffer = NOTHING;

  read(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#rest.length > 0) {
      bytes = Buffer.concat([this.#rest, chunk]);
      this.#rest = NOTHING;
    }
    let at = Math.min(this.#left, bytes.length);
    this.#left -= at;
    while (at < bytes.length) {
      const end = this.#readHead(bytes, at);
      if (end === null) {
        this.#rest = bytes.subarray(at);
        return;
      }
      this.#left = Math.max(0, end - bytes.length);
      at = end;
    }
  }

  /** Where the frame at `at` ends; null: too little of it has come. */
  #readHead(bytes: Buffer, at: number): number | null {
    if (at + 2 > bytes.length) return null;
    const short = bytes[at + 1] ?? 0;
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (at + head > bytes.length) return null;
    const length =
      short === 127
        ? Number(bytes.readBigUInt64BE(at + 2))
        : short === 126
          ? ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
          : short;
    if (at + head + Math.min(length, PEEK) > bytes.length) return null;
    this.#count(bytes, at, head);
    return at + head + length;
  }

  #count(bytes: Buffer, at: number, head: number): void {
    const opcode = bytes[at];
    if (opcode === PING) this.pings++;
    else if (opcode === CLOSE) this.closed = true;
    else if (opcode === TEXT) {
      const first = bytes[at + head + 9];
      const second = bytes[at + head + 10];
      if (first === R || first === C) this.messages++;
      else if (first === D && second === R) this.gaps++;
    }
  }
}

const [R, C, D] = Buffer.from("rcd");
