/** One client at `/ws`: its events are done one after the other, and it hears of what it has asked for. */
import type { WebSocket } from "ws";
import type { Clock } from "../../chatroom/clock.ts";
import type { Documents } from "../documents.ts";
import { errorChunk } from "../host/chunk-head.ts";
import { reasonOf } from "../host/kept.ts";
import { Subscriber } from "../host/subscriber.ts";
import type { User } from "../model.ts";
import type { Refused } from "../processor/processors.ts";
import type { ClientEvent } from "../wire.ts";
import { type EventIds, readFrame } from "./client-frame.ts";
import { EventRate } from "./event-rate.ts";

export const CONNECTION_LIMITS = {
  /** Events a second. */
  events: 20,
  /** For so long nothing is read from a client that sends too many, ms. */
  floodMs: 1_000,
  /** Bytes that wait for a client; one that is behind further is cut off. */
  bufferedBytes: 8_000_000,
  pingMs: 30_000,
  /** For the closing handshake, ms. */
  closeMs: 2_000,
} as const;

/** RFC 6455: come again later. */
export const TRY_AGAIN_LATER = 1013;
/** RFC 6455: against the rules of the server. */
const POLICY = 1008;

export interface ConnectionOptions {
  readonly socket: WebSocket;
  readonly user: User;
  readonly documents: Documents;
  readonly clock: Clock;
  /** One line for the operator. */
  readonly log: (line: string) => void;
  readonly onClosed: () => void;
}

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #subscriber: Subscriber;
  readonly #rate: EventRate;
  #work: Promise<void> = Promise.resolve();
  #isFlooding = false;
  #isAlive = true;
  #isClosing = false;
  readonly #timers = new Set<() => void>();

  constructor(options: ConnectionOptions) {
    const { socket, clock } = options;
    this.#options = options;
    this.#rate = new EventRate(CONNECTION_LIMITS.events, clock);
    this.#subscriber = new Subscriber((frame) => this.#send(frame));
    socket.on("message", (data: Buffer, isBinary) => this.#hear(data, isBinary));
    socket.on("pong", () => (this.#isAlive = true));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => this.#closed());
    this.#watch();
  }

  /** With a close frame; for who does not answer it, without. */
  close(code: number, reason: string): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    const { socket, documents } = this.#options;
    documents.host.audience.leave(this.#subscriber);
    socket.close(code, reason);
    this.#after(CONNECTION_LIMITS.closeMs, () => socket.terminate());
  }

  /** With what the event named, so that its sender finds the component it came from. */
  tellError(message: string, { chat_id, block_id }: EventIds = {}): void {
    const ids = {
      ...(chat_id !== undefined && { chat_id }),
      // A page takes what an error of a block says from the block itself.
      ...(block_id !== undefined && !this.#subscriber.isPage && { block_id }),
    };
    this.#send(JSON.stringify(errorChunk(message, ids)));
  }

  #hear(data: Buffer, isBinary: boolean): void {
    if (this.#isClosing || this.#isFlooding) return;
    if (!this.#rate.take()) return this.#flood();
    const frame = readFrame(data, isBinary);
    if (frame.type === "problem") return this.tellError(frame.message, frame.ids);
    this.#work = this.#work.then(() => this.#do(frame.event));
  }

  /** What it has sent already is dropped, and what it sends next waits on its own side. */
  #flood(): void {
    const { socket } = this.#options;
    this.#isFlooding = true;
    this.tellError(
      `At most ${CONNECTION_LIMITS.events} events a second are taken; what came after that was dropped. Send it again, slower.`,
    );
    socket.pause();
    this.#after(CONNECTION_LIMITS.floodMs, () => {
      this.#isFlooding = false;
      socket.resume();
    });
  }

  /** Never rejects. */
  async #do(event: ClientEvent): Promise<void> {
    const { user, documents, log } = this.#options;
    if (this.#isClosing) return;
    try {
      // Another process removes users.
      if (!(await documents.store.user(user.id))) {
        this.tellError("The user of this connection was removed; connect with the token of another.", event);
        return this.close(POLICY, "the user was removed");
      }
      const isOther = event.user_id !== undefined && event.user_id !== user.id && event.user_id !== user.name;
      if (isOther) return this.tellError("user_id is not the user of this connection; leave it out.", event);
      const refused = await this.#refusalOf(event);
      if (refused) this.tellError(refused.refusal.message, event);
    } catch (error) {
      log(
        `an event of ${user.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      this.tellError(`The event could not be done: ${reasonOf(error)}. Send it again.`, event);
    }
  }

  #refusalOf(event: ClientEvent): Promise<Refused> {
    const { user, documents } = this.#options;
    switch (event.name) {
      case "message":
      case "chat_message":
        return documents.processors.message(user, event, this.#subscriber);
      case "pause":
      case "stop":
        return documents.processors.control(user, event);
      case "open": {
        const { chat_id, document_id } = event;
        return documents.host.audience.open(this.#subscriber, { user_id: user.id, chat_id, document_id });
      }
    }
  }

  #send(frame: string): void {
    const { socket } = this.#options;
    if (this.#isClosing || socket.readyState !== socket.OPEN) return;
    socket.send(frame);
    if (socket.bufferedAmount > CONNECTION_LIMITS.bufferedBytes) {
      this.close(TRY_AGAIN_LATER, "too far behind: connect again and open what you show");
    }
  }

  /** A client that is gone without a word does not answer pings. */
  #watch(): void {
    this.#after(CONNECTION_LIMITS.pingMs, () => {
      const { socket } = this.#options;
      if (!this.#isAlive) return socket.terminate();
      this.#isAlive = false;
      socket.ping();
      this.#watch();
    });
  }

  #after(ms: number, work: () => void): void {
    const cancel = this.#options.clock.schedule(ms, () => {
      this.#timers.delete(cancel);
      work();
    });
    this.#timers.add(cancel);
  }

  #closed(): void {
    this.#isClosing = true;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    this.#options.documents.host.audience.leave(this.#subscriber);
    this.#options.onClosed();
  }
}
