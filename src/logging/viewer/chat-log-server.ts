/**
 * Streams any records to viewers, with the timing they were made with: a log that was read, or a conversation of one's own
 * that is going on. The server itself is loaded when it starts.
 */
import { type Clock, systemClock } from "../../chatroom/clock.ts";
import { ChatError } from "../../chatroom/errors.ts";
import { isLoopback } from "../../http/host-check.ts";
import type { RunningStream } from "./message-stream.ts";

export interface ChatLogServerOptions {
  /** Default 8080; 0: any free one. */
  readonly port?: number;
  /** Address to bind; default 127.0.0.1. On any but a loopback address a `token` is needed. */
  readonly host?: string;
  /**
   * The times between records are multiplied by it; default 1.1, and each is at least 0.1 s and at most 10 s. 0: records are
   * sent as they come.
   */
  readonly slowdown?: number;
  /** What viewers are told; `live` is sent as it comes. Default `replay`. */
  readonly mode?: "live" | "replay";
  /** Whether it begins again at the end, 3 s later; default true. (An iterator that can be gone through once has one end.) */
  readonly loop?: boolean;
  /** Pages of elsewhere that may watch, like `https://example.org`; `null` is a page opened from disk. */
  readonly allowOrigins?: readonly string[];
  /** Names that this server is reached by, beside localhost and its addresses. */
  readonly allowHosts?: readonly string[];
  /** What viewers must show, as `?token=` or as Bearer. */
  readonly token?: string;
  /** Messages that a viewer may be behind before it misses some; default 1,000. */
  readonly queue?: number;
  /** One sentence on a record that cannot be read, which is skipped. */
  readonly onProblem?: (sentence: string) => void;
  readonly clock?: Clock;
}

const DEFAULT_PORT = 8080;

export class ChatLogServer {
  readonly #messages: AsyncIterable<unknown> | Iterable<unknown>;
  readonly #options: ChatLogServerOptions;
  #starting: Promise<void> | null = null;
  #running: RunningStream | null = null;
  #closing: Promise<void> | null = null;

  /**
   * `messageIterator`: records of any format (v1, v2, v3), as objects or as lines of JSON.
   * Throws `ChatError("invalid_argument")` where everybody could watch and no token is given.
   */
  constructor(messageIterator: AsyncIterable<unknown> | Iterable<unknown>, options: ChatLogServerOptions = {}) {
    const { host = "127.0.0.1", token, slowdown = 1 } = options;
    if (token === undefined && !isLoopback(host)) {
      throw new ChatError("invalid_argument", `whoever reaches ${host} could watch; give a token`);
    }
    if (!(slowdown >= 0 && slowdown < Infinity)) {
      throw new ChatError("invalid_argument", `slowdown is ${slowdown}; give a number of 0 or more`);
    }
    this.#messages = messageIterator;
    this.#options = options;
  }

  /** As `http://127.0.0.1:8080`; with `ws:` it is where the stream is. Throws before `start`. */
  get url(): string {
    return this.#started.url;
  }

  /** Throws before `start`. */
  get port(): number {
    return this.#started.port;
  }

  /** How many watch. */
  get viewers(): number {
    return this.#running?.viewers ?? 0;
  }

  /** Settles when the last record was sent, or it was closed; rejects with what the iterator threw. Throws before `start`. */
  get finished(): Promise<void> {
    return this.#started.finished;
  }

  /** Opens the port and begins. Rejects where the port cannot be had (`EADDRINUSE`, `EACCES`, …). */
  start(): Promise<void> {
    return (this.#starting ??= this.#start());
  }

  /** Viewers get what they have not got yet and a close frame; the port is free then. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #start(): Promise<void> {
    const { openMessageStream } = await import("./message-stream.ts");
    const { port = DEFAULT_PORT, host = "127.0.0.1", clock = systemClock, ...more } = this.#options;
    this.#running = await openMessageStream(this.#messages, { ...more, port, host, clock });
  }

  async #close(): Promise<void> {
    // One that could not be opened has nothing to close.
    await this.#starting?.catch(() => {});
    await this.#running?.close();
  }

  get #started(): RunningStream {
    if (!this.#running) throw new ChatError("invalid_argument", "the server has not started; await start() first");
    return this.#running;
  }
}
