/**
 * The connection to `/ws`: made anew with backoff when it is lost; after each opening it asks for what the page shows.
 * What was told before the answer to that is not passed on: the snapshot has it.
 */
import type { Clock } from "../../../src/chatroom/clock.ts";
import type { ClientEvent, ServerFrame } from "../../../src/documents/wire.ts";
import { backoff } from "../../connect/backoff.ts";
import type { Socket } from "../../connect/connection.ts";

export type LinkState =
  | { readonly status: "connecting" }
  | { readonly status: "open" }
  /** `at`: monotonic ms of the next attempt. */
  | { readonly status: "waiting"; readonly at: number; readonly why: string }
  | { readonly status: "off" };

/** An event as a client writes it. */
export type SentEvent = { readonly name: ClientEvent["name"] } & Record<string, unknown>;

export interface PageLinkOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly openSocket: () => Socket;
  /** What the page shows, asked anew after each opening. */
  readonly opening: () => Extract<ClientEvent, { readonly name: "open" }>;
  readonly onState: (state: LinkState) => void;
  readonly onFrame: (frame: ServerFrame) => void;
}

/** ms that a connection has to last before the one after it is a first attempt again. */
const STEADY = 2_000;
/** ms until a connection that is neither made nor refused is given up, and one whose server does not answer. */
const LONGEST_ANSWER = 10_000;
/** Events that something always comes of. */
const ANSWERED: readonly SentEvent["name"][] = ["open", "message"];

export class PageLink {
  readonly #options: PageLinkOptions;
  #socket: Socket | null = null;
  #state: LinkState = { status: "off" };
  #attempt = 0;
  #openedAt: number | null = null;
  /** Snapshots that were asked for and are still to come: frames before the last of them are of the past. */
  #awaited = 0;
  #cancelTimer = () => {};

  constructor(options: PageLinkOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#state.status === "open";
  }

  connect(): void {
    this.#drop();
    this.#attempt++;
    this.#setState({ status: "connecting" });
    const { clock, openSocket } = this.#options;
    const socket = openSocket();
    this.#socket = socket;
    // An earlier socket may still speak: only the present one is listened to.
    const isPresent = () => this.#socket === socket;
    socket.addEventListener("open", () => {
      if (!isPresent()) return;
      this.#cancelTimer();
      this.#openedAt = clock.monotonic();
      this.#setState({ status: "open" });
      this.reopen();
    });
    socket.addEventListener("message", ({ data }) => {
      if (!isPresent() || typeof data !== "string") return;
      this.#cancelTimer();
      this.#hear(data);
    });
    socket.addEventListener("close", ({ reason }) => {
      if (!isPresent()) return;
      this.#wait(
        reason !== "" ? reason : this.#openedAt === null ? "no answer from the server" : "the connection was lost",
      );
    });
    this.#cancelTimer = clock.schedule(LONGEST_ANSWER, () => this.#wait("no answer from the server"));
  }

  /** Asks for a new snapshot: the page shows something else now. */
  reopen(): void {
    if (!this.isOpen) return;
    this.#awaited++;
    this.send(this.#options.opening());
  }

  /** Whether it went out. */
  send(event: SentEvent): boolean {
    if (!this.isOpen || this.#socket === null) return false;
    this.#socket.send(JSON.stringify(event));
    if (ANSWERED.includes(event.name)) {
      this.#cancelTimer();
      const give = () => this.#wait("the server does not answer");
      this.#cancelTimer = this.#options.clock.schedule(LONGEST_ANSWER, give);
    }
    return true;
  }

  /** At once, where it waits: the network is back, or somebody looks at the page again. */
  hurry(): void {
    if (this.#state.status === "waiting") this.connect();
  }

  close(): void {
    this.#drop();
    this.#setState({ status: "off" });
  }

  #hear(data: string): void {
    const frame = readFrame(data);
    if (frame === null) return;
    // An error may be the answer to the opening, and no snapshot follows it.
    const isAnswer = frame.type === "snapshot" || frame.type === "error";
    if (isAnswer && this.#awaited > 0) this.#awaited--;
    if (this.#awaited === 0 || frame.type === "error") this.#options.onFrame(frame);
  }

  #wait(why: string): void {
    this.#drop();
    const { clock, random } = this.#options;
    const ms = backoff(Math.max(1, this.#attempt), random());
    this.#setState({ status: "waiting", at: clock.monotonic() + ms, why });
    this.#cancelTimer = clock.schedule(ms, () => this.connect());
  }

  #drop(): void {
    this.#cancelTimer();
    if (this.#openedAt !== null && this.#options.clock.monotonic() - this.#openedAt >= STEADY) this.#attempt = 0;
    this.#openedAt = null;
    this.#awaited = 0;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #setState(state: LinkState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** null: nothing that a page knows. */
function readFrame(data: string): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === "object" && frame !== null && "type" in frame ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
