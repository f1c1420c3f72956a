/**
 * A person's visit to a room: the seat, what is seen from it, what is being sent, and what the commands do. Screen and
 * plain lines are two ways to show it.
 */
import { errorMessage } from "../../agents/error-message.ts";
import type { ConnectionStatus } from "../../chatroom/client/index.ts";
import { type Clock, isMessage, type RoomEvent, sleep, type StickResult } from "../../chatroom/index.ts";
import { duration } from "../../logging/figures.ts";
import { LiveRoom } from "./live-room.ts";
import { Outbox } from "./outbox.ts";
import type { OpenSeat, PersonSeat } from "./person-seat.ts";

/** Who shows the visit. */
export interface VisitWatcher {
  /** Every event of the room, in order. */
  event(event: RoomEvent): void;
  connection(status: ConnectionStatus): void;
  /** A word of this program to the person. */
  note(text: string): void;
  /** `reason` goes on from "not sent: ". */
  failed(text: string, reason: string): void;
}

export interface VisitOptions {
  readonly open: OpenSeat;
  readonly name: string;
  readonly clock: Clock;
}

const COMPOSING_MS = 2_000;

export class Visit {
  readonly seat: PersonSeat;
  readonly room: LiveRoom;
  readonly outbox: Outbox;
  #watcher: VisitWatcher | null = null;
  readonly #name: string;
  readonly #clock: Clock;
  /** Heard before it was clear what comes first. */
  #early: RoomEvent[] | null = [];
  #lastComposing = Number.NEGATIVE_INFINITY;

  constructor({ open, name, clock }: VisitOptions) {
    this.#name = name;
    this.#clock = clock;
    this.room = new LiveRoom(clock, name.normalize("NFC"));
    this.seat = open({
      onStatus: (status) => {
        this.room.setConnection(status);
        this.#watcher?.connection(status);
      },
      onComposing: (username) => this.room.push({ type: "composing", username, at: clock.now() }),
    });
    this.outbox = new Outbox({
      seat: this.seat,
      onChange: () => this.room.changed(),
      onFailed: (text, reason) => this.#watcher?.failed(text, reason),
    });
    this.seat.subscribe((event) => this.#hear(event));
  }

  /** Takes the seat; what had been said before comes first. Throws `ChatError`. */
  async enter(): Promise<void> {
    const { username, messages } = await this.seat.login(this.#name);
    const early = this.#early ?? [];
    this.#early = null;
    this.room.push({ type: "present", participants: this.seat.participants });
    // Notices from before one's own arrival are nobody's news.
    const arrival =
      early.findLast((event) => event.type === "joined" && event.participant === username)?.seq ?? Infinity;
    const heard = early.filter((event) => isMessage(event) || event.seq >= arrival);
    const bySeq = new Map([...messages, ...heard].map((event) => [event.seq, event]));
    for (const [, event] of [...bySeq].toSorted(([one], [other]) => one - other)) this.#tell(event);
  }

  /** Before `enter`, so that it is told all. */
  watch(watcher: VisitWatcher): void {
    this.#watcher = watcher;
  }

  /** A key was pressed: said to the room now and then. */
  composing(): void {
    const now = this.#clock.monotonic();
    if (now - this.#lastComposing < COMPOSING_MS) return;
    this.#lastComposing = now;
    this.seat.composing();
  }

  async stick(): Promise<void> {
    try {
      this.#note(stickWords(await this.outbox.claimStick()));
    } catch (error) {
      this.#note(`The talking stick could not be claimed: ${errorMessage(error)}`);
    }
  }

  /** What waits to be sent is dropped, stick and queue are left. */
  async reset(): Promise<void> {
    const dropped = this.outbox.texts.length;
    try {
      const reset = this.outbox.reset();
      if (dropped > 0) this.#note(dropped === 1 ? "Your message is not sent." : `${dropped} messages are not sent.`);
      await reset;
    } catch (error) {
      this.#note(`The talking stick could not be given back: ${errorMessage(error)}`);
    }
  }

  /** Who is here, in a sentence or two. */
  who(): string {
    const { view } = this.room;
    const { holder, queue } = this.seat.stick;
    const now = this.#clock.now();
    const people = this.seat.participants.map((name) => {
      const since = view.waiting.get(name);
      if (name === view.me) return `${name} (you)`;
      return since === undefined ? name : `${name} (waiting ${duration(now - since)})`;
    });
    const waiting = queue.length > 0 ? ` Waiting for it: ${queue.join(", ")}.` : "";
    const stick = holder !== null ? ` ${holder} has the talking stick.${waiting}` : "";
    const free = holder === null && this.seat.policy === "stick" ? " The talking stick is free." : "";
    return `Here: ${people.join(", ")}.${stick}${free}`;
  }

  /**
   * Leaves the room; what is on its way still goes. A server that is gone is not waited for longer than `withinMs`: then
   * the answer is false.
   */
  async leave(withinMs: number): Promise<boolean> {
    const done = new AbortController();
    const late = sleep(this.#clock, withinMs, done.signal).then(() => false);
    if (this.outbox.state.type === "sending") await Promise.race([this.outbox.idle(), late]);
    this.outbox.drop();
    const left = this.seat.leave().then(
      () => true,
      () => true,
    );
    const inTime = await Promise.race([left, late]);
    done.abort();
    return inTime;
  }

  #note(text: string): void {
    this.#watcher?.note(text);
  }

  #hear(event: RoomEvent): void {
    if (this.#early !== null) this.#early.push(event);
    else this.#tell(event);
  }

  #tell(event: RoomEvent): void {
    this.room.push({ type: "event", event, at: this.#clock.now() });
    this.#watcher?.event(event);
  }
}

function stickWords({ granted, holder, position, reason }: StickResult): string {
  if (reason !== undefined) return `The talking stick could not be claimed: ${reason.replaceAll("_", " ")}.`;
  if (granted) return "You have the talking stick.";
  if (holder === null) return "Everybody was told that you want to speak; in this room you need no stick.";
  return `${holder} has the talking stick; you are number ${position} in the queue.`;
}
