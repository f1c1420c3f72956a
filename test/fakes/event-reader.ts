/** A reader of a served event stream: a real connection, that can stop reading and go on when a test says so. */
import { type ClientRequest, get, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { createParser } from "eventsource-parser";
import { type WireEvent, wireEventSchema } from "../../src/chatroom/wire-event.ts";

export interface Frame {
  /** `message` where the server named none. */
  readonly type: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

export class EventReader {
  readonly headers: IncomingHttpHeaders;
  readonly status: number;
  readonly frames: Frame[] = [];
  readonly comments: string[] = [];
  /** What the server said about coming back, ms. */
  retry: number | undefined;
  /** How the stream ended: cleanly, or cut. */
  readonly ended: Promise<"clean" | "cut">;
  readonly #request: ClientRequest;
  readonly #response: IncomingMessage;
  readonly #watchers = new Set<() => void>();

  private constructor(request: ClientRequest, response: IncomingMessage) {
    this.#request = request;
    this.#response = response;
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    const parser = createParser({
      onEvent: ({ event, id, data }) => this.frames.push({ type: event ?? "message", id, data: JSON.parse(data) }),
      onComment: (comment) => this.comments.push(comment),
      onRetry: (retry) => (this.retry = retry),
      onError: (error) => {
        throw error;
      },
    });
    response.setEncoding("utf8");
    response.on("data", (text: string) => {
      parser.feed(text);
      this.#look();
    });
    this.ended = new Promise((resolve) => {
      response.on("error", () => {});
      response.on("close", () => {
        resolve(response.complete ? "clean" : "cut");
        this.#look();
      });
    });
  }

  /** Resolves when the server has answered. */
  static open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<EventReader> {
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: false, headers: { accept: "text/event-stream", ...headers } });
      request.on("error", reject);
      request.on("response", (response) => resolve(new EventReader(request, response)));
    });
  }

  /** Of the room, in the order they came. */
  get events(): WireEvent[] {
    return this.frames
      .filter(({ type }) => type === "message" || type === "resync")
      .flatMap(({ data }) => wireEventSchema.array().parse(data));
  }

  get seqs(): number[] {
    return this.events.map(({ seq }) => seq);
  }

  /** The last id there was. */
  get lastId(): number {
    return Number(this.frames.findLast(({ id }) => id !== undefined)?.id ?? 0);
  }

  ofType(type: string): unknown[] {
    return this.frames.filter((frame) => frame.type === type).map(({ data }) => data);
  }

  /** Takes nothing from the connection any more. */
  stall(): void {
    this.#response.pause();
  }

  resume(): void {
    this.#response.resume();
  }

  /** Resolves as soon as `wanted` holds; rejects where the stream ends before. */
  until(wanted: (reader: EventReader) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (wanted(this)) resolve();
        else if (this.#response.closed) reject(new Error(`the stream ended before that, at ${this.lastId}`));
        else return;
        this.#watchers.delete(look);
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Breaks off. */
  close(): void {
    this.#request.destroy();
  }

  #look(): void {
    for (const look of [...this.#watchers]) look();
  }
}
