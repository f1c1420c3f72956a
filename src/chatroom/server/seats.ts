/**
 * Who sits in a served room: taking a seat and sharing one, the sessions the server holds for those that have no draft of
 * their own, and the leases. Who has gone without a word (no stream any more, no sign of life) leaves when its lease ends.
 */
import type { Clock } from "../clock.ts";
import { normalName, parseName } from "../core/names.ts";
import { ChatError } from "../errors.ts";
import { hostAccess } from "../host-access.ts";
import { IDLE_LEASE_MS, SERVER_LIMITS, STREAM_LEASE_MS } from "../http-api.ts";
import type { RoomEvent } from "../protocol.ts";
import type { Seat } from "../room-access.ts";
import type { RoomHost } from "../room-host.ts";
import { RoomSession } from "../room-session.ts";

export interface SeatsOptions {
  readonly room: string;
  readonly host: RoomHost;
  readonly clock: Clock;
  /** On an open server a name is enough to share the seat of that name. */
  readonly open: boolean;
}

export interface SeatRequest {
  readonly username: string;
  /** Made by the client for this one seat: the name must be free, or taken by the same id. */
  readonly clientId?: string | undefined;
  /** The caller has shown the session token of exactly this seat. */
  readonly proven?: boolean | undefined;
}

interface Presence {
  streams: number;
  leaseMs: number;
  /** Monotonic ms. */
  lastSign: number;
  cancel: () => void;
}

export class Seats {
  readonly #options: SeatsOptions;
  readonly #present = new Map<string, Presence>();
  readonly #sessions = new Map<string, RoomSession>();
  readonly #cleanUp: readonly (() => void)[];

  constructor(options: SeatsOptions) {
    this.#options = options;
    const { host, clock } = options;
    this.#cleanUp = [
      host.subscribe((event) => this.#hear(event)),
      host.watchSigns((name) => {
        const presence = this.#present.get(name);
        if (presence) presence.lastSign = clock.monotonic();
      }),
    ];
    // Who was here before a restart has as long to come back as anybody whose stream broke.
    for (const name of host.participants) this.#arm(name, STREAM_LEASE_MS);
  }

  /** A seat: a new one, or the one of this name that the caller may share. Throws `ChatError` (`invalid_name`, `name_taken`, …). */
  async register({ username, clientId, proven }: SeatRequest): Promise<Seat> {
    const { host, open } = this.#options;
    const name = parseName(username);
    const present = host.participant(name);
    if (present) {
      const same = clientId === undefined ? open : present.clientId === clientId;
      if (!same && proven !== true) {
        throw new ChatError(
          "name_taken",
          `${name} is in the room already; choose another name, or send its session token`,
        );
      }
      host.signOfLife(name);
      await host.settled();
    } else {
      if (host.participants.length >= SERVER_LIMITS.participants) {
        throw new ChatError("limit_reached", `the room is full (${SERVER_LIMITS.participants} participants)`);
      }
      await host.execute({ type: "join", name, client_id: clientId });
    }
    return this.find(name);
  }

  /** The seat of exactly this name. Throws `ChatError("not_logged_in")`. */
  find(username: string): Seat {
    const participant = this.#options.host.participant(normalName(username));
    if (!participant) throw new ChatError("not_logged_in", `${shortened(username)} is not in the room; register first`);
    const { name, joinedSeq, unreadAfter } = participant;
    return { name, joinedSeq, unreadAfter };
  }

  /** The session that the server holds for a participant (JSON-RPC): its draft lives here, until it leaves. */
  session(name: string): RoomSession {
    const held = this.#sessions.get(name);
    if (held) return held;
    const session = this.openSession();
    session.take(this.find(name), this.#shownTo(name));
    this.#sessions.set(name, session);
    return session;
  }

  /** A session with a draft of its own, not yet joined; its `join` registers as `register` does. */
  openSession(clientId?: string): RoomSession {
    const { host, clock } = this.#options;
    const access = hostAccess(host, (username) => this.register({ username, clientId }));
    return new RoomSession(access, { clock });
  }

  /**
   * `name` has a stream, or a request that may block: it stays as long as that lasts, and `leaseMs` longer. Call the
   * returned function once, when it has ended.
   */
  openStream(name: string, leaseMs: number = STREAM_LEASE_MS): () => void {
    const presence = this.#present.get(name);
    if (!presence) return () => {};
    presence.streams++;
    presence.leaseMs = leaseMs;
    return () => {
      presence.streams--;
      presence.lastSign = this.#options.clock.monotonic();
      if (this.#present.get(name) === presence) this.#watch(name, presence);
    };
  }

  close(): void {
    for (const cleanUp of this.#cleanUp) cleanUp();
    for (const { cancel } of this.#present.values()) cancel();
    this.#present.clear();
  }

  #hear(event: RoomEvent): void {
    if (event.type === "joined") return this.#arm(event.participant, IDLE_LEASE_MS);
    if (event.type !== "left") return;
    this.#present.get(event.participant)?.cancel();
    this.#present.delete(event.participant);
    this.#sessions.delete(event.participant);
  }

  #arm(name: string, leaseMs: number): void {
    const presence: Presence = { streams: 0, leaseMs, lastSign: this.#options.clock.monotonic(), cancel: () => {} };
    this.#present.set(name, presence);
    this.#watch(name, presence);
  }

  /** One timer a participant, set anew only when it fires: a sign of life merely moves the time it compares with. */
  #watch(name: string, presence: Presence): void {
    const { clock, host } = this.#options;
    presence.cancel();
    if (presence.streams > 0) return;
    const left = presence.lastSign + presence.leaseMs - clock.monotonic();
    presence.cancel = clock.schedule(Math.max(0, left), () => {
      if (presence.streams > 0) return;
      if (clock.monotonic() < presence.lastSign + presence.leaseMs) return this.#watch(name, presence);
      // A room that cannot store it keeps the participant; nobody is there to be told.
      host.execute({ type: "leave", participant: name }).catch(() => {});
    });
  }

  /** After a restart: what a participant had seen when it last spoke, it has seen. */
  #shownTo(name: string): number {
    const { host } = this.#options;
    const own = host
      .eventsAfter(this.find(name).joinedSeq)
      .findLast((event) => event.type === "message" && event.sender === name);
    const expected = own?.type === "message" ? (own.expected_seq ?? 0) : 0;
    return Math.max(this.find(name).unreadAfter, expected);
  }
}

function shortened(name: string): string {
  return name.length <= 64 ? name : `${name.slice(0, 64)}…`;
}
