/** The inside of a `ChatLogServer`: the records of an iterator, each at its time, into the hub behind a port. */
import { setImmediate } from "node:timers/promises";
import manifest from "../../../package.json" with { type: "json" };
import { type Clock, sleep } from "../../chatroom/clock.ts";
import { equalSecrets } from "../../http/equal-secrets.ts";
import { fieldsOf } from "../fields.ts";
import { readTimestamp } from "../legacy.ts";
import { LogDecoder, type LogItem } from "../log-decoder.ts";
import { BETWEEN_LOOPS, DEFAULT_SLOWDOWN, Pacing } from "../replay/pacing.ts";
import type { ChatLogServerOptions } from "./chat-log-server.ts";
import { oneRoom } from "./one-room.ts";
import { ViewerHub } from "./viewer-hub.ts";
import { ViewerServer } from "./viewer-server.ts";

type Messages = AsyncIterable<unknown> | Iterable<unknown>;
type Settings = ChatLogServerOptions & Required<Pick<ChatLogServerOptions, "port" | "host" | "clock">>;

export interface RunningStream {
  readonly url: string;
  readonly port: number;
  readonly viewers: number;
  /** See `ChatLogServer.finished`. */
  readonly finished: Promise<void>;
  close(): Promise<void>;
}

/** Who is so late has a source that is slow: it goes on from here, rather than make up for it. */
const LATE_MS = 1_000;
/** Where nothing waits, the viewers' sockets get a turn after so many records. */
const RECORDS_A_TURN = 200;
const QUEUE = 1_000;
const REPLAY_CHARACTERS = 8 * 1024 * 1024;

/** Rejects where the port cannot be had. */
export async function openMessageStream(messages: Messages, settings: Settings): Promise<RunningStream> {
  const { clock, mode = "replay", queue = QUEUE, token, loop = true } = settings;
  // A replay is never asked for what was before; memory is constant, however long it runs.
  const keep = mode === "live" ? {} : { keep: { records: queue, characters: REPLAY_CHARACTERS } };
  const hub = new ViewerHub({ clock, mode, version: manifest.version, queue, ...keep });
  const admits = token === undefined ? {} : { admits: (shown: string | null) => equalSecrets(shown ?? "", token) };
  const server = await ViewerServer.open({ ...settings, ...admits, rooms: oneRoom(hub) });
  const ended = new AbortController();
  const finished = play(messages, hub, settings, loop, ended.signal);
  // Whoever wants to know asks for it.
  finished.catch(() => {});
  return {
    url: server.url,
    port: server.port,
    finished,
    get viewers() {
      return hub.viewers;
    },
    async close() {
      ended.abort();
      await finished.catch(() => {});
      await server.close();
    },
  };
}

async function play(messages: Messages, hub: ViewerHub, settings: Settings, loop: boolean, signal: AbortSignal) {
  for (;;) {
    const iterator = iteratorOf(messages);
    const again = loop && iterator !== (messages as unknown);
    await playOnce(iterator, hub, settings, signal);
    if (signal.aborted || !again) return;
    await sleep(settings.clock, BETWEEN_LOOPS, signal);
    if (signal.aborted) return;
    hub.restart();
  }
}

async function playOnce(iterator: AnyIterator, hub: ViewerHub, settings: Settings, signal: AbortSignal): Promise<void> {
  const { clock, onProblem, mode, slowdown = DEFAULT_SLOWDOWN } = settings;
  const timing = mode === "live" || slowdown === 0 ? null : new Timing(clock, new Pacing({ slowdown }));
  const decoder = new RecordReader();
  const publish = (items: readonly LogItem[]) => {
    for (const item of items) {
      if ("record" in item) hub.publishRecord(item.record, item.legacy !== undefined);
      else {
        hub.publishProblem(item.line, item.problem);
        onProblem?.(`record ${item.line}: ${item.problem}`);
      }
    }
  };
  let giveUp: () => void = () => {};
  const abort = () => giveUp();
  signal.addEventListener("abort", abort, { once: true });
  // A race with one promise that lasts as long as the stream would remember every record.
  const next = () =>
    new Promise<IteratorResult<unknown> | null>((resolve, reject) => {
      giveUp = () => resolve(null);
      Promise.resolve(iterator.next()).then(resolve, reject);
    });
  try {
    for (let count = 1; !signal.aborted; count++) {
      const result = await next();
      if (result === null || signal.aborted) return;
      if (result.done) break;
      const { items, time } = decoder.read(result.value);
      // What cannot be read takes no time; a line that only goes on with an element does.
      const isRecord = items.length === 0 || items.some((item) => "record" in item);
      if (timing && isRecord) await timing.wait(time, signal);
      else if (count % RECORDS_A_TURN === 0) await setImmediate();
      if (signal.aborted) return;
      publish(items);
    }
    publish(decoder.end());
  } finally {
    signal.removeEventListener("abort", abort);
    // A source that never answers is not waited for.
    if (signal.aborted) void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

type AnyIterator = AsyncIterator<unknown> | Iterator<unknown>;

function iteratorOf(messages: Messages): AnyIterator {
  return Symbol.asyncIterator in messages ? messages[Symbol.asyncIterator]() : messages[Symbol.iterator]();
}

/** When each record is due, by one clock: what a timer is late does not add up. */
class Timing {
  readonly #clock: Clock;
  readonly #pacing: Pacing;
  /** Epoch ms of the record before; null: there is none. */
  #before: number | null = null;
  #due: number;

  constructor(clock: Clock, pacing: Pacing) {
    this.#clock = clock;
    this.#pacing = pacing;
    this.#due = clock.monotonic();
  }

  async wait(time: number, signal: AbortSignal): Promise<void> {
    const now = this.#clock.monotonic();
    const wanted = this.#before === null ? now : this.#due + this.#pacing.delay(this.#before, time);
    this.#due = now - wanted > LATE_MS ? now : wanted;
    this.#before = time;
    if (this.#due > now) await sleep(this.#clock, this.#due - now, signal);
  }
}

/** Whatever an iterator yields, as if it stood in a log. */
class RecordReader {
  readonly #decoder = new LogDecoder();
  readonly #encoder = new TextEncoder();

  /** What `value` completes. `time`: epoch ms, NaN where it has none. */
  read(value: unknown): { readonly items: readonly LogItem[]; readonly time: number } {
    const line = lineOf(value);
    return { items: this.#decoder.push(this.#encoder.encode(`${line}\n`)), time: timeOf(value, line) };
  }

  end(): readonly LogItem[] {
    return this.#decoder.end();
  }
}

function lineOf(value: unknown): string {
  if (typeof value === "string") return value.replaceAll(/[\r\n]+/g, " ").trim() || '""';
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "not JSON: it refers to itself, or has a number that is too big";
  }
}

function timeOf(value: unknown, line: string): number {
  let record = value;
  if (typeof value === "string") {
    try {
      record = JSON.parse(line);
    } catch {
      return Number.NaN;
    }
  }
  const { timestamp } = fieldsOf(record);
  // It may be an invalid one, which has no ISO form.
  return timestamp instanceof Date ? timestamp.getTime() : Date.parse(readTimestamp(timestamp));
}
