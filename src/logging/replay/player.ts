/**
 * Plays a recording: every item at its due time, at any speed, from any place. Due times are counted from one anchor, so
 * lateness never adds up. A live recording is followed at its head, and can be left and come back to. Browser-safe.
 */
import type { Clock } from "../../chatroom/clock.ts";
import { reasonOf } from "../log-error.ts";
import type { LiveSignal } from "../record.ts";
import type { ViewState } from "../view-types.ts";
import { BETWEEN_LOOPS } from "./pacing.ts";
import { Playhead, type Target, type Trip } from "./playhead.ts";
import type { Recording, TimedItem } from "./recording.ts";
import type {
  ItemMatch,
  SourceChange,
  SourceListener,
  SourceState,
  SourceStatus,
  TimelineSource,
} from "./timeline-source.ts";

export interface PlayerOptions {
  readonly recording: Recording;
  readonly clock: Pick<Clock, "monotonic" | "schedule">;
  /** Default 1. */
  readonly speed?: number;
  /** At the end it begins again. Default false. */
  readonly loop?: boolean;
  /** ms at the end, before it begins again. Default 3,000. */
  readonly betweenLoops?: number;
  /** False: items are told and not folded, and memory is constant whatever the recording's length. Default true. */
  readonly keepView?: boolean;
}

const MOST_PROBLEMS_TOLD = 10_000;
const SLOWEST = 1 / 64;
const FASTEST = 64;
/** ms between two words on how far a seek has come. */
const PROGRESS_EVERY = 100;

export class Player implements TimelineSource {
  readonly #recording: Recording;
  readonly #clock: PlayerOptions["clock"];
  readonly #loop: boolean;
  readonly #betweenLoops: number;
  readonly #listeners = new Set<SourceListener>();
  /** Lines that are no records, of which was told. */
  readonly #told = new Set<number>();
  readonly #forget: () => void;
  readonly #head: Playhead;
  /** What is shown: in the middle of a seek still what was before it. */
  #view: ViewState;
  #status: SourceStatus = "paused";
  #following = false;
  #speed: number;
  /** `position` ms were reached at `at` of the clock. */
  #anchor = { position: 0, at: 0 };
  #progress: number | null = null;
  #failure: string | null = null;
  /** After the seek that runs it plays. */
  #resume = false;
  /** What is under way belongs to it; aborted by all that makes it obsolete. */
  #current = new AbortController();
  #cancelTimer: () => void = () => {};
  /** Of the `#play` that is at work, and whether it was asked for again meanwhile. */
  #playing: AbortSignal | null = null;
  #askedAgain = false;

  constructor({
    recording,
    clock,
    speed = 1,
    loop = false,
    betweenLoops = BETWEEN_LOOPS,
    keepView = true,
  }: PlayerOptions) {
    this.#recording = recording;
    this.#clock = clock;
    this.#speed = speed;
    this.#loop = loop;
    this.#betweenLoops = betweenLoops;
    this.#head = new Playhead(recording, keepView, (item) => this.#tellProblem(item));
    this.#view = this.#head.view;
    this.#forget = recording.onGrow((signal) => this.#grown(signal));
  }

  get state(): SourceState {
    return {
      status: this.#status,
      following: this.#following,
      live: this.#recording.live,
      position: this.#position,
      duration: this.#recording.duration,
      speed: this.#speed,
      line: this.#head.line,
      due: this.#head.due,
      problems: this.#told.size,
      progress: this.#progress,
      failure: this.#failure,
    };
  }

  get view(): ViewState {
    return this.#view;
  }

