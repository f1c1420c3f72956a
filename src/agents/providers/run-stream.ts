/**
 * The shell around every wire: opens the call, feeds what comes to a pure translation, and keeps the promise of
 * `ModelEvent`: nothing is thrown, and exactly one `done`, `error` or `aborted` comes, last.
 */
import type { Clock } from "../../chatroom/clock.ts";
import type { ModelEvent } from "../types.ts";
import { brokenOff, type Endpoint, missingKey, modelErrorOf } from "./errors.ts";
import { IdleWatchdog } from "./idle-watchdog.ts";
import { isLocal } from "./local-url.ts";

/** One answer of a wire, as model events. No I/O: a test feeds it objects. */
export interface Translation<Chunk> {
  /** What one chunk means; a final event among it ends the answer. */
  feed(chunk: Chunk): readonly ModelEvent[];
  /** The body ended cleanly: what is still to say. Without a final event here the answer was cut. */
  end(): readonly ModelEvent[];
}

export interface WireCall<Chunk> {
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  readonly idleMs?: number;
  readonly translation: Translation<Chunk>;
  /** Makes the call. `onBytes` is to be called for every piece that comes over the wire. */
  open(signal: AbortSignal, onBytes: () => void): PromiseLike<AsyncIterable<Chunk>>;
}

const OVER = new Error("the call is over");
const IDLE_MS = 90_000;
/** A server on this machine reads the prompt, and before it the model, without sending a byte. */
const LOCAL_IDLE_MS = 300_000;

export async function* runStream<Chunk>(call: WireCall<Chunk>, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  if (signal.aborted) {
    yield { type: "aborted" };
    return;
  }
  const { endpoint, clock, translation } = call;
  if (endpoint.keyNeeded && endpoint.secrets.every((secret) => secret === "")) {
    yield { type: "error", error: missingKey(endpoint) };
    return;
  }
  const idleMs = call.idleMs ?? (isLocal(endpoint.baseUrl) ? LOCAL_IDLE_MS : IDLE_MS);
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal.addEventListener("abort", abort, { once: true });
  const watchdog = new IdleWatchdog(clock, idleMs, abort);
  let chunks = 0;
  let failure: unknown;
  try {
    for await (const chunk of await call.open(controller.signal, () => watchdog.touch())) {
      chunks += 1;
      watchdog.hold();
      for (const event of translation.feed(chunk)) {
        const last = isFinal(event);
        if (signal.aborted && !last) {
          yield { type: "aborted" };
          return;
        }
        yield event;
        if (last) return;
      }
      watchdog.release();
    }
    // An aborted stream of the SDKs ends here too, without a word.
    if (!controller.signal.aborted) {
      for (const event of translation.end()) {
        yield event;
        if (isFinal(event)) return;
      }
    }
  } catch (error) {
    failure = error;
  } finally {
    watchdog.stop();
    signal.removeEventListener("abort", abort);
    // With a reason of our own: one that is made anew each time costs more than the rest of the ending.
    controller.abort(OVER);
  }
  if (signal.aborted) yield { type: "aborted" };
  else if (watchdog.stalled)
    yield {
      type: "error",
      error: brokenOff(endpoint, "stalled", `nothing came for ${idleMs / 1000} s, so the call was given up`),
    };
  else if (failure !== undefined) yield { type: "error", error: modelErrorOf(failure, endpoint, clock.now()) };
  else if (chunks === 0)
    yield {
      type: "error",
      error: brokenOff(endpoint, "cut", `${endpoint.baseUrl} sent an empty answer; is it the right URL?`),
    };
  else yield { type: "error", error: brokenOff(endpoint, "cut", "the answer broke off before its end") };
}

function isFinal(event: ModelEvent): boolean {
  return event.type === "done" || event.type === "error" || event.type === "aborted";
}
