/**
 * The one mutable owner of a room: decides each command against the newest state, keeps the events in the journal, and
 * tells everybody once they are safe. Commands are decided in the order they come; nothing slips in between.
 */
import type { Clock } from "./clock.ts";
import { decide, type Decision, type PushCommand, type RoomCommand } from "./core/decide.ts";
import { clearRefusals, countRefusal, emptyFloor, floorHolder, giveFloorBack, queueForFloor, renew } from "./core/floor.ts";
import { apply, emptyRoom, type SentMessage } from "./core/room.ts";
import { ChatError } from "./errors.ts";
import type { Journal } from "./journal/journal.ts";
import { MemoryJournal } from "./journal/memory-journal.ts";
import { type EventBody, type FloorPolicy, isMessage, type RefusalReason, type RoomEvent } from "./protocol.ts";

export interface RoomOptions {
  readonly clock: Clock;
  readonly policy?: FloorPolicy;
  readonly journal?: Journal;
}

export type PushOutcome =
  | { readonly type: "sent"; readonly sent: SentMessage }
  | { readonly type: "refused"; readonly reason: RefusalReason };

interface WaitingPush {
  readonly command: PushCommand;
  readonly answer: (outcome: Promise<PushOutcome>) => void;
}

export type RoomListener = (event: RoomEvent) => void;
/** `name` gave a sign of life: it is composing. */
export type SignListener = (name: string) => void;

export class RoomHost {
  readonly policy: FloorPolicy;
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #room;
  readonly #floor = emptyFloor();
  /** What is safe and may be shown; `#room` may be ahead of it while the journal writes. */
  readonly #events: RoomEvent[] = [];
  readonly #listeners = new Set<RoomListener>();
  readonly #waiting: WaitingPush[] = [];
  #settled: Promise<void> = Promise.resolve();
  #failure: Error | null = null;
  #cancelTimer: (() => void) | null = null;

  private constructor(options: RoomOptions) {
    this.policy = options.policy ?? "open";
    this.#clock = options.clock;
    this.#journal = options.journal ?? new MemoryJournal();
    this.#room = emptyRoom(this.policy);
  }

