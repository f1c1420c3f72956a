/** A room of a real server on a free port, its clients, and one clock that moves for all of them. */
import { serveOptions } from "./serve-options.ts";
import { RemoteSession, type RemoteSessionOptions } from "../../src/chatroom/client/index.ts";
import { DEFAULT_ROOM } from "../../src/chatroom/http-api.ts";
import { MemoryStore, type RoomStore } from "../../src/chatroom/journal/room-store.ts";
import { type FloorPolicy, isMessage } from "../../src/chatroom/protocol.ts";
import type { Keep } from "../../src/chatroom/recent-events.ts";
import type { RoomHost } from "../../src/chatroom/room-host.ts";
import { type RunningServer, serveRooms } from "../../src/chatroom/server/index.ts";
import { NetworkClock } from "./network-clock.ts";

export interface ServedRoomOptions {
  readonly policy?: FloorPolicy;
  readonly clock?: NetworkClock;
  /** Opened anew each time the server is. */
  readonly openStore?: () => Promise<RoomStore>;
  /** The server wants a token: this one. */
  readonly token?: string;
  readonly keep?: Keep;
  readonly rate?: number;
}

export class ServedRoom {
  readonly clock: NetworkClock;
  readonly #options: ServedRoomOptions;
  readonly #sessions: RemoteSession[] = [];
  #server: RunningServer | null;
  #port: number;

  private constructor(clock: NetworkClock, options: ServedRoomOptions, server: RunningServer) {
    this.clock = clock;
    this.#options = options;
    this.#server = server;
    this.#port = server.port;
  }

  static async open(options: ServedRoomOptions = {}): Promise<ServedRoom> {
    const { clock = new NetworkClock() } = options;
    return new ServedRoom(clock, options, await openServer({ ...options, clock }));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  /** The server's own room, while it runs. */
  get host(): RoomHost {
    if (!this.#server) throw new Error("the server is down");
    return this.#server.rooms.find(DEFAULT_ROOM).host;
  }

  /** What was said, by the server's own account. */
  get said(): string[] {
    return this.host
      .eventsAfter(0)
      .filter(isMessage)
      .map(({ sender, content }) => `${sender}: ${content}`);
  }

  /** Not yet joined. It leaves with the room. */
  session(more: Partial<RemoteSessionOptions> = {}): RemoteSession {
    const { clock } = this;
    const { token } = this.#options;
    const session = new RemoteSession({
      url: this.url,
      clock,
      fetch: clock.fetch,
      random: () => 0.5,
      token,
      ...more,
    });
    this.#sessions.push(session);
    return session;
  }

  /** As `session`; and time stands still until it has heard what the room has told. */
  heardSession(more: Partial<RemoteSessionOptions> = {}): RemoteSession {
    const session = this.session(more);
    this.clock.waitFor(
      () => this.#server !== null && session.status.type === "connected" && session.lastSeq < this.host.lastSeq,
    );
    return session;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.close();
  }

  /** On the same port. `secret`: as before, if none is given. */
  async start(secret?: string): Promise<void> {
    this.#server = await openServer({ ...this.#options, clock: this.clock, port: this.#port, secret });
  }

  /** Everybody leaves, and the server ends. */
  async close(): Promise<void> {
    const { clock } = this;
    const left = Promise.all(this.#sessions.map((session) => session.leave()));
    // Where the server is down, that takes its time.
    if (!this.#server) await clock.advance(1_000);
    await left;
    await this.stop();
  }
}

interface ServerOptions extends ServedRoomOptions {
  readonly clock: NetworkClock;
  readonly port?: number;
  readonly secret?: string | undefined;
}

async function openServer(options: ServerOptions): Promise<RunningServer> {
  const { policy = "open", port = 0, openStore, clock, token, keep, rate = 0, secret = "of these tests" } = options;
  return serveRooms(
    serveOptions({
      port,
      auth: token === undefined ? "open" : "token",
      token: token ?? null,
      secret: Buffer.alloc(32, secret),
      store: (await openStore?.()) ?? new MemoryStore(),
      clock,
      floor: policy,
      rate,
      keep,
    }),
  );
}
