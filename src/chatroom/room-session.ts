/**
 * One participant's seat: keeps the draft and what is unread, and asks its room for the rest, wherever that is. A draft
 * changes in the very step of the call; what a room further away has to say to it comes after.
 */
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
import type { PushOutcome } from "./core/decide.ts";
import { type FloorPolicy, LIMITS, type RefusalReason, wakes } from "./protocol.ts";
import type { RoomAccess, Seat, StickState } from "./room-access.ts";
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
import { isShown } from "./shown.ts";

export interface SessionOptions {
  readonly clock: Clock;
  /** Characters one append takes at most; default 1,000. */
  readonly appendLimit?: number;
  /** Makes push ids; no two may be equal in one room. */
  readonly newId?: () => string;
  /** Told when a `check` begins and ends to block: from `true` on, only others can make this participant go on. */
  readonly onWaiting?: (waiting: boolean) => void;
}

export class RoomSession implements ChatSession {
  readonly #room: RoomAccess;
  readonly #clock: Clock;
  readonly #appendLimit: number;
  readonly #newId: () => string;
  readonly #onWaiting: (waiting: boolean) => void;
  #seat: Seat | null = null;
  #seen = 0;
  #draft: Draft = EMPTY_DRAFT;
  #pushId: string | null = null;
  /** What was tried to push, until it is known what came of it. */
  #unanswered: Draft | null = null;
  /** Pushes go one after the other: each sends what the one before has left of the draft. */
  #pushed: Promise<unknown> = Promise.resolve();
  /** Ends what waits when the seat is left. */
  #left = new AbortController();