  /** Opens the room with what its journal holds. */
  static async open(options: RoomOptions): Promise<RoomHost> {
    const host = new RoomHost(options);
    for await (const event of host.#journal.read()) {
      apply(host.#room, event);
      host.#events.push(event);
    }
    if (host.#room.stick.holder !== null) host.signOfLife(host.#room.stick.holder);
    return host;
  }

  /** The seq of the last event that is safe. */
  get lastSeq(): number {
    return this.#events.length;
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

  /** The safe events after `seq`, oldest first. */
  eventsAfter(seq: number): readonly RoomEvent[] {
    return this.#events.slice(seq);
  }

  /** Tells `listener` every event, in order, once it is safe; returns how to stop. */
  subscribe(listener: RoomListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves with the command's events once they are safe. Throws `ChatError` on misuse and a broken journal. */
  async execute(command: Exclude<RoomCommand, PushCommand>): Promise<readonly RoomEvent[]> {
    const decision = decide(this.#room, this.#floor, command);
    if (decision.type !== "accepted") throw new Error(`a ${command.type} cannot be ${decision.type}`);
    if (command.type === "leave") this.#forget(command.participant);
    if (command.type === "claim") this.signOfLife(command.participant);
    return this.#keep(decision.events);
  }

  /**
   * The compare-and-set, the send and the release of the stick are one step. Blocks while the push has to wait for the
   * floor; `signal` ends that wait (then the push is refused, `floor_lent`).
   */
  async push(command: PushCommand, signal?: AbortSignal): Promise<PushOutcome> {
    if (this.#failure) return { type: "refused", reason: "room_read_only" };
    this.signOfLife(command.participant);
    const decision = decide(this.#room, this.#floor, command);
    if (decision.type === "wait_for_floor") return this.#waitForFloor(command, signal);
    return this.#settlePush(command, decision);
  }

  /** An action, or "X is writing": renews the lent floor and the lease of the stick. */
  signOfLife(name: string): void {
    // A timer may be late: who comes after the end of its lease has lost it, whatever the timer did.
    this.#endLeases();
    renew(this.#floor, name, this.#room.stick.holder, this.#clock.monotonic());
    this.#schedule();
  }

  /** The participant has dropped its draft: neither stick nor lent floor are of use to it. */
  async release(name: string): Promise<void> {
    giveFloorBack(this.#floor, name, this.#clock.monotonic());
    await this.execute({ type: "release", participant: name });
    this.#resume();
  }

  /** Waits until everything is safe, then lets the journal go. */
  async close(): Promise<void> {
    this.#cancelTimer?.();
    await this.#settled;
    await this.#journal.close();
  }

  async #settlePush(command: PushCommand, decision: Decision): Promise<PushOutcome> {
    const name = command.participant;
    switch (decision.type) {
      case "repeated":
        await this.#settled;
        return { type: "sent", sent: decision.sent };
      case "refused":
        if (decision.reason === "unseen_messages" || decision.reason === "floor_lent") {
          countRefusal(this.#floor, name, this.#clock.monotonic());
          this.#schedule();
        }
        // What it was refused for may not be safe yet, and cannot be shown before it is.
        await this.#settled;
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
    if (this.#failure) return Promise.reject(this.#failure);
    if (bodies.length === 0) return this.#settled.then(() => []);
    const before = this.#room.lastSeq;
    const timestamp = new Date(this.#clock.now()).toISOString();
    const events = bodies.map((body, index): RoomEvent => ({ seq: before + 1 + index, timestamp, ...body }));
    for (const event of events) apply(this.#room, event);
    this.#grantLeases(events);
    const written = this.#journal.append(events, before);
    const settled = Promise.all([this.#settled, written]).then(
      () => this.#publish(events),
      (error: unknown) => this.#fail(error),
    );
    // Later commands wait for this one, and hear of its failure by themselves.
    this.#settled = settled.catch(() => {});
    return settled.then(() => events);
  }

  #publish(events: readonly RoomEvent[]): void {
    if (this.#failure) throw this.#failure;
    this.#events.push(...events);
    for (const event of events) {
      for (const listener of this.#listeners) {
        try {
          listener(event);
        } catch (error) {
          // A listener's fault is no fault of the room: it surfaces by itself, and the others still hear.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    }
  }

  #fail(cause: unknown): never {
    this.#failure ??= new ChatError("journal_failed", "the room could not be stored; open it again", { cause });
    throw this.#failure;
  }

  #grantLeases(events: readonly RoomEvent[]): void {
    const { holder } = this.#room.stick;
    if (events.some((event) => event.type === "stick")) this.#floor.stickUntil = Infinity;
    if (holder !== null && events.some((event) => event.type === "stick" && event.action === "granted")) {
      this.signOfLife(holder);
    }
  }

  #waitForFloor(command: PushCommand, signal?: AbortSignal): Promise<PushOutcome> {
    const name = command.participant;
    queueForFloor(this.#floor, name, this.#clock.monotonic());
    return new Promise((resolve) => {
      const waiting: WaitingPush = {
        command,
        answer: (outcome) => {
          signal?.removeEventListener("abort", giveUp);
          resolve(outcome);
        },
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        giveFloorBack(this.#floor, name, this.#clock.monotonic());
        resolve({ type: "refused", reason: "floor_lent" });
        this.#resume();
      };
      this.#waiting.push(waiting);
      if (signal?.aborted) giveUp();
      else signal?.addEventListener("abort", giveUp, { once: true });
    });
  }

  /** The floor may have passed on: decides what its new holder was waiting to push. */
  #resume(): void {
    const holder = floorHolder(this.#floor);
    const place = this.#waiting.findIndex(({ command }) => holder === null || command.participant === holder);
    const waiting = this.#waiting[place];
    if (waiting) {
      this.#waiting.splice(place, 1);
      const decision = this.#failure
        ? ({ type: "refused", reason: "room_read_only" } as const)
        : decide(this.#room, this.#floor, waiting.command);
      waiting.answer(this.#settlePush(waiting.command, decision));
    }
    this.#schedule();
  }

  /** The participant is gone: its waiting pushes with it. */
  #forget(name: string): void {
    for (const waiting of this.#waiting.filter(({ command }) => command.participant === name)) {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.answer(Promise.resolve({ type: "refused", reason: "floor_lent" }));
    }
    clearRefusals(this.#floor, name, this.#clock.monotonic());
    this.#resume();
  }

  /** One timer, for the lease that ends first. */
  #schedule(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const due = Math.min(this.#floor.lentUntil, this.#floor.stickUntil);
    if (due === Infinity) return;
    this.#cancelTimer = this.#clock.schedule(Math.max(0, due - this.#clock.monotonic()), () => {
      this.#endLeases();
      this.#schedule();
    });
  }

  #endLeases(): void {
    const now = this.#clock.monotonic();
    const holder = floorHolder(this.#floor);
    const lapsed = holder !== null && now >= this.#floor.lentUntil;
    if (lapsed) giveFloorBack(this.#floor, holder, now);
    if (now >= this.#floor.stickUntil) {
      this.#floor.stickUntil = Infinity;
      // A journal that fails has told its callers already.
      this.execute({ type: "expire" }).catch(() => {});
    }
    if (lapsed) this.#resume();
  }
}
