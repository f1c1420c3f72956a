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
import { contentsOf } from "./contents-of.ts";
import { encode } from "./encode.ts";
import { droppedFrame, roomsFrame, type ViewerMode, type Welcome, welcomeFrame } from "./frames.ts";
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
/**
 * A write to each of a hundred viewers is dear, and no eye sees more than this many: what follows within is told together.
 * What comes after a silence is told at once.
 */
const TELL_MS = 33;
/** A turn that says more is told before it ends; what a viewer is given at once of the backlog is as much. */
const TURN_CHARACTERS = 256 * 1024;
const TURN_ITEMS = 1_000;

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
  #turn: (Published | LiveSignal)[] = [];
  #turnCharacters = 0;
  /** The end of the backlog, and the totals there, when viewers were last told. */
  #told = { place: 0, totals: this.#totals };
  /** When that was, monotonic ms. */
  #toldAt = -Infinity;
  #cancelTelling: (() => void) | null = null;
  #cancelHeartbeat: (() => void) | null = null;
  #closing: Promise<void> | null = null;
  #whenEmpty: () => void = () => {};

  constructor(options: ViewerHubOptions) {
    this.#options = options;
    this.mode = options.mode;
    this.#clock = options.clock;
    this.#queue = options.queue ?? QUEUE;
    this.#backlog = new Backlog(options.keep ?? KEEP);
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
    if (this.#viewers.size === 0) return;
    const last = this.#turn.at(-1);
    // Words come in pieces of a few letters, many in a moment.
    if (last?.type === "delta" && signal.type === "delta" && goesOn(last, signal)) {
      this.#turn[this.#turn.length - 1] = { ...last, text: last.text + signal.text };
    } else this.#inTurn(signal, signal.type === "delta" ? signal.text.length : 0);
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
    viewer.place = this.#told.place;
    viewer.counted = this.#told.totals[form];
    if (after !== null && after < this.#n) {
      const { place, missed } = this.#backlog.after(after);
      if (missed > 0) viewer.write(textFrame(droppedFrame(missed)));
      viewer.owed = viewer.place;
      viewer.place = place;
      viewer.counted = this.#backlog.at(place)?.totals[form] ?? viewer.counted;
    }
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
    else this.#inTurn(item, item.type === "record" ? item.record.content.length : 0);
  }

  /** Only while such viewers are there it is counted exactly. */
  #chatMessages(item: Published): number {
    if (item.type !== "record") return 0;
    return this.#watching.chat === 0 ? 1 : contentsOf(item.record, item.legacy).length;
  }

  #inTurn(item: Published | LiveSignal, characters: number): void {
    this.#turn.push(item);
    this.#turnCharacters += characters;
    if (this.#turnCharacters > TURN_CHARACTERS || this.#turn.length >= TURN_ITEMS) this.#tell();
    else this.#cancelTelling ??= this.#tellSoon();
  }

  #tellSoon(): () => void {
    const wait = this.#toldAt + TELL_MS - this.#clock.monotonic();
    if (wait > 0) return this.#clock.schedule(wait, () => this.#tell());
    const turn = setImmediate(() => this.#tell());
    return () => clearImmediate(turn);
  }

  /** Writes what has been said since the last time to every viewer that has taken everything before. */
  #tell(): void {
    this.#cancelTelling?.();
    this.#cancelTelling = null;
    const turn = this.#turn;
    if (turn.length === 0) return;
    const before = this.#told.place;
    this.#turn = [];
    this.#turnCharacters = 0;
    this.#toldAt = this.#clock.monotonic();
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
      if (!bytes) encoded.set(viewer.form, (bytes = encode(turn, viewer.form)));
      this.#move(viewer, this.#told.place, this.#told.totals);
      if (bytes.length > 0) viewer.write(bytes);
    }
  }

  /** Gives a viewer what it has not got, as much as its socket takes. */
  #catchUp(viewer: Viewer): void {
    while (viewer.ready) {
      if (viewer.hasWords) {
        viewer.writeWords();
      } else if (viewer.place < this.#told.place) {
        this.#giveMore(viewer);
      } else {
        if (viewer.ending) viewer.close();
        return;
      }
    }
  }

  #giveMore(viewer: Viewer): void {
    const { form } = viewer;
    const frames: Buffer[] = [];
    const from = this.#oldestFor(viewer);
    if (from > viewer.place) {
      const { totals } = this.#backlog.at(from) ?? this.#told;
      const missed = totals[form] - viewer.counted;
      if (missed > 0) frames.push(textFrame(droppedFrame(missed)));
      this.#move(viewer, from, totals);
    }
    let place = viewer.place;
    for (let size = 0; place < this.#told.place && size < TURN_CHARACTERS; place++) {
      const entry = this.#backlog.at(place);
      if (!entry) break;
      frames.push(encode([entry.item], form));
      size += entry.characters;
    }
    this.#move(viewer, place, this.#backlog.at(place)?.totals ?? this.#told.totals);
    viewer.write(Buffer.concat(frames));
  }

  /** Where a viewer that is behind goes on: it may be so many messages behind, and more only where it asked for them. */
  #oldestFor({ place, owed, form }: Viewer): number {
    let from = Math.max(place, this.#backlog.first);
    while (from >= owed && from < this.#told.place) {
      const entry = this.#backlog.at(from);
      if (entry && this.#told.totals[form] - entry.totals[form] <= this.#queue) break;
      from++;
    }
    return from;
  }

  #move(viewer: Viewer, place: number, totals: Totals): void {
    viewer.place = place;
    viewer.counted = totals[viewer.form];
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

type Delta = Extract<LiveSignal, { type: "delta" }>;

/** Whether the two are pieces of one text. */
function goesOn(before: Delta, after: Delta): boolean {
  const same = before.user === after.user && before.kind === after.kind && before.call_id === after.call_id;
  return same && after.function === undefined;
}
