/**
 * What joins this client to a room of a server while it stays there: the stream that keeps the mirror, and the requests
 * beside it. Both go on after an outage by themselves; what waits meanwhile does not notice.
 */
import type { Clock } from "../clock.ts";
import { ChatError } from "../errors.ts";
import type { RegisterAnswer } from "../http-api.ts";
import type { RoomEvent } from "../protocol.ts";
import type { Seat } from "../room-access.ts";
import { doneAnswer } from "./answers.ts";
import { AttemptTimeout, attempt } from "./attempt.ts";
import type { ConnectionStatus } from "./connection-status.ts";
import { EventStream, type StreamReader } from "./event-stream.ts";
import { type Repetition, repeat } from "./repetition.ts";
import { RoomMirror } from "./room-mirror.ts";
import { RunningActions } from "./running-actions.ts";
import { roomUrl, type ServerAddress } from "./server-address.ts";
import { isSameRoom } from "./same-room.ts";
import { bearer, type Reply, ServerCalls } from "./server-calls.ts";
import { type Answer, type ServerRequest, ServerRequests } from "./server-requests.ts";
import { left, seatOf, ServerSeat, type Stay, startOf } from "./server-seat.ts";
import { surfacing } from "../surfacing.ts";

/** How long a look at an earlier event may take, ms: it is not needed for certain. */
const GLANCE_MS = 5_000;
/** How long a goodbye may take, ms: to a server that is there, and to one that is not. */
const GOODBYE_MS = { there: 2_000, away: 300 } as const;

export interface ServerLinkOptions {
  readonly address: ServerAddress;
  /** The server's token; null: none. */
  readonly token: string | null;
  /** Made once for this client. */
  readonly clientId: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly random: () => number;
  readonly giveUpAfterMs: number;
  readonly onStatus: (status: ConnectionStatus) => void;
  readonly onComposing: (username: string) => void;
}

export class ServerLink {
  readonly mirror = new RoomMirror();
  /** The room has begun anew on the server: what was is no more, and this is the seat now. */
  onNewRoom: (seat: Seat) => void = () => {};
  readonly #options: ServerLinkOptions;
  readonly #calls: ServerCalls;
  readonly #actions = new RunningActions();
  readonly #seat: ServerSeat;
  readonly #requests: ServerRequests;
  #stream: EventStream | null = null;
  #status: ConnectionStatus = { type: "idle" };
  #roomNumber = 0;

