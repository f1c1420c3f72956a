/** A server of PROTOCOL 7 in a few lines, with the page on it: what it tells, and when, is the test's. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { isRecord, type LogRecord, type TimelineItem } from "../../src/logging/record.ts";

export interface WatchServerOptions {
  readonly html: string;
  /** Default: any free one. */
  readonly port?: number;
  /** By room; the first one is meant where none is named. */
  readonly rooms?: Readonly<Record<string, readonly TimelineItem[]>>;
  /** Served at /log, and played. */
  readonly log?: Uint8Array;
  /** Knows only the `chat_message` frames. */
  readonly plain?: boolean;
}

export class WatchServer {
  readonly url: string;
  readonly port: number;
  /** Paths that were asked for, with the range. */
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #options: WatchServerOptions;
  readonly #rooms = new Map<string, LogRecord[]>();
  readonly #watching = new Map<WebSocket, string>();

  private constructor(server: Server, options: WatchServerOptions) {
    this.#options = options;
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
    for (const [room, items] of Object.entries(options.rooms ?? { lobby: [] })) {
      this.#rooms.set(room, items.filter(isRecord));
    }
    this.#sockets = new WebSocketServer({ server });
    this.#sockets.on("connection", (socket, { url = "" }) => this.#watch(socket, new URL(url, this.url).searchParams));
    server.on("request", ({ url = "", headers }, response) => {
      this.requests.push(`${url} ${headers.range ?? ""}`.trim());
      const { log, html } = options;
      if (url !== "/log" || log === undefined) {
        response.setHeader("content-type", "text/html; charset=utf-8");
        return response.end(url === "/favicon.ico" ? "" : html);
      }
      const [, from = "0", to = "0"] = /bytes=(\d+)-(\d+)/.exec(headers.range ?? "") ?? [];
      const part = log.subarray(Number(from), Number(to) + 1);
      const range = `bytes ${from}-${Number(from) + part.length - 1}/${log.length}`;
      return response.writeHead(part.length === 0 ? 416 : 206, { "content-range": range }).end(part);
    });
  }

  static async open(options: WatchServerOptions): Promise<WatchServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
    return new WatchServer(server, options);
  }

  get watching(): number {
    return this.#watching.size;
  }

  /** Says it to everybody who watches the room. */
  tell(items: readonly TimelineItem[], room = this.#first): void {
    for (const item of items) {
      const n = isRecord(item) ? this.#recordsOf(room).push(item) : 0;
      for (const [socket, watched] of this.#watching) {
        if (watched === room) send(socket, isRecord(item) ? { type: "record", n, record: item } : item);
      }
    }
  }

  /** Any message, as it stands. */
  say(message: object): void {
    for (const socket of this.#watching.keys()) send(socket, message);
  }

  records(room = this.#first): readonly LogRecord[] {
    return this.#recordsOf(room);
  }

  async close(): Promise<void> {
    for (const socket of this.#watching.keys()) socket.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get #first(): string {
    return this.#rooms.keys().next().value ?? "lobby";
  }

  #recordsOf(room: string): LogRecord[] {
    const records = this.#rooms.get(room) ?? [];
    this.#rooms.set(room, records);
    return records;
  }

  #watch(socket: WebSocket, query: URLSearchParams): void {
    const room = query.get("room") ?? this.#first;
    this.#watching.set(socket, room);
    socket.on("close", () => this.#watching.delete(socket));
    socket.on("message", () => send(socket, { type: "pong" }));
    const hello = { type: "welcome", message: "Connected to Chat Log Server" };
    if (this.#options.plain) return send(socket, hello);
    const records = this.#recordsOf(room);
    const rooms = this.#rooms.size > 1 ? { rooms: [...this.#rooms.keys()] } : {};
    const log = this.#options.log === undefined ? { mode: "live" } : { mode: "replay", log: "/log" };
    send(socket, { ...hello, ...log, room, ...rooms, n: records.length });
    for (const [index, record] of records.entries()) {
      if (index >= Number(query.get("after") ?? records.length)) send(socket, { type: "record", n: index + 1, record });
    }
  }
}

function send(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}
