/**
 * What viewers are told together: all that was said since they were last told. What comes after a silence is told at the end
 * of its turn of the event loop, what follows soon after waits for more.
 */
import type { Clock } from "../../chatroom/clock.ts";
import type { LiveSignal, LogRecord } from "../record.ts";
import type { Published } from "./backlog.ts";

export type Said = Published | LiveSignal;

/** No eye sees more than this many: what follows within is told together. */
const SHORTEST_MS = 33;
/** A write to each of a hundred viewers is dear: the conversation goes on for so many times as long as the telling took. */
const TIMES_AS_LONG = 40;
/** Words come in jerks then, but they come. */
const LONGEST_MS = 250;
/** What says more is told before its turn ends. UTF-16 units. */
export const MOST_CHARACTERS = 256 * 1024;
const MOST_ITEMS = 1_000;

export class Moment {
  readonly #clock: Clock;
  readonly #tell: () => void;
  readonly #waits: boolean;
  #said: Said[] = [];
  #characters = 0;
  /** The last words of each one, where more could go on from them. They are of `#said`, and our own. */
  readonly #growing = new Map<string, Growing>();
  /** When viewers were last told, monotonic ms. */
  #toldAt = -Infinity;
  /** How long that took, ms. */
  #took = 0;
  #cancel: (() => void) | null = null;

  /**
   * `tell` is called when it is time, and takes what was said. `waits` false: that is always at the end of the turn, for a replay,
   * whose records have their times and which no telling slows.
   */
  constructor(clock: Clock, tell: () => void, waits = true) {
    this.#clock = clock;
    this.#tell = tell;
    this.#waits = waits;
  }

  add(item: Published): void {
    // What somebody says after this is told after this.
    if (item.type === "record" && OF_ONE.has(item.record.type)) this.#growing.delete(item.record.user);
    else this.#growing.clear();
    this.#add(item, item.type === "record" ? item.record.content.length : 0);
  }

  /** Words come in pieces of a few letters, many in a moment and of several at once. */
  addSignal(signal: LiveSignal): void {
    if (signal.type !== "delta") {
      this.#growing.delete(signal.user);
      return this.#add(signal, 0);
    }
    const before = this.#growing.get(signal.user);
    if (before && goesOn(before, signal)) {
      before.text += signal.text;
      return;
    }
    const growing = { ...signal };
    this.#growing.set(signal.user, growing);
    this.#add(growing, signal.text.length);
  }

  /** What was said, to be told now; the next moment begins. Empty where there was nothing. */
  take(): readonly Said[] {
    this.#cancel?.();
    this.#cancel = null;
    const said = this.#said;
    if (said.length === 0) return said;
    this.#said = [];
    this.#characters = 0;
    this.#growing.clear();
    this.#toldAt = this.#clock.monotonic();
    return said;
  }

  #add(item: Said, characters: number): void {
    this.#said.push(item);
    this.#characters += characters;
    if (this.#characters > MOST_CHARACTERS || this.#said.length >= MOST_ITEMS) this.#tellNow();
    else this.#cancel ??= this.#tellSoon();
  }

  #tellSoon(): () => void {
    const pause = Math.min(Math.max(this.#took * TIMES_AS_LONG, SHORTEST_MS), LONGEST_MS);
    const wait = this.#toldAt + pause - this.#clock.monotonic();
    if (this.#waits && wait > 0) return this.#clock.schedule(wait, () => this.#tellNow());
    const turn = setImmediate(() => this.#tellNow());
    return () => clearImmediate(turn);
  }

  #tellNow(): void {
    const start = this.#clock.monotonic();
    this.#tell();
    this.#toldAt = this.#clock.monotonic();
    this.#took = this.#toldAt - start;
  }
}

/** Records that are about who made them, and nobody else. */
const OF_ONE: ReadonlySet<LogRecord["type"]> = new Set([
  "thinking",
  "text",
  "tool_call",
  "tool_response",
  "chat",
  "usage",
  "error",
]);

type Delta = Extract<LiveSignal, { type: "delta" }>;
type Growing = Omit<Delta, "text"> & { text: string };

/** Whether the two are pieces of one text. */
function goesOn(before: Growing, after: Delta): boolean {
  const same = before.user === after.user && before.kind === after.kind && before.call_id === after.call_id;
  return same && after.function === undefined;
}
