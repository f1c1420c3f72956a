/**
 * A host with an MCP session, in a served room. Its participant has a seat like any other's, and loses it like any other
 * (too long without a sign of life): the host then has to log in again.
 */
import { normalName } from "../core/names.ts";
import type { Seat } from "../room-access.ts";
import type { ClientIds } from "./client-ids.ts";
import type { ServedRoom } from "./served-room.ts";
import type { ChatSession } from "../session.ts";
import { type Attendee, SoleAttendee } from "./attendee.ts";

export class SeatedAttendee implements Attendee {
  readonly #room: ServedRoom;
  /** Says that a name which is taken is taken by this very host. */
  readonly #clientId: string;
  readonly #clientIds: ClientIds;
  #session: ChatSession;
  #attendee: SoleAttendee;
  /** What it acts for; null: nobody has logged in. */
  #seat: { readonly name: string; readonly joinedSeq: number } | null;
  /** Somebody else gave it the seat, and may use it still. */
  #lent: boolean;
  #streams = 0;
  #releaseStream: (() => void) | null = null;

  /** `seat`: who it is already, by the credentials of its first request. */
  constructor(room: ServedRoom, clientIds: ClientIds, seat: Seat | null) {
    this.#room = room;
    this.#clientIds = clientIds;
    this.#clientId = clientIds.next();
    this.#seat = seat;
    this.#lent = seat !== null;
    this.#session = seat ? room.seats.session(seat.name) : room.seats.openSession(this.#clientId);
    this.#attendee = new SoleAttendee(this.#session);
  }

  get name(): string | null {
    return this.#seat?.name ?? null;
  }

  session(): Promise<ChatSession | null> {
    this.#giveUpLostSeat();
    return this.#attendee.session();
  }

  async enter(username: string): Promise<ChatSession> {
    this.#giveUpLostSeat();
    await this.#clearDeadSeat(username);
    const session = await this.#attendee.enter(username);
    if (!this.#seat && session.username !== null) {
      this.#seat = this.#room.seats.find(session.username);
      this.#holdSeat();
    }
    return session;
  }

  /** The host listens: its participant stays as long as it does. Call the returned function once, when it has ended. */
  openStream(): () => void {
    this.#streams++;
    this.#holdSeat();
    return () => {
      this.#streams--;
      if (this.#streams === 0) this.#letSeatGo();
    };
  }

  /** The host has gone. */
  async leave(): Promise<void> {
    this.#letSeatGo();
    this.#giveUpLostSeat();
    if (!this.#lent) await this.#session.leave();
  }

  /** After a crash of the server hosts come back with new sessions, and want their names again at once. */
  async #clearDeadSeat(username: string): Promise<void> {
    const { host } = this.#room;
    const there = host.participant(normalName(username));
    if (typeof there?.clientId !== "string" || !this.#clientIds.isOfEarlierLife(there.clientId)) return;
    await host.execute({ type: "leave", participant: there.name });
  }

  #holdSeat(): void {
    if (this.#seat && this.#streams > 0) this.#releaseStream ??= this.#room.seats.openStream(this.#seat.name);
  }

  #letSeatGo(): void {
    this.#releaseStream?.();
    this.#releaseStream = null;
  }

  /** The session is not to be left here: somebody else may have the name by now. */
  #giveUpLostSeat(): void {
    const seat = this.#seat;
    if (!seat || this.#room.host.participant(seat.name)?.joinedSeq === seat.joinedSeq) return;
    this.#letSeatGo();
    this.#seat = null;
    this.#lent = false;
    this.#session = this.#room.seats.openSession(this.#clientId);
    this.#attendee = new SoleAttendee(this.#session);
  }
}
