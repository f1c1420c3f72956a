/**
 * One participant's seat in a room: its draft, its unread queue, its actions. `LocalSession` sits in the same
 * process; a remote one speaks HTTP. Both run the same contract suite.
 */
import type { RefusalReason, RoomEvent } from "./protocol.ts";

/** 1: done; 2: partly done (the text was cut); 0: refused or nothing happened, `reason` says why. */
export type ActionStatus = 0 | 1 | 2;

export interface ActionResult {
  readonly status: ActionStatus;
  readonly reason?: RefusalReason;
  /** What arrived since this participant's last action, oldest first; its own events are left out. */
  readonly messages: readonly RoomEvent[];
  /** Events that came before `messages` and are no longer kept by the room; absent for none. */
  readonly missed?: number;
}

export interface LoginResult extends ActionResult {
  readonly username: string;
  readonly participants: readonly string[];
}

export interface DraftResult extends ActionResult {
  /** The end of the draft: at most 100 characters, beginning at a word. */
  readonly suffix: string;
}

export interface AppendResult extends DraftResult {
  /** The text that became a segment; shorter than what was given where `status` is 2. */
  readonly appended: string;
}

export interface PushResult extends ActionResult {
  readonly message_id?: string;
  readonly seq?: number;
  readonly timestamp?: string;
}

export interface PreviewResult extends ActionResult {
  readonly draft: string;
  /** In characters (grapheme clusters). */
  readonly length: number;
}

export interface StickResult extends ActionResult {
  readonly granted: boolean;
  readonly holder: string | null;
  /** Place in the queue, 1 is next; 0 when not queued. */
  readonly position: number;
}

export interface CheckResult extends ActionResult {
  /** The time ran out with nothing said. */
  readonly timed_out: boolean;
}

export interface CheckOptions {
  /** ms, default 30,000. */
  readonly timeout?: number | undefined;
  /** Ends the wait at once, as if the time had run out. */
  readonly signal?: AbortSignal | undefined;
}

export interface PushOptions {
  /**
   * The last seq the WRITER had really read when it decided to push; default: all that was returned so far.
   * A model that answers with several calls at once has not read the results of the first ones.
   */
  readonly asOf?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Every method but `composing`, `leave`, `join` and `login` throws `ChatError("not_logged_in")` before `join`. */
export interface ChatSession {
  readonly username: string | null;
  /** The seq up to which this participant has been shown the room. */
  readonly seen: number;
  /** Enters the room. The newcomer's unread messages begin with the last 20; the first action brings them. */
  join(username: string): Promise<void>;
  /** `join`, as an action: brings who is there and the unread messages at once. */
  login(username: string): Promise<LoginResult>;
  append(text: string): Promise<AppendResult>;
  undo(): Promise<DraftResult>;
  reset(): Promise<ActionResult>;
  preview(): Promise<PreviewResult>;
  push(options?: PushOptions): Promise<PushResult>;
  check(options?: CheckOptions): Promise<CheckResult>;
  talkingStick(): Promise<StickResult>;
  /** A sign of life: "X is writing". Renews the lent floor and the stick's lease; no event of the journal. */
  composing(): void;
  /** Leaves the room; idempotent. */
  leave(): Promise<void>;
}
