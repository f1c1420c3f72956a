/**
 * Somebody who does random things in a room, and keeps its own simple account of what it wrote and what it was shown:
 * the invariants are checked against that account, never against what the room says of itself.
 */
import type { Clock } from "../../src/chatroom/clock.ts";
import { ChatError } from "../../src/chatroom/errors.ts";
import { LocalSession } from "../../src/chatroom/local-session.ts";
import { isMessage, type RefusalReason, type RoomEvent } from "../../src/chatroom/protocol.ts";
import type { RoomHost } from "../../src/chatroom/room-host.ts";
import type { ActionResult, PushOptions, PushResult } from "../../src/chatroom/session.ts";
import type { Random } from "./random.ts";

/** A push that the room has acknowledged. */
export interface Acknowledged {
  readonly seq: number;
  /** What the writer had put together. */
  readonly content: string;
  /** The messages its writer had been shown when it decided to push; null: it did not care. */
  readonly read: ReadonlySet<number> | null;
}

/** One stay in the room, from join to leave. */
export interface Stay {
  readonly shown: RoomEvent[];
  readonly acknowledged: Acknowledged[];
  left: boolean;
}

const APPEND_LIMIT = 24;
/** Who is silent for so long loses a lent floor. */
const SILENCE_MS = 20_000;

export class Participant {
  readonly name: string;
  readonly stays: Stay[] = [];
  /** The most refusals in a row while it was alive. */
  worstRow = 0;
  actions = 0;
  readonly #host: RoomHost;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #session: LocalSession;
  readonly #weights: Readonly<Record<ActionName, number>>;
  #segments: string[] = [];
  #words = 0;
  /** Refusals in a row; a new one begins where a push went through, or with silence. */
  #row = { refusals: 0 };
  #lastSign = 0;
  #patience = new AbortController();

