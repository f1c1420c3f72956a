/**
 * The one mutable owner of a room: decides each command against the newest state, keeps the events in the journal, and
 * tells everybody once they are safe. Commands are decided in the order they come; nothing slips in between.
 */
import { type Clock, timestampOf } from "./clock.ts";
import { type Decision, decide, type PushCommand, type PushOutcome, type RoomCommand } from "./core/decide.ts";
import {
  clearRefusals,
  countRefusal,
  emptyFloor,
  floorHolder,
  leaseStick,
  leaveLine,
  queueForFloor,
  renew,
} from "./core/floor.ts";
import { apply, emptyRoom, type Participant } from "./core/room.ts";
import { ChatError } from "./errors.ts";
import type { Journal } from "./journal/journal.ts";
import { MemoryJournal } from "./journal/memory-journal.ts";
import { type EventBody, type FloorPolicy, isMessage, type RefusalReason, type RoomEvent } from "./protocol.ts";
import { KEEP_ALL, type Keep, RecentEvents } from "./recent-events.ts";
import { type RoomListener, RoomListeners } from "./room-listeners.ts";
import { WaitingPushes } from "./waiting-pushes.ts";

export interface RoomOptions {
  readonly clock: Clock;
  readonly policy?: FloorPolicy;
  readonly journal?: Journal;
  /** How much of the past stays in memory; default: all of it. The journal has the rest. */
  readonly keep?: Keep;
  /** Whether a text may be pushed; default: every text may. Runs in the step of the push, and must not throw. */
  readonly allows?: (content: string, participant: string) => boolean;
  /** Told once, of the first write that failed: nothing more is stored. Must not throw. */
  readonly onReadOnly?: (error: ChatError) => void;
}

export type { PushOutcome, RoomListener };

export class RoomHost {
  readonly policy: FloorPolicy;
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #room;
  readonly #floor = emptyFloor();
  /** What is safe and may be shown; `#room` may be ahead of it while the journal writes. */
  readonly #events: RecentEvents;
  readonly #allows: (content: string, participant: string) => boolean;
  #onReadOnly: (error: ChatError) => void;
  readonly #signListeners = new Set<(name: string) => void>();
  readonly #listeners = new RoomListeners();
  readonly #waiting = new WaitingPushes();
  readonly #refusedPushes = new Map<RefusalReason, number>();
  /** Resolves when all that was decided so far is safe and told; rejects once the journal has failed. */
  #safe: Promise<void> = Promise.resolve();
  /** Why nothing can be said any more: the journal has failed, or the room is closed. */
  #ended: ChatError | null = null;
  #cancelTimer: (() => void) | null = null;

  private constructor(options: RoomOptions) {
    this.policy = options.policy ?? "open";
    this.#clock = options.clock;
    this.#journal = options.journal ?? new MemoryJournal();
    this.#room = emptyRoom(this.policy);
    this.#events = new RecentEvents(options.keep ?? KEEP_ALL);
    this.#allows = options.allows ?? (() => true);
    this.#onReadOnly = options.onReadOnly ?? (() => {});
  }

