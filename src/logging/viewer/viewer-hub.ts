/**
 * The fan-out of one conversation to any number of viewers. What is published in one moment is encoded once and
 * written once to each viewer that keeps up; the others get the rest from the backlog whenever they have taken
 * the last, and are told how many messages they missed. Nothing here waits, so no viewer slows the conversation.
 */
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Clock } from "../../chatroom/clock.ts";
import type { LiveSignal, LogRecord } from "../record.ts";
import { Backlog, type Keep, type Published, type Totals } from "./backlog.ts";
import { givePart, goBack, type Source, type Told } from "./catch-up.ts";
import { contentsOf } from "./contents-of.ts";
import { encode } from "./encode.ts";
import { roomsFrame, type ViewerMode, type Welcome, welcomeFrame } from "./frames.ts";
import { Moment } from "./moment.ts";
import { Viewer, type ViewerForm } from "./viewer.ts";
import { textFrame } from "./websocket-frame.ts";

export interface ViewerHubOptions {
  /** Real time: of `stream_time`, heartbeats and the grace at the end. */
  readonly clock: Clock;
  readonly mode: ViewerMode;
  readonly version: string;
  /** Messages that a viewer may be behind before it misses some; default 1,000. */
  readonly queue?: number;
  /** Default: 10,000 records, 32 Mi characters. */
  readonly keep?: Keep;
  /** How many records there were before the first one that is published; default 0. */
  readonly before?: number;
  /** The first viewer has come, or the last one gone: live signals are of use, or not. */
  readonly onWatched?: (watched: boolean) => void;
}

export interface ViewerRequest {
  readonly form: ViewerForm;
  /** The number of the last record it has; null: it wants only what is new. */
  readonly after: number | null;
}

const QUEUE = 1_000;
const KEEP: Keep = { records: 10_000, characters: 32 * 1024 * 1024 };
const HEARTBEAT_MS = 30_000;
/** For viewers that have not got everything when it closes, ms. */
const GRACE_MS = 1_000;
export class ViewerHub {
  readonly mode: ViewerMode;
  readonly #options: ViewerHubOptions;
  readonly #clock: Clock;
  readonly #queue: number;
  readonly #backlog: Backlog;
  readonly #viewers = new Set<Viewer>();
  /** Viewers by what they are sent. */
  readonly #watching = { chat: 0, records: 0 };
  /** Of the last record. */
  #n: number;
  /** At the end of the backlog. */
  #totals: Totals = { chat: 0, records: 0 };
  /** What has been said since viewers were told. */
  readonly #moment: Moment;
  #told: Told = { place: 0, totals: this.#totals };
  #cancelHeartbeat: (() => void) | null = null;
  #closing: Promise<void> | null = null;
  #whenEmpty: () => void = () => {};

  constructor(options: ViewerHubOptions) {
    this.#options = options;
    this.mode = options.mode;
    this.#clock = options.clock;
    this.#queue = options.queue ?? QUEUE;
    this.#backlog = new Backlog(options.keep ?? KEEP);
    this.#moment = new Moment(options.clock, () => this.#tell(), options.mode === "live");
    this.#n = options.before ?? 0;
  }

  /** How many watch. */
  get viewers(): number {
    return this.#viewers.size;
  }

  /** How many records there were since it began, or began anew. */
  get n(): number {
    return this.#n;
  }

  readonly publishRecord = (record: LogRecord, legacy = false): void => {
    this.#publish({ type: "record", n: ++this.#n, record, legacy, at: this.#clock.now() });
  };

  /** A line of a replayed log that is no record. */
  publishProblem(line: number, problem: string): void {
    this.#publish({ type: "problem", line, problem });
  }

  /** The conversation begins anew, as a replay does at its end. */
  restart(): void {
    this.#n = 0;
    this.#publish({ type: "restart" });
  }

