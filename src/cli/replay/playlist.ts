/**
 * Logs that are played one after the other, as one source: whoever shows it need not know that there are several, nor
 * that each has to be opened first.
 */
import type { Clock } from "../../chatroom/clock.ts";
import { LogError } from "../../logging/log-error.ts";
import { BETWEEN_LOOPS } from "../../logging/replay/pacing.ts";
import { Player } from "../../logging/replay/player.ts";
import type { Recording } from "../../logging/replay/recording.ts";
import type {
  ItemMatch,
  SourceChange,
  SourceListener,
  SourceState,
  TimelineSource,
} from "../../logging/replay/timeline-source.ts";
import { initialView } from "../../logging/view-state.ts";
import type { ViewState } from "../../logging/view-types.ts";
import { type From, positionOf } from "./from-time.ts";

/** Rejects with `LogError`. */
export type OpenLog = (
  path: string,
  watch: { readonly onProgress: (share: number) => void; readonly signal: AbortSignal },
) => Promise<Recording>;

export interface PlaylistOptions {
  /** Paths; at least one. */
  readonly files: readonly string[];
  readonly open: OpenLog;
  readonly clock: Clock;
  readonly speed: number;
  /** After the last one the first again. */
  readonly loop: boolean;
  /** In the first one, the first time. */
  readonly from: From | null;
  /** False: memory is constant, and `view` stays empty. */
  readonly keepView: boolean;
}

/** What comes after the end of a log, and ms from then. */
export interface Following {
  readonly what: "again" | "next";
  readonly after: number;
}

export class Playlist implements TimelineSource {
  readonly #options: PlaylistOptions;
  readonly #listeners = new Set<SourceListener>();
  readonly #abort = new AbortController();
  #index = 0;
  #player: Player | null = null;
  #recording: Recording | null = null;
  #before: ViewState = initialView;
  #speed: number;
  #playing = false;
  #progress: number | null = null;
  #failure: string | null = null;
  #cancel: () => void = () => {};

  constructor(options: PlaylistOptions) {
    this.#options = options;
    this.#speed = options.speed;
  }

  /** The file that is played: 0 is the first. */
  get index(): number {
    return this.#index;
  }

  get path(): string {
    return this.#options.files[this.#index] ?? "";
  }

  /** Null while none is open. */
  get recording(): Recording | null {
    return this.#recording;
  }

  /** Null: at its end the log that is played now is the last word. */
  get following(): Following | null {
    const { files, loop } = this.#options;
    if (files.length > 1 && (loop || this.#index + 1 < files.length)) return { what: "next", after: BETWEEN_LOOPS };
    return loop ? { what: "again", after: BETWEEN_LOOPS } : null;
  }

  /** Opens the first log; it is paused then. Rejects with `LogError`, or the reason it was closed for. */
  async open(): Promise<void> {
    await this.#openFile(this.#index);
    const { from } = this.#options;
    if (from !== null && this.#player !== null) await this.#player.seek(positionOf(from, this.state.duration));
  }

  get state(): SourceState {
    if (this.#player !== null && this.#failure === null) return this.#player.state;
    return {
      status: this.#failure === null ? "opening" : "failed",
      following: false,
      live: false,
      position: 0,
      duration: 0,
      speed: this.#speed,
      line: 0,
      due: 0,
      problems: 0,
      progress: this.#progress,
      failure: this.#failure,
    };
  }

  /** While the next one is being opened, that of the one before. */
  get view(): ViewState {
    return this.#player?.view ?? this.#before;
  }

  subscribe(listener: SourceListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  play(): void {
    this.#playing = true;
    if (this.#failure !== null) void this.#goTo(this.#index);
    else if (this.#player?.state.status === "ended" && this.following?.what === "next")
      void this.#goTo(this.#index + 1);
    else this.#player?.play();
  }

  pause(): void {
    this.#playing = false;
    this.#player?.pause();
  }

  async seek(position: number): Promise<void> {
    await this.#player?.seek(position);
  }

  async seekEnd(): Promise<void> {
    await this.#player?.seekEnd();
  }

  async step(): Promise<void> {
    await this.#player?.step();
  }

  setSpeed(speed: number): void {
    if (this.#player === null) return;
    this.#player.setSpeed(speed);
    this.#speed = this.#player.state.speed;
  }

  async find(match: ItemMatch, direction: 1 | -1): Promise<boolean> {
    return (await this.#player?.find(match, direction)) ?? false;
  }

  async close(): Promise<void> {
    this.#cancel();
    this.#abort.abort();
    this.#listeners.clear();
    await this.#player?.close();
  }

  async #openFile(index: number): Promise<void> {
    const { files, open, clock, loop, keepView } = this.#options;
    const before = this.#player;
    this.#before = this.view;
    this.#index = index % files.length;
    this.#player = null;
    this.#progress = null;
    this.#failure = null;
    this.#tell({ type: "state" });
    await before?.close();
    const { signal } = this.#abort;
    const onProgress = (share: number) => {
      this.#progress = share;
      this.#tell({ type: "state" });
    };
    const recording = await open(this.path, { onProgress, signal });
    if (signal.aborted) {
      await recording.close();
      signal.throwIfAborted();
    }
    this.#recording = recording;
    // A single one goes on by itself where it has grown meanwhile.
    const alone = loop && files.length === 1;
    this.#player = new Player({
      recording,
      clock,
      keepView,
      speed: this.#speed,
      loop: alone,
      betweenLoops: BETWEEN_LOOPS,
    });
    this.#player.subscribe((change) => this.#hear(change));
    this.#tell({ type: "view" });
    this.#tell({ type: "state" });
  }

  async #goTo(index: number): Promise<void> {
    this.#cancel();
    try {
      await this.#openFile(index);
      if (this.#playing) this.#player?.play();
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.#failure = error instanceof LogError ? error.message : String(error);
      this.#tell({ type: "state" });
    }
  }

  #hear(change: SourceChange): void {
    if (change.type === "state") {
      this.#cancel();
      this.#cancel = () => {};
      const { status } = this.state;
      if (status === "playing") this.#playing = true;
      const { following } = this;
      if (status === "ended" && following?.what === "next") {
        this.#cancel = this.#options.clock.schedule(following.after, () => void this.#goTo(this.#index + 1));
      }
    }
    this.#tell(change);
  }

  #tell(change: SourceChange): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}
