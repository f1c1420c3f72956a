/** A seat in a room of the same process: keeps the draft and what is unread, and asks the `RoomHost` for the rest. */
import type { Clock } from "./clock.ts";
import { countCharacters } from "./core/characters.ts";
import {
  appendSegment,
  type Draft,
  draftSuffix,
  draftText,
  dropSegments,
  EMPTY_DRAFT,
  undoSegment,
} from "./core/draft.ts";
import { parseName } from "./core/names.ts";
import { ChatError } from "./errors.ts";
import { isMessage, LIMITS, type RefusalReason, type RoomEvent, subjectOf, wakes } from "./protocol.ts";
import type { RoomHost } from "./room-host.ts";
import type {
  ActionResult,
  AppendResult,
  ChatSession,
  CheckOptions,
  CheckResult,
  DraftResult,
  LoginResult,
  PreviewResult,
  PushOptions,
  PushResult,
  StickResult,
} from "./session.ts";

export interface LocalSessionOptions {
  readonly clock: Clock;
  /** Characters one append takes at most; default 1,000. */
  readonly appendLimit?: number;
  /** Makes push ids; no two may be equal in one room. */
  readonly newId?: () => string;
  /** Told when a `check` begins and ends to block: from `true` on, only others can make this participant go on. */
  readonly onWaiting?: (waiting: boolean) => void;
}

interface Seat {
  readonly name: string;
  /** Notices up to here are from before it came, and not shown. */
  readonly joinedSeq: number;
}

export class LocalSession implements ChatSession {
  readonly #host: RoomHost;
  readonly #clock: Clock;
  readonly #appendLimit: number;
  readonly #newId: () => string;
  #seat: Seat | null = null;
  #seen = 0;
  #draft: Draft = EMPTY_DRAFT;
  #pushId: string | null = null;
  /** Pushes go one after the other: each sends what the one before has left of the draft. */
  #pushed: Promise<unknown> = Promise.resolve();
  readonly #onWaiting: (waiting: boolean) => void;

  constructor(host: RoomHost, options: LocalSessionOptions) {
    this.#host = host;
    this.#clock = options.clock;
    this.#appendLimit = options.appendLimit ?? LIMITS.appendCharacters;
    this.#newId = options.newId ?? (() => crypto.randomUUID());
    this.#onWaiting = options.onWaiting ?? (() => {});
  }

  get username(): string | null {
    return this.#seat?.name ?? null;
  }

  get seen(): number {
    return this.#seen;
  }

