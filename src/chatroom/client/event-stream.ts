/**
 * The stream of a room's events, kept up whatever happens to the connection: it ends, is cut, stalls, is refused, and each
 * time a new one goes on after the last event that has arrived. So no event is told twice, and none is left out.
 */
import { type Clock, sleep } from "../clock.ts";
import { ChatError } from "../errors.ts";
import { HEARTBEAT_MS } from "../http-api.ts";
import type { RoomEvent } from "../protocol.ts";
import { fromWire } from "../wire-event.ts";
import type { ConnectionStatus } from "./connection-status.ts";
import { oneLine, reasonOf } from "./reasons.ts";
import { afterEnding, NO_TROUBLE, type StreamEnding } from "./reconnection.ts";
import { StallWatch } from "./stall-watch.ts";
import { BadStream, type Frame, readFrames } from "./stream-frames.ts";
import { endingOf, isStream } from "./stream-refusal.ts";

/** No byte for so long, and the connection is dead: two heartbeats in a row have not come. */
const STALL_MS = 2.5 * HEARTBEAT_MS;

/** A server that asks for more is not itself. */
const LONGEST_RETRY_MS = 60_000;

/** Whom the stream is for. */
export interface StreamReader {
  /** The seq of the last event that has arrived. */
  readonly lastSeq: number;
  /** Asks for the events after `lastSeq`. */
  connect(signal: AbortSignal): Promise<Response>;
  /** The next event: its seq follows `lastSeq`. */
  hear(event: RoomEvent): void;
  /** What came before `events` is not to be had any more, or the room has begun anew. */
  resync(events: readonly RoomEvent[], signal: AbortSignal): Promise<void>;
  composing(username: string): void;
  /** The server does not know this participant any more. Throws `ChatError` where it cannot come back. */
  registerAgain(signal: AbortSignal): Promise<void>;
  /** `broken` is the last word. */
  status(status: ConnectionStatus): void;
}

export interface EventStreamOptions {
  readonly reader: StreamReader;
  readonly clock: Clock;
  readonly random: () => number;
  /** Without a connection, ms. */
  readonly giveUpAfterMs: number;
  /** What is said then. */
  readonly disconnected: (reason: string) => ChatError;
}

export class EventStream {
  /** Resolves when the stream has ended for good. */
  readonly done: Promise<void>;
  readonly #options: EventStreamOptions;
  /** Aborted with a `ChatError` where it was given up, else closed. */
  readonly #over = new AbortController();
  #isLast = false;
  #cancelGivingUp: (() => void) | null = null;
  #retryMs = 0;
  #reason = "no answer";

  /** Connects at once. */
  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.done = this.#run();
  }

  /** When this connection ends, no new one is made. */
  finish(): void {
    this.#isLast = true;
  }

  /** Ends it now. */
  close(): void {
    this.#over.abort();
  }

  /** Ends it now, and says why. */
  giveUp(error: ChatError): void {
    this.#over.abort(error);
  }

  async #run(): Promise<void> {
    const { reader, clock, random } = this.#options;
    const { signal } = this.#over;
    reader.status({ type: "connecting" });
    this.#beginGivingUp();
    let trouble = NO_TROUBLE;
    while (!signal.aborted) {
      const ending = await this.#connectOnce(signal);
      if (signal.aborted || this.#isLast) break;
      this.#beginGivingUp();
      const circumstances = { lastSeq: reader.lastSeq, random, retryMs: this.#retryMs };
      const next = afterEnding(trouble, ending, circumstances);
      trouble = next.trouble;
      if (next.step.type === "end") {
        this.#over.abort(next.step.error);
        break;
      }
      const { reason, pauseMs, register } = next.step;
      this.#reason = reason;
      reader.status({ type: "reconnecting", reason, attempt: trouble.failures, retryInMs: pauseMs });
      await sleep(clock, pauseMs, signal);
      if (register && !signal.aborted) await this.#registerAgain(signal);
    }
    this.#cancelGivingUp?.();
    const reason: unknown = signal.reason;
    if (reason instanceof ChatError) reader.status({ type: "broken", error: reason });
  }

  async #registerAgain(signal: AbortSignal): Promise<void> {
    try {
      await this.#options.reader.registerAgain(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ChatError)) throw error;
      this.#over.abort(error);
    }
  }

  /** One connection, from its request to its end. */
  async #connectOnce(over: AbortSignal): Promise<StreamEnding> {
    const { reader, clock } = this.#options;
    const connection = new AbortController();
    const end = () => connection.abort();
    over.addEventListener("abort", end, { once: true });
    const watch = new StallWatch(clock, STALL_MS, () =>
      connection.abort(new Error(`nothing came for ${Math.round(STALL_MS / 1_000)} s`)),
    );
    let heard = false;
    try {
      const response = await reader.connect(connection.signal);
      if (!isStream(response)) return endingOf(response, await response.text());
      this.#beConnected();
      const told = {
        onBytes: () => watch.sign(),
        onRetry: (ms: number) => void (this.#retryMs = Math.min(ms, LONGEST_RETRY_MS)),
      };
      for await (const frame of readFrames(response.body, told)) {
        heard = true;
        await this.#take(frame, connection.signal);
        watch.sign();
      }
      return { type: "lost", reason: "the server ended the stream", heard, atLeastMs: 0 };
    } catch (error) {
      if (error instanceof BadStream) return { type: "bad", reason: error.message };
      if (error instanceof ChatError) return { type: "hopeless", error };
      return { type: "lost", reason: reasonOf(error), heard, atLeastMs: 0 };
    } finally {
      watch.stop();
      over.removeEventListener("abort", end);
      // Whatever is still to come is not wanted.
      connection.abort();
    }
  }

  async #take(frame: Frame, signal: AbortSignal): Promise<void> {
    const { reader } = this.#options;
    switch (frame.type) {
      case "events":
        // One by one: what is good before the first bad one has arrived.
        for (const value of frame.values) {
          const event = eventOf(value);
          if (event.seq > reader.lastSeq + 1) throw new BadStream(`event ${event.seq} came after ${reader.lastSeq}`);
          if (event.seq === reader.lastSeq + 1) reader.hear(event);
        }
        return;
      case "resync": {
        const events = frame.values.map(eventOf);
        if (events.some(({ seq }, index) => seq !== (events[0]?.seq ?? 0) + index)) {
          throw new BadStream("what is still kept has gaps");
        }
        return reader.resync(events, signal);
      }
      case "composing":
        return reader.composing(frame.username);
      case "ping":
        return;
    }
  }

  #beConnected(): void {
    this.#cancelGivingUp?.();
    this.#cancelGivingUp = null;
    this.#options.reader.status({ type: "connected" });
  }

  /** It is away: from now on time runs. */
  #beginGivingUp(): void {
    const { clock, giveUpAfterMs, disconnected } = this.#options;
    if (giveUpAfterMs === Infinity) return;
    this.#cancelGivingUp ??= clock.schedule(giveUpAfterMs, () => this.#over.abort(disconnected(this.#reason)));
  }
}

function eventOf(value: unknown): RoomEvent {
  try {
    return fromWire(value);
  } catch (error) {
    throw error instanceof ChatError ? new BadStream(oneLine(error.message)) : error;
  }
}