  /** For those who watch right now; nobody gets it later. */
  publishSignal(signal: LiveSignal): void {
    if (this.#viewers.size > 0) this.#moment.addSignal(signal);
  }

  /** A word to all about the rooms there are. */
  announceRooms(rooms: readonly string[]): void {
    const frame = textFrame(roomsFrame(rooms));
    for (const viewer of this.#viewers) viewer.tell("rooms", frame);
  }

  /** Takes a connection over. `socket` is the one under `ws`, which must not compress. */
  add(ws: WebSocket, socket: Duplex, { form, after }: ViewerRequest, more: Partial<Welcome> = {}): void {
    // What was said before it came is no news to it.
    this.#tell();
    const viewer = new Viewer(ws, socket, {
      form,
      onDrain: (viewer) => this.#catchUp(viewer),
      onGone: (viewer) => this.#remove(viewer),
    });
    const { mode, version } = this.#options;
    viewer.write(textFrame(welcomeFrame({ mode, version, n: this.#n, ...more })));
    this.#viewers.add(viewer);
    this.#watching[form]++;
    viewer.moveTo(this.#told.place, this.#told.totals);
    if (after !== null && after < this.#n) goBack(viewer, after, this.#source);
    viewer.ending = this.#closing !== null;
    if (this.#viewers.size === 1) {
      this.#scheduleHeartbeat();
      this.#options.onWatched?.(true);
    }
    this.#catchUp(viewer);
  }

  /** Viewers get what they have not got yet, then a close frame. Resolves when all are gone, 1 s later at the latest. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#tell();
    const gone = new Promise<void>((resolve) => (this.#whenEmpty = resolve));
    const cancel = this.#clock.schedule(GRACE_MS, () => {
      for (const viewer of this.#viewers) viewer.terminate();
    });
    for (const viewer of [...this.#viewers]) {
      viewer.ending = true;
      this.#catchUp(viewer);
    }
    if (this.#viewers.size > 0) await gone;
    cancel();
    this.#stopHeartbeat();
  }

  #publish(item: Published): void {
    const { chat, records } = this.#totals;
    this.#backlog.add(item, this.#totals);
    this.#totals = { chat: chat + this.#chatMessages(item), records: records + 1 };
    // Nobody has to be told, now or later.
    if (this.#viewers.size === 0) this.#told = { place: this.#backlog.end, totals: this.#totals };
    else this.#moment.add(item);
  }

  /** Only while such viewers are there it is counted exactly. */
  #chatMessages(item: Published): number {
    if (item.type !== "record") return 0;
    return this.#watching.chat === 0 ? 1 : contentsOf(item.record, item.legacy).length;
  }

  /** Writes what has been said since the last time to every viewer that has taken everything before. */
  #tell(): void {
    const said = this.#moment.take();
    if (said.length === 0) return;
    const before = this.#told.place;
    this.#told = { place: this.#backlog.end, totals: this.#totals };
    const encoded = new Map<ViewerForm, Buffer>();
    for (const viewer of this.#viewers) {
      if (!viewer.ready) continue;
      // Live signals come late for who is behind; the records that complete them do not.
      if (viewer.place !== before) {
        this.#catchUp(viewer);
        continue;
      }
      let bytes = encoded.get(viewer.form);
      if (!bytes) encoded.set(viewer.form, (bytes = encode(said, viewer.form)));
      viewer.moveTo(this.#told.place, this.#told.totals);
      if (bytes.length > 0) viewer.write(bytes);
    }
  }

  /** Gives a viewer what it has not got, as much as its socket takes. */
  #catchUp(viewer: Viewer): void {
    while (viewer.ready) {
      if (viewer.hasWords) {
        viewer.writeWords();
      } else if (viewer.place < this.#told.place) {
        givePart(viewer, this.#source);
      } else {
        if (viewer.ending) viewer.close();
        return;
      }
    }
  }

  get #source(): Source {
    return { backlog: this.#backlog, told: this.#told, queue: this.#queue };
  }

  #remove(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer)) return;
    this.#watching[viewer.form]--;
    if (this.#viewers.size > 0) return;
    this.#tell();
    this.#stopHeartbeat();
    this.#whenEmpty();
    this.#options.onWatched?.(false);
  }

  #scheduleHeartbeat(): void {
    this.#cancelHeartbeat = this.#clock.schedule(HEARTBEAT_MS, () => {
      this.#scheduleHeartbeat();
      for (const viewer of [...this.#viewers]) viewer.beat();
    });
  }

  #stopHeartbeat(): void {
    this.#cancelHeartbeat?.();
    this.#cancelHeartbeat = null;
  }
}
