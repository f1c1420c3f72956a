/**
 * What a session needs of its room: a `RoomHost` of the same process, or a server's room behind HTTP. Both keep what has
 * arrived in order and without a gap, so a session reads it the same way.
 */
import type { PushCommand, PushOutcome } from "./core/decide.ts";
import type { ChatError } from "./errors.ts";
import type { FloorPolicy, RoomEvent } from "./protocol.ts";

export interface Seat {
  readonly name: string;
  /** Notices up to here are from before it came, and not shown. */
  readonly joinedSeq: number;
  /** Messages up to here are from before it came, and not shown. */
  readonly unreadAfter: number;
}

export interface StickState {
  readonly holder: string | null;
  /** First come, first served. */
  readonly queue: readonly string[];
  readonly epoch: number;
}

export interface ClaimOutcome {
  readonly granted: boolean;
  readonly holder: string | null;
  /** Place in the queue, 1 is next; 0 when not queued. */
  readonly position: number;
  /** The seqs of what the claim itself caused. */
  readonly seqs: readonly number[];
}

export interface RoomAccess {
  readonly policy: FloorPolicy;
  readonly participants: readonly string[];
  readonly stick: StickState;
  /** The seq of the last event that has arrived. */
  readonly lastSeq: number;
  /** Throws `ChatError` where the name cannot be had. */
  enter(name: string): Promise<Seat>;
  leave(name: string): Promise<void>;
  /**
   * A sign of life. When it returns, or its promise resolves, all that had been said before the call has arrived. What it
   * answers at once it answers without a promise: the caller then goes on in the same step.
   */
  arrive(name: string): Promise<void> | undefined;
  /** A sign of life that nobody waits for. */
  composing(name: string): void;
  /** Resolves when what the push was refused for, or its message, has arrived. Aborting `signal` gives up a wait for the floor. */
  push(command: Omit<PushCommand, "epoch">, signal?: AbortSignal): Promise<PushOutcome>;
  /** Resolves when what the claim caused has arrived; `null` where the room takes nothing more. */
  claim(name: string): Promise<ClaimOutcome | null>;
  /** The draft is dropped: stick and floor are given back, a waiting push is given up. */
  release(name: string): Promise<void>;
  /** Says that `name` has been waiting for `seconds`. Never throws. */
  announceWaiting(name: string, seconds: number): void;
  /** What has arrived after `seq`, oldest first. It begins later where the room no longer keeps what came first. */
  eventsAfter(seq: number): readonly RoomEvent[];
  /** Tells every event as it arrives, in order; `onBroken`: nothing more will come. Returns how to stop. */
  subscribe(listener: (event: RoomEvent) => void, onBroken?: (error: ChatError) => void): () => void;
}
