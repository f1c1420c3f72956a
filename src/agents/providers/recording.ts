/** Wraps any provider and keeps what it says: a conversation with real models, played again without them. */
import type { Clock } from "../../chatroom/clock.ts";
import type { ModelEvent, ModelProvider, ModelRequest } from "../types.ts";
import { digestOf, type RecordedCall, type RecordedEvent } from "./recorded-call.ts";

export interface RecordingOptions {
  /** Takes one line of JSON, without its line break, when a call is over. */
  readonly append: (line: string) => void;
  readonly clock: Clock;
  /** Takes secrets out of every text before it is written; keys are in no request, but people paste them. */
  readonly redact?: (text: string) => string;
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
  const asked = JSON.stringify(request);
  const digest = digestOf(request);
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
    const call: RecordedCall = { provider: inner.id, digest, request: JSON.parse(asked) as ModelRequest, events };
    append(JSON.stringify(call, (_key, value: unknown) => (typeof value === "string" ? redact(value) : value)));
  }
}

function isFinal(event: ModelEvent | undefined): boolean {
  return event?.type === "done" || event?.type === "error" || event?.type === "aborted";
}