  constructor(options: ServerLinkOptions) {
    this.#options = options;
    this.#calls = new ServerCalls(options);
    const shared = { calls: this.#calls, repetition: (signal: AbortSignal) => this.#repetition(signal) };
    this.#seat = new ServerSeat({
      ...shared,
      actions: this.#actions,
      token: options.token,
      clientId: options.clientId,
      onAgain: (answer, before, signal) => this.#comeBack(answer, before, signal),
      onLost: (error) => this.#stream?.giveUp(error),
    });
    this.#requests = new ServerRequests({
      ...shared,
      seat: this.#seat,
      isConnected: () => this.#status.type === "connected",
    });
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** null: not in the room. */
  get seat(): Seat | null {
    return this.#seat.stay?.seat ?? null;
  }

  /** Counts the rooms: a seq of one says nothing in the next. */
  get roomNumber(): number {
    return this.#roomNumber;
  }

  async enter(name: string): Promise<Seat> {
    this.#report({ type: "connecting" });
    try {
      const answer = await this.#actions.run((signal) =>
        this.#seat.take(name, {
          ...this.#repetition(signal),
          onLost: (reason, attempt, retryInMs) => this.#report({ type: "reconnecting", reason, attempt, retryInMs }),
        }),
      );
      this.#begin(answer, answer.unread_after);
      this.#openStream();
      return seatOf(answer);
    } catch (error) {
      const isGivenUp = error instanceof ChatError && error.code === "disconnected";
      if (this.#status.type !== "closed") this.#report(isGivenUp ? { type: "broken", error } : { type: "idle" });
      throw error;
    }
  }

  /** Says goodbye if the server is there to hear it, and ends all that is under way. */
  async leave(): Promise<void> {
    const stay = this.#seat.giveUp();
    const stream = this.#stream;
    this.#stream = null;
    if (stay && stream) await this.#sayGoodbye(stay, stream);
    stream?.close();
    this.#actions.end(left());
    if (this.#status.type !== "idle") this.#report({ type: "closed" });
  }

  /** `work` waits for the server, and is given up with the connection. Tries again where that was given up before. */
  during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#status.type === "broken" && this.#seat.stay) this.#openStream();
    return this.#actions.run(work);
  }

  ask<T>(request: ServerRequest<T>, signal: AbortSignal): Promise<Answer<T>> {
    return this.#requests.ask(request, signal);
  }

  /** Once, whatever comes of it. */
  async tell(path: string, body: object = {}): Promise<void> {
    await this.#actions.run((signal) => this.#requests.tell(path, body, signal)).catch(() => {});
  }

  /** Resolves when the event with `seq` has arrived. Throws `ChatError` where it does not come. */
  async reached(seq: number, signal: AbortSignal): Promise<void> {
    const { clock, giveUpAfterMs } = this.#options;
    try {
      await attempt({ clock, ms: giveUpAfterMs, signal }, (signal) => this.mirror.reached(seq, signal));
    } catch (error) {
      throw error instanceof AttemptTimeout ? this.#disconnected("the event stream brings nothing") : error;
    }
  }

  #openStream(): void {
    this.#stream?.close();
    const { clock, random, giveUpAfterMs } = this.#options;
    const disconnected = (reason: string) => this.#disconnected(reason);
    this.#stream = new EventStream({ reader: this.#reader(), clock, random, giveUpAfterMs, disconnected });
  }

  #reader(): StreamReader {
    const { mirror } = this;
    const { onComposing } = this.#options;
    let registration = 0;
    return {
      get lastSeq() {
        return mirror.lastSeq;
      },
      connect: (signal) => {
        const stay = this.#seat.required;
        ({ registration } = stay);
        return this.#connect(stay, signal);
      },
      hear: (event) => mirror.add(event),
      resync: (events, signal) => this.#resync(events, signal),
      composing: (username) => surfacing(() => onComposing(username)),
      registerAgain: (signal) => this.#seat.again(registration, signal),
      status: (status) => this.#hearOfStream(status),
    };
  }

  #connect({ seat, token }: Stay, signal: AbortSignal): Promise<Response> {
    const { address, fetch } = this.#options;
    const { lastSeq } = this.mirror;
    const url = roomUrl(address, `/events?username=${encodeURIComponent(seat.name)}&after=${lastSeq}`);
    const headers = { accept: "text/event-stream", "last-event-id": String(lastSeq), ...bearer(token) };
    return fetch(url, { headers, signal, cache: "no-store", redirect: "manual" });
  }

  #hearOfStream(status: ConnectionStatus): void {
    if (!this.#seat.stay) return;
    this.#report(status);
    if (status.type !== "broken") return;
    this.#actions.end(status.error);
    this.mirror.tellBroken(status.error);
  }

  #report(status: ConnectionStatus): void {
    if (status.type === this.#status.type && status.type !== "reconnecting") return;
    this.#status = status;
    surfacing(() => this.#options.onStatus(status));
  }

  async #comeBack(answer: RegisterAnswer, before: Seat, signal: AbortSignal): Promise<void> {
    if (answer.joined_seq === before.joinedSeq) return;
    const isSame = await isSameRoom(answer, this.mirror, () => this.#eventAt(this.mirror.lastSeq, signal));
    if (!isSame) this.#beginAnew(answer, answer.unread_after);
  }

  #eventAt(seq: number, signal: AbortSignal): Promise<Reply> {
    const { token } = this.#seat.required;
    const path = `/rooms/${this.#options.address.room}/messages?notices=true&limit=1&after=${seq - 1}`;
    return this.#calls.get(path, { token, signal, ms: GLANCE_MS });
  }

  /** What the server no longer keeps is missed; what is true in the room now, it tells to who registers. */
  async #resync(events: readonly RoomEvent[], signal: AbortSignal): Promise<void> {
    const answer = await this.#seat.take(this.#seat.required.seat.name, this.#repetition(signal));
    const first = events[0]?.seq ?? answer.last_seq + 1;
    if (first <= this.mirror.lastSeq) this.#beginAnew(answer, first - 1);
    else this.#begin(answer, first - 1);
    for (const event of events) this.mirror.add(event);
  }

  #beginAnew(answer: RegisterAnswer, after: number): void {
    this.#roomNumber++;
    this.#begin(answer, after);
    this.onNewRoom(seatOf(answer));
  }

  #begin(answer: RegisterAnswer, after: number): void {
    this.mirror.begin(startOf(answer, after));
  }

  /** The stream is not closed before it has brought the goodbye too, so that whoever listens hears of it. */
  async #sayGoodbye({ seat, token }: Stay, stream: EventStream): Promise<void> {
    const { clock } = this.#options;
    stream.finish();
    const { type } = this.#status;
    const ms = GOODBYE_MS[type === "connected" || type === "connecting" ? "there" : "away"];
    const { signal } = new AbortController();
    await attempt({ clock, ms, signal }, async (signal) => {
      const send = () => this.#calls.post("/unregister", { username: seat.name }, { token, signal, ms: Infinity });
      const reply = await repeat(send, this.#repetition(signal));
      const answer = reply.type === "answered" ? doneAnswer.safeParse(reply.body).data : undefined;
      if (answer) await Promise.race([this.mirror.reached(answer.last_seq, signal), stream.done]);
    }).catch(() => {
      // Its lease ends by itself.
    });
  }

  #repetition(signal: AbortSignal): Repetition {
    const { clock, random, giveUpAfterMs } = this.#options;
    return { clock, random, signal, giveUpAfterMs, disconnected: (reason) => this.#disconnected(reason) };
  }

  #disconnected(reason: string): ChatError {
    const { address, giveUpAfterMs } = this.#options;
    return new ChatError(
      "disconnected",
      `${address.server} was not to be reached for ${Math.round(giveUpAfterMs / 1_000)} s (${reason}): ` +
        "check that the server runs and that the address is right, then try again",
    );
  }
}