  constructor(name: string, host: RoomHost, clock: Clock, random: Random) {
    this.name = name;
    this.#host = host;
    this.#clock = clock;
    this.#random = random;
    let pushes = 0;
    this.#session = new LocalSession(host, { clock, appendLimit: APPEND_LIMIT, newId: () => `${name}-${++pushes}` });
    this.#weights = {
      append: 20 + random.below(20),
      push: 10 + random.below(40),
      turn: random.below(30),
      undo: 5,
      reset: random.below(6),
      preview: 4,
      check: random.below(20),
      claim: host.policy === "stick" ? 25 : 3,
      broadcast: random.chance(0.2) ? 10 : 0,
      impatientPush: 2,
      leave: 2,
    };
  }

  get #stay(): Stay {
    const stay = this.stays.at(-1);
    if (!stay) throw new Error(`${this.name} is not in the room`);
    return stay;
  }

  get inRoom(): boolean {
    return this.#session.username !== null;
  }

  /** "X is writing": may come at any time, in the middle of an action too. */
  composing(): void {
    this.#signOfLife();
    this.#session.composing();
  }

  /** Does one random thing; resolves when it is done. */
  async act(): Promise<void> {
    this.actions++;
    this.#signOfLife();
    this.#patience = new AbortController();
    if (!this.inRoom) return this.#join();
    try {
      await this.#actions[this.#random.weighted(this.#weights)]();
    } catch (error) {
      const walkedOut = error instanceof ChatError && error.code === "not_logged_in" && this.#stay.left;
      if (!walkedOut) throw error;
    }
  }

  /** Gives up waiting for the floor, if its push is of the impatient kind. */
  losePatience(): void {
    this.#patience.abort();
  }

  /** Leaves, in the middle of an action too. */
  async leave(): Promise<void> {
    // In the middle of a join there is no stay yet that it could end.
    if (!this.inRoom || (this.stays.at(-1)?.left ?? true)) return;
    this.#stay.left = true;
    this.#segments = [];
    this.#row = { refusals: 0 };
    await this.#session.leave();
  }

  /** Reads all there is. */
  async catchUp(): Promise<void> {
    if (this.inRoom) this.#take(await this.#session.check({ timeout: 0 }));
  }

  readonly #actions = {
    append: () => this.#append(),
    push: () => this.#push(),
    turn: () => this.#turn(),
    undo: () => this.#undo(),
    reset: () => this.#reset(),
    preview: () => this.#preview(),
    check: () => this.#check(),
    claim: async () => void this.#take(await this.#session.talkingStick()),
    broadcast: () => this.#broadcast(),
    impatientPush: () => this.#push({ signal: this.#patience.signal }),
    leave: () => this.leave(),
  };

  async #join(): Promise<void> {
    try {
      await this.#session.join(this.name);
      this.stays.push({ shown: [], acknowledged: [], left: false });
    } catch (error) {
      if (!(error instanceof ChatError && error.code === "journal_failed")) throw error;
    }
  }

  async #append(): Promise<void> {
    const words = 1 + this.#random.below(this.#random.chance(0.1) ? 8 : 2);
    const text = Array.from({ length: words }, () => `${this.name}${++this.#words}`).join(" ");
    const result = this.#take(await this.#session.append(text));
    if (result.status === 0 || this.#stay.left) return;
    if (!text.startsWith(result.appended)) throw new Error(`appended ${result.appended} of ${text}`);
    this.#segments.push(result.appended);
    if (!this.#segments.join(" ").endsWith(result.suffix)) throw new Error(`suffix ${result.suffix}`);
  }

  async #undo(): Promise<void> {
    const had = this.#segments.pop() !== undefined;
    const { status } = this.#take(await this.#session.undo());
    if (!this.#stay.left && (status === 1) !== had)
      throw new Error(`undo ${had ? "did not take back" : "took back"} a segment`);
  }

  async #reset(): Promise<void> {
    this.#segments = [];
    this.#row = { refusals: 0 };
    this.#take(await this.#session.reset());
  }

  async #preview(): Promise<void> {
    const { draft } = this.#take(await this.#session.preview());
    if (!this.#stay.left && draft !== this.#segments.join(" "))
      throw new Error(`draft ${draft}, not ${this.#segments.join(" ")}`);
  }

  async #check(): Promise<void> {
    const timeout = this.#random.pick([0, 500, 3_000, 30_000]);
    const result = this.#take(await this.#session.check({ timeout }));
    if (result.timed_out && result.messages.some(isMessage)) throw new Error("a check timed out with a message");
  }

  /** One answer of a model: it appends and pushes without having read what the appends brought. */
  async #turn(): Promise<void> {
    const asOf = this.#session.seen;
    const read = this.#read();
    for (let n = this.#random.below(3); n >= 0; n--) await this.#append();
    await this.#push({ asOf }, read);
  }

  async #push(options: PushOptions = {}, read = this.#read()): Promise<void> {
    const content = this.#segments.join(" ");
    const row = this.#row;
    const result: PushResult = await this.#session.push(options);
    if (result.status === 1) this.#sent(result.seq ?? 0, content, read);
    else this.#refused(result, row, options.signal?.aborted ?? false);
    this.#take(result);
  }

  /** Something a person says without having looked: a client that sends without `expected_seq`. */
  async #broadcast(): Promise<void> {
    const content = `${this.name}${++this.#words}`;
    const { holder, epoch } = this.#host.stick;
    const outcome = await this.#host.push({
      type: "push",
      participant: this.name,
      content,
      push_id: `broadcast-${content}`,
      expected_seq: null,
      epoch: holder === this.name ? epoch : null,
    });
    if (outcome.type === "sent") {
      this.#stay.acknowledged.push({ seq: outcome.sent.seq, content, read: null });
      this.#row = { refusals: 0 };
    } else if (isRefusal(outcome.reason) && !this.#stay.left) {
      throw new Error(`a broadcast was refused: ${outcome.reason}`);
    }
  }

  #sent(seq: number, content: string, read: ReadonlySet<number>): void {
    this.#stay.acknowledged.push({ seq, content, read });
    this.#segments = [];
    this.#row = { refusals: 0 };
  }

  #refused({ reason }: ActionResult, row: { refusals: number }, givenUp: boolean): void {
    if (reason === "no_draft" && this.#segments.length > 0) throw new Error("the draft is lost");
    const ownWish = reason === "floor_lent" && (givenUp || this.#stay.left);
    if (isRefusal(reason) && !ownWish) this.worstRow = Math.max(this.worstRow, ++row.refusals);
  }

  /** Who was silent for as long as a floor is lent begins anew. */
  #signOfLife(): void {
    const now = this.#clock.monotonic();
    if (now - this.#lastSign >= SILENCE_MS) this.#row = { refusals: 0 };
    this.#lastSign = now;
  }

  #read(): ReadonlySet<number> {
    return new Set(this.#stay.shown.filter(isMessage).map(({ seq }) => seq));
  }

  #take<R extends ActionResult>(result: R): R {
    this.#stay.shown.push(...result.messages);
    return result;
  }
}

/** One of those that must not be more than three in a row. */
function isRefusal(reason: RefusalReason | undefined): boolean {
  return reason === "unseen_messages" || reason === "floor_lent";
}

type ActionName =
  | "append"
  | "push"
  | "turn"
  | "undo"
  | "reset"
  | "preview"
  | "check"
  | "claim"
  | "broadcast"
  | "impatientPush"
  | "leave";
