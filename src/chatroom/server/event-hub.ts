/**
 * The event streams of one room. What the room tells in one turn of the event loop is one frame, serialised once and
 * written once to each reader. Who does not keep up, comes late or comes back is given what the room still keeps, in
 * small frames, whenever it has taken the last: a reader costs no more than its bounded queue, and slows nobody.
 */
import type { ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import { FRAME_EVENTS, HEARTBEAT_MS, SERVER_LIMITS } from "../http-api.ts";
import { isMessage, type RoomEvent } from "../protocol.ts";
import type { RoomHost } from "../room-host.ts";
import { HttpError } from "./http-error.ts";
import { composingFrame, eventFrame, FrameDraft, HEARTBEAT } from "./sse-frame.ts";
import { EventStream } from "./sse-stream.ts";

/** "X is writing" is passed on once in this time for each X, ms. */
const COMPOSING_MS = 2_000;

export interface EventHubOptions {
  readonly host: RoomHost;
  readonly clock: Clock;
}

export interface StreamRequest {
  /** Events after this seq are sent. */
  readonly after: number;
  /** Whose stream it is: it ends when that participant leaves. */
  readonly username: string;
}

export class EventHub {
  readonly #host: RoomHost;
  readonly #clock: Clock;
  readonly #streams = new Set<EventStream>();
  /** Up to here every live stream has been written everything; what came since is in `#frame`. */
  #told: number;
  #frame = new FrameDraft();
  #composing = new Set<string>();
  readonly #composingListeners = new Set<(username: string) => void>();
  /** When each name was last passed on as writing, monotonic ms. */
  readonly #composedAt = new Map<string, number>();
  #turn: NodeJS.Immediate | null = null;
  #cancelHeartbeat: (() => void) | null = null;
  #messages = 0;
  #resyncs = 0;
  #closed = false;
  readonly #unsubscribe: () => void;

  constructor({ host, clock }: EventHubOptions) {
    this.#host = host;
    this.#clock = clock;
    this.#told = host.lastSeq;
    this.#unsubscribe = host.subscribe((event) => this.#hear(event));
  }

  /** How many streams are open. */
  get streams(): number {
    return this.#streams.size;
  }

  /** How many of them have not been written everything. */
  get lagging(): number {
    return [...this.#streams].filter(({ state }) => state.type === "behind").length;
  }

  /** How many messages the room has told of. */
  get messages(): number {
    return this.#messages;
  }

  /** How often a reader had to be told that it missed something, or that the room is another one. */
  get resyncs(): number {
    return this.#resyncs;
  }

  /** Bytes that wait for readers, of the one that has most. */
  get longestQueue(): number {
    return Math.max(0, ...[...this.#streams].map(({ queuedBytes }) => queuedBytes));
  }

  /**
   * Takes `response` over, and writes the room to it until the reader goes, its participant leaves or the hub closes; then
   * `onEnd` is called, once and in any case. Throws `HttpError` where it takes no more, before anything is written.
   */
  open(response: ServerResponse, { after, username }: StreamRequest, onEnd: () => void): void {
    const refusal = this.#refusal();
    const gone = response.destroyed || response.req.socket.destroyed;
    if (refusal || gone || response.req.method === "HEAD") {
      onEnd();
      if (refusal) throw refusal;
      if (!gone) response.writeHead(200, { "content-type": "text/event-stream" }).end();
      return;
    }
    // What is told already is in what the room keeps: now the new one has to be given nothing else.
    this.#tell();
    const stream = new EventStream({
      response,
      username,
      after,
      onDrain: (stream) => this.#catchUp(stream),
      onEnd: (stream) => {
        this.#streams.delete(stream);
        if (this.#streams.size === 0) this.#stopHeartbeat();
        onEnd();
      },
    });
    this.#streams.add(stream);
    if (!this.#cancelHeartbeat) this.#scheduleHeartbeat();
    if (after > this.#host.lastSeq) this.#resync(stream);
    this.#catchUp(stream);
  }

  /** "X is writing", to everybody. No event of the room. */
  composing(username: string): void {
    const now = this.#clock.monotonic();
    if (now < (this.#composedAt.get(username) ?? -Infinity) + COMPOSING_MS) return;
    this.#composedAt.set(username, now);
    this.#composing.add(username);
    for (const listener of this.#composingListeners) listener(username);
    this.#tellAfterTurn();
  }

  /** Tells `listener` who is writing, as the streams are told; returns how to stop. */
  watchComposing(listener: (username: string) => void): () => void {
    this.#composingListeners.add(listener);
    return () => this.#composingListeners.delete(listener);
  }

  /** Ends every stream cleanly, and takes no more. */
  close(): void {
    this.#closed = true;
    this.#unsubscribe();
    this.#tell();
    for (const stream of [...this.#streams]) stream.end();
    this.#stopHeartbeat();
  }

  #refusal(): HttpError | null {
    if (this.#closed) return new HttpError("shutting_down", "the server is shutting down; come back in a moment");
    if (this.#streams.size < SERVER_LIMITS.streams) return null;
    return new HttpError("limit_reached", `the room has ${SERVER_LIMITS.streams} event streams, and takes no more`);
  }

  #hear(event: RoomEvent): void {
    if (isMessage(event)) this.#messages++;
    if (!this.#frame.hasRoomFor(event)) this.#tell();
    this.#frame.add(event);
    this.#tellAfterTurn();
    if (event.type !== "left") return;
    this.#composedAt.delete(event.participant);
    for (const stream of this.#streams) {
      if (stream.username === event.participant) stream.leftAt = Math.min(stream.leftAt, event.seq);
    }
  }

  #tellAfterTurn(): void {
    this.#turn ??= setImmediate(() => this.#tell());
  }

  /** Writes what came since the last time to every live stream. */
  #tell(): void {
    if (this.#turn) clearImmediate(this.#turn);
    this.#turn = null;
    const { events } = this.#frame;
    const composing = [...this.#composing];
    if (events.length === 0 && composing.length === 0) return;
    const before = this.#told;
    this.#frame = new FrameDraft();
    this.#composing = new Set();
    this.#told = events.at(-1)?.seq ?? before;
    let bytes: Buffer | null = null;
    for (const stream of this.#streams) {
      if (stream.state.type !== "live") continue;
      bytes ??= this.#bytesOf(events, composing);
      if (!stream.offer(bytes)) {
        stream.state = { type: "behind", after: before };
        // Where nothing tells that it has drained, it takes more at once.
        if (!stream.isFull) this.#catchUp(stream);
      } else if (stream.leftAt <= this.#told) stream.end();
    }
  }

  #bytesOf(events: readonly RoomEvent[], composing: readonly string[]): Buffer {
    const told = events.length > 0 ? eventFrame(events, this.#told, "message") : "";
    return Buffer.from(told + composing.map(composingFrame).join(""));
  }

  /** Gives a stream that is behind what the room keeps, as much as the reader takes. */
  #catchUp(stream: EventStream): void {
    while (stream.state.type === "behind" && !stream.isFull) {
      const { after } = stream.state;
      if (after >= stream.leftAt) stream.end();
      else if (after === this.#told) stream.state = { type: "live" };
      else if (after + 1 < this.#host.oldestSeq) this.#resync(stream);
      else this.#give(stream, after, "message");
    }
  }

  /** Begins anew with the oldest event that is kept, and says so. */
  #resync(stream: EventStream): void {
    this.#resyncs++;
    this.#give(stream, Math.min(this.#host.oldestSeq - 1, this.#told), "resync");
  }

  #give(stream: EventStream, after: number, type: "message" | "resync"): void {
    const frame = new FrameDraft();
    for (const event of this.#host.eventsAfter(after, FRAME_EVENTS)) {
      if (event.seq > this.#told || !frame.hasRoomFor(event)) break;
      frame.add(event);
    }
    const last = frame.events.at(-1)?.seq ?? after;
    stream.write(Buffer.from(eventFrame(frame.events, last, type)));
    stream.state = { type: "behind", after: last };
  }

  #scheduleHeartbeat(): void {
    this.#cancelHeartbeat = this.#clock.schedule(HEARTBEAT_MS, () => {
      this.#scheduleHeartbeat();
      for (const stream of this.#streams) {
        if (stream.state.type === "live") stream.offer(HEARTBEAT);
        // Its participant has left, and it does not take even that: nobody waits for it any longer.
        else if (stream.leftAt <= this.#told) stream.destroy();
      }
    });
  }

  #stopHeartbeat(): void {
    this.#cancelHeartbeat?.();
    this.#cancelHeartbeat = null;
  }
}
