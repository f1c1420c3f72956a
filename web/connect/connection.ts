/**
 * A connection that is kept up: it reconnects with backoff, goes on after the last record it has seen, and notices a
 * server that has fallen silent. What it hears goes to its listener; the socket, time and chance come in as arguments.
 */
import type { Clock } from "../../src/chatroom/clock.ts";
import { socketAddress, type Target } from "./address.ts";
import { backoff } from "./backoff.ts";
import { readServerMessage, type ServerMessage } from "./server-message.ts";

export type ConnectionState =
  | { readonly status: "off" }
  | { readonly status: "connecting"; readonly attempt: number }
  | { readonly status: "connected" }
  /** `at`: monotonic ms of the next attempt. */
  | { readonly status: "waiting"; readonly attempt: number; readonly at: number; readonly why: string };

export interface SocketEnd {
  readonly code: number;
  readonly reason: string;
}

/** The part of a WebSocket that is used here. */
export interface Socket {
  addEventListener(type: "open", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: SocketEnd) => void): void;
  send(text: string): void;
  close(): void;
}

export interface ConnectionOptions {
  readonly target: Target;
  readonly clock: Clock;
  readonly random: () => number;
  readonly open: (address: string) => Socket;
  readonly onState: (state: ConnectionState) => void;
  readonly onMessage: (message: ServerMessage) => void;
  /** Why it was refused, where a browser does not tell: words that go on "…, reconnecting". Null: nobody knows. */
  readonly explain?: (target: Target) => Promise<string | null>;
}

/** ms of silence before the server is asked whether it is there, and after which it is taken for gone. */
const QUIET = 15_000;
const GONE = 10_000;
/** ms that a connection has to last before the one after it is a first attempt again. */
const STEADY = 2_000;

export class Connection {
  readonly target: Target;
  readonly #options: ConnectionOptions;
  #socket: Socket | null = null;
  #attempt = 0;
  #openedAt: number | null = null;
  #heardAt = 0;
  #after = 0;
  #cancelTimer = () => {};
  #state: ConnectionState = { status: "off" };

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.target = options.target;
  }

  /** The number of the last record seen: the next connection goes on after it. */
  set after(n: number) {
    this.#after = n;
  }

  /** Now, whatever it waits for. */
  connect(): void {
    this.#drop();
    this.#attempt++;
    this.#setState({ status: "connecting", attempt: this.#attempt });
    const { open, target, clock } = this.#options;
    let socket: Socket;
    try {
      socket = open(socketAddress(target, this.#after));
    } catch (error) {
      // The page's policy, or an address that no browser takes.
      return this.#wait(error instanceof Error ? error.message : "the address was refused");
    }
    this.#socket = socket;
    // An earlier socket may still speak: only the present one is listened to.
    const isPresent = () => this.#socket === socket;
    socket.addEventListener("open", () => {
      if (!isPresent()) return;
      this.#setState({ status: "connected" });
      this.#openedAt = this.#heardAt = clock.monotonic();
      this.#watch();
    });
    socket.addEventListener("message", ({ data }) => {
      if (!isPresent()) return;
      this.#heardAt = clock.monotonic();
      if (typeof data !== "string") return;
      this.#options.onMessage(readServerMessage(data, new Date(clock.now()).toISOString()));
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (!isPresent()) return;
      const wasOpen = this.#openedAt !== null;
      this.#wait(reason !== "" ? reason : wasOpen ? reasonOf(code) : "the server cannot be reached");
      if (!wasOpen) void this.#explain();
    });
    // A connection that is neither made nor refused.
    this.#schedule(GONE, () => this.#wait("no answer"));
  }

  /** At once, where it waits: the network is back, or somebody looks at the page again. */
  hurry(): void {
    if (this.#state.status === "waiting") this.connect();
  }

  close(): void {
    this.#drop();
    this.#attempt = 0;
    this.#setState({ status: "off" });
  }

  #wait(why: string): void {
    this.#drop();
    const attempt = Math.max(1, this.#attempt);
    this.#attempt = attempt;
    const ms = backoff(attempt, this.#options.random());
    this.#setState({ status: "waiting", attempt, at: this.#options.clock.monotonic() + ms, why });
    this.#schedule(ms, () => this.connect());
  }

  /** A refused socket looks like a dead server: another way of asking may know better. */
  async #explain(): Promise<void> {
    const waiting = this.#state;
    const why = await this.#options.explain?.(this.target);
    if (why && this.#state === waiting && waiting.status === "waiting") this.#setState({ ...waiting, why });
  }

  /** After a silence it asks, and takes no answer for the end. One timer, however many frames come. */
  #watch(): void {
    const { clock } = this.#options;
    this.#schedule(QUIET - (clock.monotonic() - this.#heardAt), () => {
      const askedAt = clock.monotonic();
      if (askedAt - this.#heardAt < QUIET) return this.#watch();
      this.#socket?.send('{"type":"ping"}');
      this.#schedule(GONE, () => {
        if (this.#heardAt >= askedAt) this.#watch();
        else this.#wait("the server has fallen silent");
      });
    });
  }

  #schedule(ms: number, callback: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.schedule(ms, callback);
  }

  #drop(): void {
    this.#cancelTimer();
    // A server that takes everybody and at once lets go is not asked every second.
    if (this.#openedAt !== null && this.#options.clock.monotonic() - this.#openedAt >= STEADY) this.#attempt = 0;
    this.#openedAt = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

function reasonOf(code: number): string {
  return code === 1001 || code === 1012 ? "the server went away" : "the connection was lost";
}