  /** Opens the room with what its journal holds. */
  static async open(options: RoomOptions): Promise<RoomHost> {
    const host = new RoomHost(options);
    for await (const event of host.#journal.read()) {
      apply(host.#room, event);
      host.#events.add(event);
    }
    if (host.#room.stick.holder !== null) host.signOfLife(host.#room.stick.holder);
    return host;
  }

  /** The seq of the last event that is safe. */
  get lastSeq(): number {
    return this.#events.lastSeq;
  }

  /** The seq of the first event that is still kept in memory; `lastSeq + 1` where there is none. */
  get oldestSeq(): number {
    return this.#events.oldestSeq;
  }

  /** Who is in the room under exactly this name; undefined where nobody. */
  participant(name: string): Participant | undefined {
    return this.#room.participants.get(name);
  }

  /** Resolves when everything decided so far is safe. Throws `ChatError` where it cannot be made so. */
  settled(): Promise<void> {
    return this.#safe;
  }

  /** Names, in the order they came. */
  get participants(): readonly string[] {
    return [...this.#room.participants.keys()];
  }

  get stick(): { readonly holder: string | null; readonly queue: readonly string[]; readonly epoch: number } {
    return this.#room.stick;
  }

  /** Whom the floor is lent to, after three refusals; null where nobody. */
  get floorHolder(): string | null {
    return floorHolder(this.#floor);
  }

  /** Nothing can be said any more, because a write has failed. */
  get readOnly(): boolean {
    return this.#ended !== null && this.#ended.code !== "room_closed";
  }

  /** How many pushes were refused since the room was opened, by reason. */
  get refusedPushes(): ReadonlyMap<RefusalReason, number> {
    return this.#refusedPushes;
  }

  /** The safe events after `seq`, oldest first, at most `limit`. Begins later where not all are kept any more. */
  eventsAfter(seq: number, limit?: number): readonly RoomEvent[] {
    return this.#events.after(seq, limit);
  }

  /** Tells `listener` every event, in order, once it is safe, and `onClosed` when no more will come; returns how to stop. */
  subscribe(listener: RoomListener, onClosed?: (error: ChatError) => void): () => void {
    return this.#listeners.add(listener, onClosed);
  }

  /** Tells `listener` who gives a sign of life, each time; returns how to stop. */
  watchSigns(listener: (name: string) => void): () => void {
    this.#signListeners.add(listener);
    return () => this.#signListeners.delete(listener);
  }

  /** Resolves with the command's events once they are safe. Throws `ChatError` on misuse and a broken journal. */
  async execute(command: Exclude<RoomCommand, PushCommand>): Promise<readonly RoomEvent[]> {
    if (this.#ended) throw this.#ended;
    if (command.type === "claim") this.signOfLife(command.participant);
    else this.#endLeases();
    const decision = decide(this.#room, this.#floor, command);
    if (decision.type !== "accepted") throw new Error(`a ${command.type} cannot be ${decision.type}`);
    const kept = this.#keep(decision.events);
    if (command.type === "leave") this.#forget(command.participant);
    return kept;
  }

  /**
   * The compare-and-set, the send and the release of the stick are one step. Blocks while the push has to wait for the
   * floor; `signal` ends that wait (then the push is refused, `floor_lent`).
   */
  async push(command: PushCommand, signal?: AbortSignal): Promise<PushOutcome> {
    const outcome = await this.#push(command, signal);
    if (outcome.type === "refused") {
      this.#refusedPushes.set(outcome.reason, (this.#refusedPushes.get(outcome.reason) ?? 0) + 1);
    }
    return outcome;
  }

  async #push(command: PushCommand, signal: AbortSignal | undefined): Promise<PushOutcome> {
    if (this.#ended) return { type: "refused", reason: "room_read_only" };
    this.signOfLife(command.participant);
    if (!this.#allows(command.content, command.participant)) return { type: "refused", reason: "content_policy" };
    const decision = decide(this.#room, this.#floor, command);
    if (decision.type !== "wait_for_floor") return this.#settlePush(command, decision);
    queueForFloor(this.#floor, command.participant, this.#clock.monotonic());
    return this.#waiting.add(command, signal, () => {
      leaveLine(this.#floor, command.participant, this.#clock.monotonic());
      this.#resume();
    });
  }

  /** An action, or "X is writing": renews the lent floor and the lease of the stick. */
  signOfLife(name: string): void {
    // A timer may be late: who comes after the end of its lease has lost it, whatever the timer did.
    this.#endLeases();
    renew(this.#floor, name, this.#room.stick.holder, this.#clock.monotonic());
    this.#schedule();
    for (const listener of this.#signListeners) listener(name);
  }

  /** The participant has dropped its draft: neither stick nor lent floor are of use to it, nor a push that waits. */
  async release(name: string): Promise<void> {
    const released = this.execute({ type: "release", participant: name });
    this.#waiting.giveUp(name);
    leaveLine(this.#floor, name, this.#clock.monotonic());
    this.#resume();
    await released;
  }

  /** Takes no more commands, waits until everything is safe, then lets the journal go. */
  async close(): Promise<void> {
    const closed = new ChatError("room_closed", "the room is closed; open it again");
    this.#ended ??= closed;
    this.#listeners.tellClosed(closed);
    this.#resume();
    await this.#settledAnyway();
    await this.#journal.close();
  }

  /** What was decided so far is safe, or never will be. */
  #settledAnyway(): Promise<void> {
    return this.#safe.catch(() => {});
  }

  async #settlePush(command: PushCommand, decision: Decision): Promise<PushOutcome> {
    const name = command.participant;
    switch (decision.type) {
      case "repeated":
        // Done before, so nothing has to wait for it.
        clearRefusals(this.#floor, name, this.#clock.monotonic());
        this.#resume();
        try {
          await this.#safe;
          return { type: "sent", sent: decision.sent };
        } catch {
          return { type: "refused", reason: "room_read_only" };
        }
      case "refused":
        if (decision.reason === "unseen_messages" || decision.reason === "floor_lent") {
          countRefusal(this.#floor, name, this.#clock.monotonic());
          this.#schedule();
        }
        // What it was refused for may not be safe yet, and cannot be shown before it is.
        await this.#settledAnyway();
        return { type: "refused", reason: decision.reason };
      case "accepted": {
        clearRefusals(this.#floor, name, this.#clock.monotonic());
        try {
          const kept = this.#keep(decision.events);
          this.#resume();
          const message = (await kept).find(isMessage);
          if (!message) throw new Error("an accepted push has no message");
          return { type: "sent", sent: message };
        } catch (error) {
          if (error instanceof ChatError) return { type: "refused", reason: "room_read_only" };
          throw error;
        }
      }
      case "wait_for_floor":
        throw new Error("a push that waits is not settled");
    }
  }

  /** Gives the events their place, lets the journal write, and tells everybody when that is done. */
  #keep(bodies: readonly EventBody[]): Promise<readonly RoomEvent[]> {
    if (bodies.length === 0) return this.#settledAnyway().then(() => []);
    const before = this.#room.lastSeq;
    const timestamp = timestampOf(this.#clock);
    const events = bodies.map((body, index): RoomEvent => ({ seq: before + 1 + index, timestamp, ...body }));
    for (const event of events) apply(this.#room, event);
    this.#leaseStick(events);
    const written = this.#journal.append(events, before);
    // Heard of below, in order: what was written before a failure is safe and is told.
    written.catch(() => {});
    this.#safe = this.#safe
      .then(() => written)
      .then(
        () => this.#publish(events),
        (error: unknown) => this.#fail(error),
      );
    this.#safe.catch(() => {});
    return this.#safe.then(() => events);
  }

  #publish(events: readonly RoomEvent[]): void {
    for (const event of events) this.#events.add(event);
    for (const event of events) this.#listeners.tell(event);
  }

  #fail(cause: unknown): never {
    const known = cause instanceof ChatError && cause.code === "journal_failed";
    const failure = known
      ? cause
      : new ChatError("journal_failed", "the room could not be stored; open it again", { cause });
    this.#ended ??= failure;
    this.#onReadOnly(failure);
    this.#onReadOnly = () => {};
    this.#resume();
    throw failure;
  }

  /** A new holder has a whole lease; a mere claim leaves the holder's as it is. */
  #leaseStick(events: readonly RoomEvent[]): void {
    if (!events.some((event) => event.type === "stick" && event.action !== "claimed")) return;
    leaseStick(this.#floor, this.#room.stick.holder, this.#clock.monotonic());
    this.#schedule();
  }

  /** The floor may have passed on: decides what its new holder was waiting to push. */
  #resume(): void {
    for (let waiting = this.#takeWaiting(); waiting; waiting = this.#takeWaiting()) {
      const decision: Decision = this.#ended
        ? { type: "refused", reason: "room_read_only" }
        : decide(this.#room, this.#floor, waiting.command);
      waiting.answer(this.#settlePush(waiting.command, decision));
    }
    this.#schedule();
  }

  #takeWaiting() {
    const holder = floorHolder(this.#floor);
    return this.#waiting.take((name) => this.#ended !== null || holder === null || holder === name);
  }

  /** The participant is gone: its waiting pushes with it. */
  #forget(name: string): void {
    this.#waiting.giveUp(name);
    clearRefusals(this.#floor, name, this.#clock.monotonic());
    this.#resume();
  }

  /** One timer, for the lease that ends first. */
  #schedule(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#ended) return;
    const due = Math.min(this.#floor.lentUntil, this.#floor.stickUntil);
    if (due === Infinity) return;
    this.#cancelTimer = this.#clock.schedule(Math.max(0, due - this.#clock.monotonic()), () => {
      this.#endLeases();
      this.#schedule();
    });
  }

  #endLeases(): void {
    if (this.#ended) return;
    const now = this.#clock.monotonic();
    const holder = floorHolder(this.#floor);
    const lapsed = holder !== null && now >= this.#floor.lentUntil;
    if (lapsed) clearRefusals(this.#floor, holder, now);
    if (now >= this.#floor.stickUntil) {
      this.#floor.stickUntil = Infinity;
      // A journal that fails has told its callers already.
      this.execute({ type: "expire" }).catch(() => {});
    }
    if (lapsed) this.#resume();
  }
}
