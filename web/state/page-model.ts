/**
 * The one owner of what the page shows: it connects, opens logs, obeys the person and makes a new `PageState` at most
 * twenty times a second, however much happens. Holds no React; the browser's parts come in as arguments.
 */
import type { Clock } from "../../src/chatroom/clock.ts";
import { blobBytes, type LogBytes } from "../../src/logging/replay/log-bytes.ts";
import { collectLandmarks, type Landmarks } from "../../src/logging/replay/landmarks.ts";
import { Player } from "../../src/logging/replay/player.ts";
import type { Recording } from "../../src/logging/replay/recording.ts";
import type { TimelineSource } from "../../src/logging/replay/timeline-source.ts";
import { initialView } from "../../src/logging/view-state.ts";
import type { Target } from "../connect/address.ts";
import type { ConnectionState, Socket } from "../connect/connection.ts";
import { LiveFeed } from "../connect/live-feed.ts";
import { rangeBytes } from "../connect/range-bytes.ts";
import { refusalReason } from "../connect/refusal-reason.ts";
import { colorsOf } from "./colors-of.ts";
import type { Filter } from "./filter.ts";
import { Finder } from "./finder.ts";
import { openLog } from "./log-opener.ts";
import { EMPTY_PAGE, type Origin, type PageState, type Problem } from "./page-state.ts";
import { Store } from "./store.ts";
import { WorkQueue } from "./work-queue.ts";

export interface PageEnvironment {
  readonly clock: Clock;
  readonly random: () => number;
  readonly openSocket: (address: string) => Socket;
  readonly fetch: typeof fetch;
}

/** ms between two states; and, where nothing happens, between two looks at the time. */
const FLUSH = 50;
const PLAYING_TICK = 100;
const WAITING_TICK = 1_000;
/** ms of a flush for going through long lists. */
const INDEX_BUDGET = 20;
const MOST_PROBLEMS = 500;
const MOST_MARKS = 2_000;

export class PageModel {
  readonly page = new Store<PageState>(EMPTY_PAGE);
  readonly steps = new WorkQueue();
  readonly #environment: PageEnvironment;
  readonly #finder = new Finder();
  #feed: LiveFeed | null = null;
  #connection: ConnectionState = { status: "off" };
  #source: TimelineSource | null = null;
  #unsubscribe = () => {};
  #opening: AbortController | null = null;
  #marking = new AbortController();
  /** What the next state has beside what follows from the source. */
  #next: PageState = EMPTY_PAGE;
  #speed = 1;
  #timer: { readonly due: number; readonly cancel: () => void } | null = null;
  #lastFlush = Number.NEGATIVE_INFINITY;

  constructor(environment: PageEnvironment) {
    this.#environment = environment;
  }

  get source(): TimelineSource | null {
    return this.#source;
  }