  async join(username: string): Promise<void> {
    if (this.#seat && this.#seat.name !== parseName(username)) {
      throw new ChatError("invalid_argument", `already logged in as ${this.#seat.name}; leave first`);
    }
    if (this.#seat) return;
    const [joined] = await this.#host.execute({ type: "join", name: username });
    if (joined?.type !== "joined") throw new Error("a join has no event");
    this.#seat = { name: joined.participant, joinedSeq: joined.seq };
    this.#seen = joined.unread_after;
  }

  async login(username: string): Promise<LoginResult> {
    await this.join(username);
    const { name } = this.#alive();
    return { ...this.#result(1), username: name, participants: this.#host.participants };
  }

  async append(text: string): Promise<AppendResult> {
    this.#alive();
    if (this.#lacksStick()) return { ...this.#refusal("stick_needed"), suffix: draftSuffix(this.#draft), appended: "" };
    const outcome = appendSegment(this.#draft, text, this.#appendLimit);
    this.#draft = outcome.draft;
    const suffix = draftSuffix(this.#draft);
    return outcome.status === 0
      ? { ...this.#refusal(outcome.reason), suffix, appended: "" }
      : { ...this.#result(outcome.status), suffix, appended: outcome.appended };
  }

  async undo(): Promise<DraftResult> {
    this.#alive();
    const had = this.#draft.length > 0;
    this.#draft = undoSegment(this.#draft);
    const result = had ? this.#result(1) : this.#refusal("nothing_to_undo");
    return { ...result, suffix: draftSuffix(this.#draft) };
  }

  async reset(): Promise<ActionResult> {
    const { name } = this.#alive();
    this.#dropDraft();
    await unlessEnded(this.#host.release(name));
    return this.#result(1);
  }

  async preview(): Promise<PreviewResult> {
    this.#alive();
    const draft = draftText(this.#draft);
    return { ...this.#result(1), draft, length: countCharacters(draft) };
  }

  push(options: PushOptions = {}): Promise<PushResult> {
    const expected = Math.min(options.asOf ?? this.#seen, this.#seen);
    const result = this.#pushed.then(() => this.#push(expected, options.signal));
    this.#pushed = result.catch(() => {});
    return result;
  }

  async check(options: CheckOptions = {}): Promise<CheckResult> {
    const seat = this.#alive();
    const { name } = seat;
    const news = () => this.#host.eventsAfter(this.#seen).some((event) => wakes(event, name) && isShown(event, seat));
    if (!news()) await this.#wait(name, options);
    const timedOut = !news();
    return { ...this.#result(1), timed_out: timedOut };
  }

  async talkingStick(): Promise<StickResult> {
    const { name } = this.#alive();
    const claimed = await unlessEnded(this.#host.execute({ type: "claim", participant: name }));
    const { holder, queue } = this.#host.stick;
    if (!claimed) return { ...this.#refusal("room_read_only"), granted: false, holder, position: 0 };
    const messages = this.#takeUnread().filter((event) => !claimed.includes(event));
    return {
      status: 1,
      messages,
      granted: holder === name,
      holder,
      position: holder === null ? 0 : queue.indexOf(name) + 1,
    };
  }

  composing(): void {
    if (this.#seat) this.#host.signOfLife(this.#seat.name);
  }

  async leave(): Promise<void> {
    const seat = this.#seat;
    if (!seat) return;
    this.#seat = null;
    this.#dropDraft();
    await unlessEnded(this.#host.execute({ type: "leave", participant: seat.name }));
  }

  async #push(expected: number, signal: AbortSignal | undefined): Promise<PushResult> {
    const { name } = this.#alive();
    const pushed = this.#draft;
    if (pushed.length === 0) return this.#refusal("no_draft");
    this.#pushId ??= this.#newId();
    const { stick } = this.#host;
    const outcome = await this.#host.push(
      {
        type: "push",
        participant: name,
        content: draftText(pushed),
        push_id: this.#pushId,
        expected_seq: expected,
        epoch: stick.holder === name ? stick.epoch : null,
      },
      signal,
    );
    if (outcome.type === "refused") return this.#refusal(outcome.reason);
    // What was appended while the push was under way is the beginning of the next message.
    this.#draft = dropSegments(this.#draft, pushed);
    this.#pushId = null;
    const { message_id, seq, timestamp } = outcome.sent;
    return { ...this.#result(1), message_id, seq, timestamp };
  }

  /** Blocks until an event that wakes `name`, the time or the signal; tells the room now and then that it waits. */
  #wait(name: string, { timeout = LIMITS.checkTimeoutMs, signal }: CheckOptions): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted || timeout <= 0) return resolve();
      const done = () => {
        unsubscribe();
        cancelTimeout();
        cancelNotice();
        signal?.removeEventListener("abort", done);
        this.#onWaiting(false);
        resolve();
      };
      let seconds = LIMITS.firstWaitingNoticeMs / 1_000;
      const announce = () => {
        // The room may have failed for writing: waiting goes on.
        this.#host.execute({ type: "waiting", participant: name, seconds }).catch(() => {});
        cancelNotice = this.#clock.schedule(seconds * 1_000, announce);
        seconds *= 2;
      };
      let cancelNotice = this.#clock.schedule(LIMITS.firstWaitingNoticeMs, announce);
      const cancelTimeout = this.#clock.schedule(timeout, done);
      const unsubscribe = this.#host.subscribe((event) => {
        if (wakes(event, name) || (event.type === "left" && event.participant === name)) done();
      });
      signal?.addEventListener("abort", done, { once: true });
      this.#onWaiting(true);
    });
  }

  #alive(): Seat {
    if (!this.#seat) throw new ChatError("not_logged_in", "Not logged in yet. Please login first.");
    this.#host.signOfLife(this.#seat.name);
    return this.#seat;
  }

  #lacksStick(): boolean {
    return this.#host.policy === "stick" && this.#host.stick.holder !== this.username;
  }

  #dropDraft(): void {
    this.#draft = EMPTY_DRAFT;
    this.#pushId = null;
  }

  #refusal(reason: RefusalReason): ActionResult {
    return { ...this.#result(0), reason };
  }

  #result<S extends 0 | 1 | 2>(status: S): ActionResult & { readonly status: S } {
    return { status, messages: this.#takeUnread() };
  }

  /** What has arrived since the last action; from now on it counts as shown. */
  #takeUnread(): readonly RoomEvent[] {
    const seat = this.#seat;
    if (!seat) return [];
    const events = this.#host.eventsAfter(this.#seen);
    this.#seen += events.length;
    return events.filter((event) => isShown(event, seat));
  }
}

/** Notices from before it came are not shown, nor what the participant did itself. */
function isShown(event: RoomEvent, { name, joinedSeq }: Seat): boolean {
  if (!isMessage(event) && event.seq <= joinedSeq) return false;
  if (subjectOf(event) !== name) return true;
  return (
    event.type === "nudge" || (event.type === "stick" && (event.action === "granted" || event.action === "expired"))
  );
}

/** `null` where the room has ended (its journal failed, or it was closed): one can still read, and go. */
async function unlessEnded<T>(command: Promise<T>): Promise<T | null> {
  try {
    return await command;
  } catch (error) {
    if (error instanceof ChatError && (error.code === "journal_failed" || error.code === "room_closed")) return null;
    throw error;
  }
}
