/**
 * A host that keeps no session (protocol 2026-07-28): each request says anew who it is, by its credentials or by the token
 * that login gave it. The draft is with the room, where JSON-RPC finds the same one.
 */
import type { Seat } from "../room-access.ts";
import type { ServedRoom } from "./served-room.ts";
import type { ChatSession } from "../session.ts";
import type { Attendee } from "./attendee.ts";

export interface SessionTokens {
  /** The session token of a seat. */
  issueToken(room: string, seat: Seat): string;
  /** Whose it is; null where it is of nobody who is in `room` now. Never throws. */
  seatOfToken(room: ServedRoom, token: string): Seat | null;
}

export class TokenAttendee implements Attendee {
  readonly tokenOf: ((session: ChatSession) => string) | undefined;
  readonly #room: ServedRoom;
  readonly #seat: Seat | null;
  readonly #tokens: SessionTokens;

  /** `seat`: who it is by the credentials of this request. */
  constructor(room: ServedRoom, seat: Seat | null, tokens: SessionTokens) {
    this.#room = room;
    this.#seat = seat;
    this.#tokens = tokens;
    // Who is known anyway needs no token.
    this.tokenOf = seat ? undefined : ({ username }) => tokens.issueToken(room.name, room.seats.find(username ?? ""));
  }

  async session(token: string | undefined): Promise<ChatSession | null> {
    const seat = this.#seat ?? (token === undefined ? null : this.#tokens.seatOfToken(this.#room, token));
    return seat ? this.#room.seats.session(seat.name) : null;
  }

  async enter(username: string, token: string | undefined): Promise<ChatSession> {
    const session = await this.session(token);
    if (session) {
      await session.join(username);
      return session;
    }
    // An id that nobody else has: the name must be free.
    const seat = await this.#room.seats.register({ username, clientId: crypto.randomUUID() });
    return this.#room.seats.session(seat.name);
  }
}
