/** One reader of a room: the response that is written to, where it stands, and how much waits for it. */
import type { ServerResponse } from "node:http";
import { SERVER_LIMITS } from "../http-api.ts";
import { CLOSING, OPENING } from "./sse-frame.ts";

const HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-store",
  // Proxies that gather an answer before they pass it on do not gather this one.
  "x-accel-buffering": "no",
  connection: "keep-alive",
};
/** A peer that vanished without a word is found by the system, ms. */
const KEEP_ALIVE_MS = 30_000;

export type StreamState =
  /** It has been written all that the room has told. */
  | { readonly type: "live" }
  /** It has been written everything up to `after`, and is given the rest from what the room keeps. */
  | { readonly type: "behind"; readonly after: number }
  | { readonly type: "ended" };

export interface EventStreamOptions {
  readonly response: ServerResponse;
  readonly username: string;
  /** Everything up to here it has already. */
  readonly after: number;
  /** The reader has taken what was waiting for it. */
  readonly onDrain: (stream: EventStream) => void;
  /** Called once, whoever ended it. */
  readonly onEnd: (stream: EventStream) => void;
}

export class EventStream {
  readonly username: string;
  state: StreamState;
  /** The seq of the event that its participant left with: the last one it is written. */
  leftAt = Infinity;
  readonly #response: ServerResponse;
  readonly #onEnd: (stream: EventStream) => void;

  constructor({ response, username, after, onDrain, onEnd }: EventStreamOptions) {
    this.username = username;
    this.state = { type: "behind", after };
    this.#response = response;
    this.#onEnd = onEnd;
    const { socket } = response.req;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    response.on("drain", () => onDrain(this));
    response.on("close", () => this.#ended());
    // A reader that breaks off is no failure of ours; "close" follows.
    response.on("error", () => {});
    response.writeHead(200, HEADERS);
    response.write(OPENING);
  }

  /** Bytes that wait for the reader. */
  get queuedBytes(): number {
    return this.#response.writableLength;
  }

  /** The reader has to take something first; `onDrain` says when it has. */
  get isFull(): boolean {
    return this.#response.writableNeedDrain;
  }

  /** Writes `bytes`, or nothing where more would wait for the reader than is allowed. */
  offer(bytes: Buffer): boolean {
    if (this.queuedBytes > 0 && this.queuedBytes + bytes.length > SERVER_LIMITS.queuedBytes) return false;
    this.write(bytes);
    return true;
  }

  write(bytes: Buffer): void {
    if (this.state.type !== "ended") this.#response.write(bytes);
  }

  /** What waits is still delivered, then the answer is complete. */
  end(): void {
    if (this.state.type === "ended") return;
    this.#response.end(CLOSING);
    this.#ended();
  }

  /** For a reader that takes nothing any more. */
  destroy(): void {
    this.#response.destroy();
    this.#ended();
  }

  #ended(): void {
    if (this.state.type === "ended") return;
    this.state = { type: "ended" };
    this.#onEnd(this);
  }
}
