/**
 * What a server tells, as a recording that grows: no record twice, none left out, and a new one when the conversation
 * is another. A server that plays a log and lets it be read is not listened to: the page plays the log by itself.
 */
import { jsonText } from "../../src/logging/json-text.ts";
import type { LogRecord } from "../../src/logging/record.ts";
import { type Marker, markerOf } from "../../src/logging/replay/landmarks.ts";
import { LiveRecording } from "../../src/logging/replay/live-recording.ts";
import { pathOf } from "./address.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { ForeignReader } from "./foreign-frames.ts";
import type { ServerMessage } from "./server-message.ts";

export interface FeedListener {
  /** Another conversation, from its begin. */
  onRecording(recording: LiveRecording): void;
  /** What one wants to find again, on the recording's axis. */
  onMarker(marker: Marker): void;
  /** A log that can be read at this address; `loop`: its end is followed by its begin. */
  onLog(url: string, loop: boolean): void;
  onRooms(room: string | null, rooms: readonly string[]): void;
  onProblem(line: number, problem: string): void;
}

export interface FeedOptions extends Omit<ConnectionOptions, "onMessage"> {
  readonly listener: FeedListener;
  /** False: its records are taken from the socket even where the log could be read. */
  readonly readLogs: boolean;
}

/** ms: a page that is too slow again and again does not ask again and again. */
const FILL_EVERY = 10_000;

type Welcome = Extract<ServerMessage, { type: "welcome" }>;

export class LiveFeed {
  readonly connection: Connection;
  readonly #options: FeedOptions;
  #recording: LiveRecording;
  #foreign = new ForeignReader();
  #start: { readonly record: LogRecord; readonly line: number } | null = null;
  #after = 0;
  #filledAt = Number.NEGATIVE_INFINITY;
  /** The last one seen: asked for again, it tells whether the server still has the same conversation. */
  #last: LogRecord | null = null;
  /** No record has come since the welcome: the first one may leave some out, which are not there any more. */
  #isFresh = true;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.connection = new Connection({ ...options, onMessage: (message) => this.#hear(message) });
    this.#recording = new LiveRecording(options.target.url);
    options.listener.onRecording(this.#recording);
  }

  /** Forgets what was said up to here, but not what about and by whom; what comes is shown. */
  clear(): void {
    this.#recording = new LiveRecording(this.#options.target.url);
    if (this.#start !== null) this.#recording.push(this.#start.record, this.#start.line);
    this.#options.listener.onRecording(this.#recording);
  }

  #hear(message: ServerMessage): void {
    const { listener } = this.#options;
    switch (message.type) {
      case "welcome":
        return this.#welcome(message);
      case "record":
        return this.#record(message.n, message.record);
      case "bad_record":
        if (this.#isNext(message.n)) listener.onProblem(message.n, "the server sent what is no record");
        return;
      case "signal":
        return this.#recording.signal(message.signal);
      case "foreign": {
        const record = this.#foreign.read(message.frame);
        if (record !== null) this.#push(record, this.#recording.length + 1);
        return;
      }
      case "problem":
        return listener.onProblem(message.line, message.problem);
      case "dropped":
        // Records are numbered: those left out are asked for again as soon as the next one shows the gap.
        return;
      case "rooms":
        return listener.onRooms(null, message.rooms);
      case "restart":
        return this.#begin();
      case "ignored":
        return listener.onProblem(0, message.why);
      case "pong":
        return;
    }
  }

  #welcome({ mode, log, loop, n, room, rooms }: Welcome): void {
    const { listener, target, readLogs } = this.#options;
    this.#isFresh = true;
    listener.onRooms(room, rooms);
    const url = log === null || mode !== "replay" || !readLogs ? null : pathOf(target, log);
    if (url !== null) {
      this.connection.close();
      return listener.onLog(url, loop);
    }
    if (n !== null && n < this.#after) this.#beginWithAnother();
  }

  /** The server was asked for what comes after a record that it does not have. */
  #beginWithAnother(): void {
    this.#begin();
    this.connection.connect();
  }

  #begin(): void {
    this.#after = 0;
    this.#last = null;
    this.#start = null;
    this.connection.after = 0;
    this.#foreign = new ForeignReader();
    this.clear();
  }

  #record(n: number, record: LogRecord): void {
    if (n === this.#after && this.#isFresh && this.#last !== null) {
      this.#isFresh = false;
      if (jsonText(record) !== jsonText(this.#last)) this.#beginWithAnother();
    } else if (this.#isNext(n)) {
      this.#last = record;
      this.#push(record, n);
    }
  }

  #push(record: LogRecord, line: number): void {
    if (record.type === "session_start") this.#start = { record, line };
    this.#recording.push(record, line);
    const kind = markerOf({ line, record });
    const { user } = record;
    if (kind !== null) this.#options.listener.onMarker({ kind, line, user, position: this.#recording.duration });
  }

  /** Takes note of it. A record that was seen is none; a gap is filled by asking again from the last one seen. */
  #isNext(n: number): boolean {
    if (n <= this.#after) return false;
    if (n > this.#after + 1) {
      const now = this.#options.clock.monotonic();
      if (!this.#isFresh && now - this.#filledAt > FILL_EVERY) {
        this.#filledAt = now;
        this.connection.connect();
        return false;
      }
      const missing = n - this.#after - 1;
      const why = this.#isFresh ? "are not kept by the server any more" : "were left out, this page was too slow";
      this.#options.listener.onProblem(n, `${missing} earlier records ${why}`);
    }
    this.#isFresh = false;
    this.#after = n;
    this.#last = null;
    this.connection.after = n - 1;
    return true;
  }
}