  subscribe(listener: SourceListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  play(): void {
    switch (this.#status) {
      case "seeking":
        this.#resume = true;
        return;
      case "ended":
        this.#restart();
        break;
      case "paused":
      case "failed":
        this.#become("playing");
        break;
      case "playing":
      case "opening":
        return;
    }
    void this.#play();
  }

  pause(): void {
    if (this.#status === "seeking") this.#resume = false;
    else if (this.#status === "playing" || this.#status === "ended") this.#become("paused");
  }

  seek(position: number): Promise<void> {
    return this.#seek({ due: Math.min(Math.max(0, position), this.#recording.duration), line: null });
  }

  async seekEnd(): Promise<void> {
    // Of a live one also what comes on the way.
    await this.#seek({ due: this.#recording.live ? Number.POSITIVE_INFINITY : this.#recording.duration, line: null });
    if (this.#recording.live) this.play();
  }

  async step(): Promise<void> {
    this.pause();
    if (this.#status !== "paused") return;
    const signal = this.#become("paused");
    for (let item = await this.#next(signal); item !== null && !signal.aborted; item = await this.#next(signal)) {
      this.#anchor = { position: item.due, at: 0 };
      this.#show(item);
      if ("record" in item.item) break;
    }
    if (!signal.aborted) this.#tell({ type: "state" });
  }

  setSpeed(speed: number): void {
    const position = this.#position;
    this.#speed = Math.min(FASTEST, Math.max(SLOWEST, speed));
    if (this.#status !== "playing" || this.#following) return this.#tell({ type: "state" });
    this.#become("playing", position);
    void this.#play();
  }

  async find(match: ItemMatch, direction: 1 | -1): Promise<boolean> {
    const signal = this.#leave();
    const trip = this.#trip(signal);
    const search = direction > 0 ? this.#head.findAfter(match, trip) : this.#head.findBefore(match, trip);
    const found = await this.#guarded(signal, search);
    if (signal.aborted) return false;
    if (found) await this.#seek({ due: found.due, line: found.item.line });
    // A seek that this one took the place of may have left the head elsewhere.
    else this.#arrive(this.#view === this.#head.view ? this.#anchor.position : this.#head.due);
    return found !== null;
  }

  async close(): Promise<void> {
    this.#become("paused");
    this.#forget();
    this.#listeners.clear();
    await this.#recording.close();
  }

  get #position(): number {
    const { position, at } = this.#anchor;
    if (this.#status !== "playing" || this.#following) return position;
    const played = (this.#clock.monotonic() - at) * this.#speed;
    return Math.max(position, Math.min(position + played, this.#recording.duration));
  }

  /** Whatever is under way is obsolete; what begins now has the signal that is returned. */
  #become(status: SourceStatus, position = this.#position, failure: string | null = null): AbortSignal {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    this.#current.abort();
    this.#current = new AbortController();
    const { signal } = this.#current;
    this.#status = status;
    this.#following = false;
    this.#progress = null;
    this.#failure = failure;
    this.#anchor = { position, at: this.#clock.monotonic() };
    this.#tell({ type: "state" });
    return signal;
  }

  /** Shows what is due, and waits for what is not. */
  async #play(): Promise<void> {
    const { signal } = this.#current;
    if (this.#status !== "playing") return;
    this.#askedAgain = this.#playing === signal;
    if (this.#askedAgain) return;
    this.#playing = signal;
    const due = await this.#showDue(signal);
    if (signal.aborted) return;
    this.#playing = null;
    if (this.#askedAgain) return this.#play();
    if (due === null) return this.#atEnd();
    this.#cancelTimer = this.#clock.schedule(this.#wait(due), () => void this.#play());
  }

  /** When the next one is due, ms; null: there is none, or all this is obsolete. */
  async #showDue(signal: AbortSignal): Promise<number | null> {
    for (let item = await this.#next(signal); item !== null && !signal.aborted; item = await this.#next(signal)) {
      if (this.#following) this.#anchor = { position: item.due, at: this.#clock.monotonic() };
      else if (this.#wait(item.due) > 0) return item.due;
      this.#show(item);
    }
    return null;
  }

  /** ms of the clock until `due`. */
  #wait(due: number): number {
    return (due - this.#anchor.position) / this.#speed - (this.#clock.monotonic() - this.#anchor.at);
  }

  #atEnd(): Promise<void> | undefined {
    if (!this.#recording.live) {
      this.#become("ended", this.#recording.duration);
      if (this.#loop) this.#cancelTimer = this.#clock.schedule(this.#betweenLoops, () => void this.#playAgain());
      return;
    }
    if (this.#following) return;
    this.#following = true;
    this.#anchor = { position: this.#head.due, at: this.#clock.monotonic() };
    this.#tell({ type: "state" });
    // What was added while nobody followed.
    return this.#play();
  }

  /** Goes on where the log has grown; else it begins anew. */
  async #playAgain(): Promise<void> {
    const { signal } = this.#current;
    const item = await this.#next(signal);
    if (signal.aborted) return;
    if (item === null) this.#restart();
    else this.#become("playing", this.#head.due);
    await this.#play();
  }

  #restart(): void {
    this.#head.restart();
    this.#view = this.#head.view;
    this.#tell({ type: "view" });
    this.#become("playing", 0);
  }

  #grown(signal: LiveSignal | null): void {
    if (!this.#following) return;
    if (signal === null) return void this.#play();
    // Before a record that is not shown yet, it would be in the wrong order; it is gone in a moment anyway.
    if (this.#playing !== null) return;
    this.#head.signal(signal);
    this.#view = this.#head.view;
    this.#tell({ type: "item", item: signal, line: this.#head.line, legacy: false });
  }

  async #seek(target: Target): Promise<void> {
    const signal = this.#leave();
    await this.#guarded(signal, this.#head.moveTo(target, this.#trip(signal)));
    if (!signal.aborted) this.#arrive(Math.min(target.due, this.#recording.duration));
  }

  /** Begins a way to elsewhere. */
  #leave(): AbortSignal {
    const resume = this.#status === "playing" || (this.#status === "seeking" && this.#resume);
    const signal = this.#become("seeking");
    this.#resume = resume;
    return signal;
  }

  /** Shows what the head has come to. */
  #arrive(position: number): void {
    const { signal } = this.#current;
    if (this.#view !== this.#head.view) {
      this.#view = this.#head.view;
      this.#anchor = { position, at: this.#clock.monotonic() };
      this.#tell({ type: "view" });
      if (signal.aborted) return;
    }
    this.#become(this.#resume ? "playing" : "paused", position);
    void this.#play();
  }

  #trip(signal: AbortSignal): Trip {
    let toldAt = this.#clock.monotonic();
    let count = 0;
    const onProgress = (share: number) => {
      // Asking the clock would cost more than reading an item.
      if (++count % 256 !== 0 || this.#clock.monotonic() - toldAt < PROGRESS_EVERY) return;
      toldAt = this.#clock.monotonic();
      this.#progress = Math.min(1, Math.max(0, share)) || 0;
      this.#tell({ type: "state" });
    };
    return { signal, onProgress };
  }

  /** The next item; null: there is none, or it cannot be had. Only what has to be read is waited for. */
  #next(signal: AbortSignal): TimedItem | Promise<TimedItem | null> {
    return this.#head.ready ?? this.#guarded(signal, this.#head.peek());
  }

  /** What `work` comes to; null: it is obsolete, or it failed, and then so has the player. */
  async #guarded<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
    try {
      const result = await work;
      return signal.aborted ? null : result;
    } catch (error) {
      if (!signal.aborted) this.#become("failed", this.#position, reasonOf(error));
      return null;
    }
  }

  #show(timed: TimedItem): void {
    this.#head.take(timed);
    this.#view = this.#head.view;
    const { item } = timed;
    if ("problem" in item) return;
    this.#tell({ type: "item", item: item.record, line: item.line, legacy: item.legacy !== undefined });
  }

  #tellProblem({ item }: TimedItem): void {
    if ("record" in item || this.#told.has(item.line) || this.#told.size >= MOST_PROBLEMS_TOLD) return;
    this.#told.add(item.line);
    this.#tell({ type: "problem", line: item.line, problem: item.problem });
  }

  #tell(change: SourceChange): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}
