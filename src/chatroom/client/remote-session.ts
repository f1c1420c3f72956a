/** A seat in a room of a server, over HTTP and server-sent events. */
import { type Clock, systemClock } from "../clock.ts";
import { ChatError } from "../errors.ts";
import { attempt, untilAborted } from "./attempt.ts";
import type { RoomEvent } from "../protocol.ts";
import { RoomSession, type SessionOptions } from "../room-session.ts";
import type { ConnectionStatus } from "./connection-status.ts";
import { RemoteRoom } from "./remote-room.ts";
import { parseAddress, parseToken } from "./server-address.ts";
import { ServerLink } from "./server-link.ts";

const GIVE_UP_AFTER_MS = 120_000;
/** So long the answer of a server that seats us is waited for: without it nobody could say goodbye. */
const SEATING_MS = 2_000;

export interface RemoteSessionOptions extends Omit<SessionOptions, "clock"> {
  /** Of the server, as `http://127.0.0.1:8894`, or of a room of it, as `http://127.0.0.1:8894/rooms/debate`. */
  readonly url: string;
  /** Instead of the room of the URL; default `lobby`. */
  readonly room?: string | undefined;
  /** The server's token, where it wants one. */
  readonly token?: string | undefined;
  readonly clock?: Clock;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** In [0, 1): jitter of the pauses between attempts. */
  readonly random?: (() => number) | undefined;
  readonly onStatus?: ((status: ConnectionStatus) => void) | undefined;
  /** Told who is writing right now. */
  readonly onComposing?: ((username: string) => void) | undefined;
  /** How long an action waits for a server that does not answer, ms; default 120,000. */
  readonly giveUpAfterMs?: number | undefined;
}

export class RemoteSession extends RoomSession {
  readonly #link: ServerLink;
  readonly #room: RemoteRoom;
  readonly #clock: Clock;
  #joining: Promise<void> | null = null;

  /** Connects when it is joined. Throws `ChatError("invalid_argument")` where the URL or the token is none. */
  constructor(options: RemoteSessionOptions) {
    const { url, room: name, token, onStatus, onComposing, ...session } = options;
    const clock = options.clock ?? systemClock;
    const link = new ServerLink({
      address: parseAddress(url, name),
      token: parseToken(token),
      clientId: crypto.randomUUID(),
      clock,
      fetch: options.fetch ?? globalThis.fetch,
      random: options.random ?? Math.random,
      giveUpAfterMs: options.giveUpAfterMs ?? GIVE_UP_AFTER_MS,
      onStatus: onStatus ?? (() => {}),
      onComposing: onComposing ?? (() => {}),
    });
    const room = new RemoteRoom(link, clock);
    super(room, { ...session, clock });
    this.#link = link;
    this.#room = room;
    this.#clock = clock;
    link.onNewRoom = (seat) => this.take(seat);
  }

  get status(): ConnectionStatus {
    return this.#link.status;
  }

  /** The seq of the last event that has arrived. */
  get lastSeq(): number {
    return this.#room.lastSeq;
  }

  /** Tells every event as it arrives, in order, each once, one's own included; also over reconnections. */
  subscribe(listener: (event: RoomEvent) => void): () => void {
    return this.#link.mirror.subscribe(listener);
  }

  /** Asks the room to nudge this participant: its own program found that everybody waits. */
  async nudge(): Promise<void> {
    if (this.username === null) throw new ChatError("not_logged_in", "Not logged in yet. Please login first.");
    await this.#room.nudge();
  }

  override async join(username: string): Promise<void> {
    const joining = super.join(username);
    this.#joining = joining;
    try {
      await joining;
    } finally {
      if (this.#joining === joining) this.#joining = null;
    }
  }

  /** Also ends a `join` that still waits for the server. */
  override async leave(): Promise<void> {
    const joining = this.#joining;
    if (joining && this.status.type === "connecting") {
      const patience = { clock: this.#clock, ms: SEATING_MS, signal: new AbortController().signal };
      await attempt(patience, (signal) => untilAborted(joining, signal)).catch(() => {});
    }
    await super.leave();
    await this.#link.leave();
  }
}