  constructor(room: RoomAccess, options: SessionOptions) {
    this.#room = room;
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

  get policy(): FloorPolicy {
    return this.#room.policy;
  }

  /** Names, in the order they came. */
  get participants(): readonly string[] {
    return this.#room.participants;
  }

  get stick(): StickState {
    return this.#room.stick;
  }

  async join(username: string): Promise<void> {
    if (this.#seat && this.#seat.name !== parseName(username)) {
      throw new ChatError("invalid_argument", `already logged in as ${this.#seat.name}; leave first`);
    }
    if (this.#seat) return;
    this.take(await this.#room.enter(username));
  }

  /** Sits down on a seat that is held already, having been shown the room up to `seen`. */
  take(seat: Seat, seen = seat.unreadAfter): void {
    // Who is moved to another seat goes on waiting there.
    if (!this.#seat) this.#left = new AbortController();
    this.#seat = seat;
    this.#seen = seen;
  }

  async login(username: string): Promise<LoginResult> {
    await this.join(username);
    const { seat, news } = this.#arrive();
    if (news) await news;
    return { ...this.#result(1), username: seat.name, participants: this.#room.participants };
  }

  async append(text: string): Promise<AppendResult> {
    const { news } = this.#arrive();
    const outcome = this.#lacksStick()
      ? ({ status: 0, reason: "stick_needed" } as const)
      : appendSegment(this.#draft, text, this.#appendLimit);
    if (outcome.status !== 0) this.#draft = outcome.draft;
    const suffix = draftSuffix(this.#draft);
    if (news) await news;
    return outcome.status === 0
      ? { ...this.#refusal(outcome.reason), suffix, appended: "" }
      : { ...this.#result(outcome.status), suffix, appended: outcome.appended };
  }

  async undo(): Promise<DraftResult> {
    const { news } = this.#arrive();
    const had = this.#draft.length > 0;
    this.#draft = undoSegment(this.#draft);
    const suffix = draftSuffix(this.#draft);
    if (news) await news;
    return { ...(had ? this.#result(1) : this.#refusal("nothing_to_undo")), suffix };
  }

  async reset(): Promise<ActionResult> {
    const { seat, news } = this.#arrive();
    this.#dropDraft();
    await this.#room.release(seat.name);
    if (news) await news;
    return this.#result(1);
  }

  async preview(): Promise<PreviewResult> {
    const { news } = this.#arrive();
    const draft = draftText(this.#draft);
    if (news) await news;
    return { ...this.#result(1), draft, length: countCharacters(draft) };
  }

  push(options: PushOptions = {}): Promise<PushResult> {
    const expected = Math.min(options.asOf ?? this.#seen, this.#seen);
    const result = this.#pushed.then(() => this.#push(expected, options.signal));
    this.#pushed = result.catch(() => {});
    return result;
  }

  async check(options: CheckOptions = {}): Promise<CheckResult> {
    const { seat, news } = this.#arrive();
    if (news) await news;
    const unread = () =>
      this.#room.eventsAfter(this.#seen).some((event) => wakes(event, seat.name) && isShown(event, seat));
    if (!unread()) await this.#wait(seat.name, options);
    const timedOut = !unread();
    return { ...this.#result(1), timed_out: timedOut };
  }

  async talkingStick(): Promise<StickResult> {
    const { seat, news } = this.#arrive();
    if (news) await news;
    const claim = await this.#room.claim(seat.name);
    if (!claim) {
      const { holder } = this.#room.stick;
      return { ...this.#refusal("room_read_only"), granted: false, holder, position: 0 };
    }
    const { seqs, ...outcome } = claim;
    const { messages, ...result } = this.#result(1);
    return { ...result, messages: messages.filter(({ seq }) => !seqs.includes(seq)), ...outcome };
  }

  /**
   * Sends `content` as it is, whatever has been said meanwhile, beside the draft: for people. Waits while the floor is
   * another's; aborting `signal` gives that up.
   */
  async say(content: string, signal?: AbortSignal): Promise<PushOutcome> {
    const { name: participant } = this.#requireSeat();
    const push_id = this.#newId();
    return this.#room.push({ type: "push", participant, content, push_id, expected_seq: null }, signal);
  }

  composing(): void {
    if (this.#seat) this.#room.composing(this.#seat.name);
  }

  async leave(): Promise<void> {
    const seat = this.#seat;
    if (!seat) return;
    this.#seat = null;
    this.#dropDraft();
    this.#left.abort();
    await this.#room.leave(seat.name);
  }

  async #push(expected: number, signal: AbortSignal | undefined): Promise<PushResult> {
    const seat = this.#requireSeat();
    const pushed = this.#nextToPush();
    if (pushed.length === 0) {
      const { news } = this.#arrive();
      if (news) await news;
      return this.#refusal("no_draft");
    }
    this.#pushId ??= this.#newId();
    this.#unanswered = pushed;
    const outcome = await this.#room.push(
      {
        type: "push",
        participant: seat.name,
        content: draftText(pushed),
        push_id: this.#pushId,
        expected_seq: expected,
      },
      signal,
    );
    this.#unanswered = null;
    if (outcome.type === "refused") return this.#refusal(outcome.reason);
    // What was appended while the push was under way is the beginning of the next message.
    this.#draft = dropSegments(this.#draft, pushed);
    this.#pushId = null;
    const { message_id, seq, timestamp } = outcome.sent;
    return { ...this.#result(1), message_id, seq, timestamp };
  }

  /** Blocks until an event that wakes `name`, the time or a signal; tells the room now and then that it waits. */
  #wait(name: string, { timeout = LIMITS.checkTimeoutMs, signal }: CheckOptions): Promise<void> {
    const left = this.#left.signal;
    return new Promise((resolve, reject) => {
      if (signal?.aborted || left.aborted || timeout <= 0) return resolve();
      const end = () => {
        unsubscribe();
        cancelTimeout();
        cancelNotice();
        signal?.removeEventListener("abort", done);
        left.removeEventListener("abort", done);
        this.#onWaiting(false);
      };
      const done = () => {
        end();
        resolve();
      };
      const broken = (error: ChatError) => {
        end();
        reject(error);
      };
      let seconds = LIMITS.firstWaitingNoticeMs / 1_000;
      const announce = () => {
        this.#room.announceWaiting(name, seconds);
        cancelNotice = this.#clock.schedule(seconds * 1_000, announce);
        seconds *= 2;
      };
      let cancelNotice = this.#clock.schedule(LIMITS.firstWaitingNoticeMs, announce);
      const cancelTimeout = this.#clock.schedule(timeout, done);
      const unsubscribe = this.#room.subscribe((event) => {
        if (wakes(event, name) || (event.type === "left" && event.participant === name)) done();
      }, broken);
      signal?.addEventListener("abort", done, { once: true });
      left.addEventListener("abort", done, { once: true });
      this.#onWaiting(true);
    });
  }

  #requireSeat(): Seat {
    if (!this.#seat) throw new ChatError("not_logged_in", "Not logged in yet. Please login first.");
    return this.#seat;
  }

  /** A sign of life; `news` is there to be waited for where what was said has still to come. */
  #arrive(): { readonly seat: Seat; readonly news: Promise<void> | undefined } {
    const seat = this.#requireSeat();
    return { seat, news: this.#room.arrive(seat.name) };
  }

  #lacksStick(): boolean {
    return this.#room.policy === "stick" && this.#room.stick.holder !== this.username;
  }

  /** Its id stands for the text: a push that was never answered, and may have been sent, is repeated as it was. */
  #nextToPush(): Draft {
    const tried = this.#unanswered;
    this.#unanswered = null;
    if (tried?.every((segment, index) => segment === this.#draft[index])) return tried;
    // What has been undone since is another text, and so another message.
    if (tried) this.#pushId = null;
    return this.#draft;
  }

  #dropDraft(): void {
    this.#draft = EMPTY_DRAFT;
    this.#pushId = null;
    this.#unanswered = null;
  }

  #refusal(reason: RefusalReason): ActionResult {
    return { ...this.#result(0), reason };
  }

  /** With what has arrived since the last action; from now on that counts as shown. */
  #result<S extends 0 | 1 | 2>(status: S): ActionResult & { readonly status: S } {
    const seat = this.#seat;
    if (!seat) return { status, messages: [] };
    const events = this.#room.eventsAfter(this.#seen);
    const missed = events[0] === undefined ? 0 : events[0].seq - this.#seen - 1;
    this.#seen = events.at(-1)?.seq ?? this.#seen;
    const messages = events.filter((event) => isShown(event, seat));
    return missed > 0 ? { status, messages, missed } : { status, messages };
  }
}