  connect(target: Target, readLogs = true): void {
    this.#leave({ type: "server", address: target.url, log: null });
    const { clock, random, openSocket, fetch } = this.#environment;
    this.#feed = new LiveFeed({
      ...{ target, clock, random, readLogs, open: openSocket },
      explain: (asked) => refusalReason(asked, fetch),
      onState: (state) => {
        this.#connection = state;
        this.soon();
      },
      listener: {
        onRecording: (recording) => this.#play(recording, false),
        onMarker: (marker) => {
          if (this.#next.marks.length < MOST_MARKS) this.#change({ marks: [...this.#next.marks, marker] });
        },
        onLog: (url, loop) => void this.#openServed(url, target, loop),
        onRooms: (room, rooms) => this.#change({ rooms, room: room ?? this.#next.room }),
        onProblem: (line, problem) => this.#problem({ line, problem }),
      },
    });
    this.#feed.connection.connect();
  }

  disconnect(): void {
    this.#feed?.connection.close();
  }

  /** At once, where it waits for its next attempt. */
  hurry(): void {
    this.#feed?.connection.hurry();
  }

  chooseRoom(room: string): void {
    const target = this.#feed?.connection.target;
    if (target === undefined) return;
    const { rooms } = this.#next;
    this.connect({ ...target, room });
    this.#change({ room, rooms });
  }

  async openFile(blob: Blob, name: string): Promise<void> {
    this.#leave({ type: "file", name });
    await this.#open(blobBytes(blob, name), "file");
  }

  /** Nothing can be shown, and this is why. */
  fail(failure: string): void {
    this.#change({ failure });
  }

  /** What a live conversation has said is forgotten; a log is closed. */
  clear(): void {
    if (this.#next.origin.type === "server" && this.#feed !== null && this.#next.origin.log === null) {
      this.#change({ problems: [], problemCount: 0 });
      this.#feed.clear();
    } else this.#leave({ type: "none" });
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
    this.#source?.setSpeed(speed);
    this.soon();
  }

  setFilter(filter: Filter): void {
    this.#finder.filter = filter;
    this.flush();
  }

  /** To the next or previous match: in what is shown, then in the rest of the log, then from the other end. */
  search(direction: 1 | -1): Promise<void> {
    return this.#finder.go(direction, this.#source, () => this.flush());
  }

  /** A new state as soon as its time has come. */
  soon(): void {
    this.#schedule(Math.max(0, this.#lastFlush + FLUSH - this.#environment.clock.monotonic()));
  }

  flush(): void {
    const { clock } = this.#environment;
    this.#timer?.cancel();
    this.#timer = null;
    const begun = clock.monotonic();
    this.#lastFlush = begun;
    const view = this.#source?.view ?? initialView;
    const source = this.#source?.state ?? null;
    const found = this.#finder.follow(view, () => clock.monotonic() - begun < INDEX_BUDGET);
    const isLive = source?.live === true && source.following && view.ended === null;
    const connection = this.#connection;
    this.#next = {
      ...this.#next,
      ...found,
      ...{ view, source, connection },
      // A conversation may go faster than the clock on the wall.
      now: Math.floor((isLive ? Math.max(clock.now(), view.now) : view.now) / 1_000) * 1_000,
      retryIn: connection.status === "waiting" ? Math.max(0, connection.at - begun) : 0,
      colors: colorsOf(view, this.page.value),
    };
    this.page.set(this.#next);
    const isMoving = source !== null && ["playing", "opening", "seeking"].includes(source.status) && !isLive;
    if (!found.search.whole) this.#schedule(0);
    else if (isMoving) this.#schedule(PLAYING_TICK);
    else if (isLive || connection.status === "waiting") this.#schedule(WAITING_TICK);
  }

  #change(part: Partial<PageState>): void {
    this.#next = { ...this.#next, ...part };
    this.soon();
  }

  #problem(problem: Problem): void {
    const { problems, problemCount } = this.#next;
    const kept = problems.length < MOST_PROBLEMS ? [...problems, problem] : problems;
    this.#change({ problems: kept, problemCount: problemCount + 1 });
  }

  async #openServed(url: string, target: Target, loop: boolean): Promise<void> {
    const { clock, random, fetch } = this.#environment;
    const name = "the server's log";
    this.#change({ origin: { type: "server", address: target.url, log: url } });
    const bytes = rangeBytes({
      ...{ url, name, clock, random, fetch },
      onTrouble: (trouble) => {
        this.#connection = trouble === null ? { status: "connected" } : { status: "waiting", ...trouble };
        this.soon();
      },
    });
    const isOpen = await this.#open(bytes, loop ? "again and again" : "once");
    // A page on disk may not read it, where the server lets it only listen.
    if (isOpen === false) this.connect(target, false);
  }

  /** null: something else was opened meanwhile. */
  async #open(bytes: LogBytes, how: "file" | "once" | "again and again"): Promise<boolean | null> {
    const fromServer = how !== "file";
    const opening = new AbortController();
    this.#opening = opening;
    const onProgress = (): void => this.soon();
    try {
      const recording = await openLog(bytes, { signal: opening.signal, onProgress });
      if (this.#opening !== opening) {
        await recording.close();
        return null;
      }
      if (fromServer) this.#connection = { status: "connected" };
      this.#play(recording, how === "again and again");
      return true;
    } catch (error) {
      if (this.#opening !== opening) return null;
      if (!fromServer) this.#change({ origin: { type: "none" } });
      if (!fromServer) this.fail(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  #play(recording: Recording, loop: boolean): void {
    this.#closeSource();
    // A match of the conversation before is none of this one.
    this.#finder.restart();
    const { clock } = this.#environment;
    const speed = recording.live ? 1 : this.#speed;
    const source = new Player({ recording, clock, speed, loop });
    this.#source = source;
    this.#unsubscribe = source.subscribe((change) => {
      if (change.type === "problem") this.#problem(change);
      this.soon();
    });
    this.#next = { ...this.#next, failure: null, marks: [] };
    if (recording.live) void source.seekEnd();
    else void this.#mark(recording);
    source.play();
    this.soon();
  }

  async #mark(recording: Recording): Promise<void> {
    const marking = new AbortController();
    this.#marking = marking;
    const onFound = ({ markers }: Landmarks): void => {
      if (markers.length !== this.#next.marks.length) this.#change({ marks: markers.slice(0, MOST_MARKS) });
    };
    await collectLandmarks(recording, onFound, marking.signal);
  }

  /** Whatever is shown or opened ends; what comes is from `origin`. */
  #leave(origin: Origin): void {
    this.#feed?.connection.close();
    this.#feed = null;
    this.#connection = { status: "off" };
    this.#opening?.abort();
    this.#opening = null;
    this.#closeSource();
    this.#finder.begin();
    this.#next = { ...EMPTY_PAGE, origin };
    this.soon();
  }

  #closeSource(): void {
    this.#marking.abort();
    this.steps.clear();
    this.#unsubscribe();
    void this.#source?.close();
    this.#source = null;
  }

  #schedule(ms: number): void {
    const due = this.#environment.clock.monotonic() + ms;
    if (this.#timer !== null && this.#timer.due <= due) return;
    this.#timer?.cancel();
    this.#timer = { due, cancel: this.#environment.clock.schedule(ms, () => this.flush()) };
  }
}
