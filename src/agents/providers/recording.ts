/** Wraps any provider and keeps what it says: a conversation with real models, played again without them. */
import type { Clock } from "../../chatroom/clock.ts";
import type { ModelEvent, ModelProvider, ModelRequest } from "../types.ts";
import { digestOf, type RecordedCall, type RecordedEvent, type Redact, redacted } from "./recorded-call.ts";

export interface RecordingOptions {
  /** Takes one line of JSON, without its line break, when a call is over. */
  readonly append: (line: string) => void;
  readonly clock: Clock;
  /** Give the replay the same one. */
  readonly redact?: Redact;
}

export function createRecordingProvider(inner: ModelProvider, options: RecordingOptions): ModelProvider {
  return { id: inner.id, stream: (request, signal) => record(inner, request, signal, options) };
}

async function* record(
  inner: ModelProvider,
  request: ModelRequest,
  signal: AbortSignal,
  { append, clock, redact = (text) => text }: RecordingOptions,
): AsyncGenerator<ModelEvent> {
  const start = clock.monotonic();
  // Taken now: the history is the caller's, and grows.
  const asked = redacted(request, redact);
  const events: RecordedEvent[] = [];
  try {
    for await (const event of inner.stream(request, signal)) {
      events.push({ at: Math.round(clock.monotonic() - start), event });
      yield event;
    }
  } finally {
    // A reader that walks away has ended the call too.
    if (!isFinal(events.at(-1)?.event)) {
      events.push({ at: Math.round(clock.monotonic() - start), event: { type: "aborted" } });
    }
    const call: RecordedCall = {
      provider: inner.id,
      digest: digestOf(asked),
      request: asked,
      events: redacted(events, redact),
    };
    append(JSON.stringify(call));
  }
}

function isFinal(event: ModelEvent | undefined): boolean {
  return event?.type === "done" || event?.type === "error" || event?.type === "aborted";
}
