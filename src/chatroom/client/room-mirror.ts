/**
 * What this client knows of a room of a server: the newest events, without a gap, and what is true after them. It may
 * begin at any seq, with the state that the server says the room was in then.
 */
import { apply, emptyRoom, type RoomState } from "../core/room.ts";
import type { ChatError } from "../errors.ts";
import type { FloorPolicy, RoomEvent } from "../protocol.ts";
import { type Keep, RecentEvents } from "../recent-events.ts";
import type { StickState } from "../room-access.ts";
import { surfacing } from "../surfacing.ts";

/** As much as a server keeps in memory: what a session has not been shown after that many events, it has missed. */
const MIRRORED: Keep = { events: 10_000, characters: 8_000_000 };

export interface RoomStart {
  /** The seq after which events are expected. */
  readonly after: number;
  readonly policy: FloorPolicy;
  readonly participants: readonly string[];
  readonly stick: StickState;
  /** The seq up to which `participants` and `stick` are right: at or after `after`. */
  readonly asOf: number;
}

interface Listener {
  readonly hear: (event: RoomEvent) => void;
  readonly onBroken: ((error: ChatError) => void) | undefined;
}

export class RoomMirror {
  #events = new RecentEvents(MIRRORED);
  #room: RoomState = emptyRoom("open");
  #lastSeq = 0;
  readonly #listeners = new Set<Listener>();
  /** Who waits until a seq has arrived. */
  readonly #awaited = new Set<{ readonly seq: number; readonly arrived: () => void }>();

  get policy(): FloorPolicy {
    return this.#room.policy;
  }

  get participants(): readonly string[] {
    return [...this.#room.participants.keys()];
  }

  get stick(): StickState {
    return this.#room.stick;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  eventsAfter(seq: number): readonly RoomEvent[] {
    return this.#events.after(seq);
  }

  /** Forgets what was, and begins there. Whoever waits for something of before need not wait any more. */
  begin({ after, policy, participants, stick, asOf }: RoomStart): void {
    this.#events = new RecentEvents(MIRRORED);
    this.#lastSeq = after;
    const present = participants.map((name) => [name, unknownBut(name)] as const);
    this.#room = {
      ...emptyRoom(policy),
      lastSeq: asOf,
      participants: new Map(present),
      stick: { ...stick, queue: [...stick.queue] },
    };
    for (const { arrived } of [...this.#awaited]) arrived();
  }

  /** Takes the next event in, and tells it. Its seq must follow `lastSeq`. */
  add(event: RoomEvent): void {
    if (event.seq !== this.#lastSeq + 1) throw new Error(`event ${event.seq} does not follow ${this.#lastSeq}`);
    this.#lastSeq = event.seq;
    this.#events.add(event);
    // What came before is in the state already.
    if (event.seq > this.#room.lastSeq) apply(this.#room, event);
    for (const { hear } of this.#told()) surfacing(() => hear(event));
    for (const { seq, arrived } of [...this.#awaited]) if (seq <= event.seq) arrived();
  }

  subscribe(hear: (event: RoomEvent) => void, onBroken?: (error: ChatError) => void): () => void {
    const listener = { hear, onBroken };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Nothing more will come. */
  tellBroken(error: ChatError): void {
    for (const { onBroken } of this.#told()) surfacing(() => onBroken?.(error));
  }

  /** Resolves when the event with `seq` has arrived. Rejects with the reason of `signal`. */
  async reached(seq: number, signal: AbortSignal): Promise<void> {
    if (this.#lastSeq >= seq) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        this.#awaited.delete(awaited);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const awaited = { seq, arrived: end };
      this.#awaited.add(awaited);
      signal.addEventListener("abort", end, { once: true });
      if (signal.aborted) end();
    });
    if (this.#lastSeq < seq) signal.throwIfAborted();
  }

  /** Who unsubscribes while an event is told is not told it any more. */
  *#told(): Iterable<Listener> {
    for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) yield listener;
  }
}

/** The answer to a registration has names and nothing else; nothing else is asked of a mirror. */
function unknownBut(name: string) {
  return { name, id: "", keys: [], joinedSeq: 0, unreadAfter: 0, clientId: null };
}
