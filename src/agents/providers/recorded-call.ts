/** One line of a recording: what a model was asked, and the events it answered with. */
import { createHash } from "node:crypto";
import type { ModelEvent, ModelRequest } from "../types.ts";

export interface RecordedEvent {
  /** ms since the call was made. */
  readonly at: number;
  readonly event: ModelEvent;
}

export interface RecordedCall {
  readonly provider: string;
  readonly digest: string;
  readonly request: ModelRequest;
  readonly events: readonly RecordedEvent[];
}

/** Takes secrets out of a text. Keys are in no request, but people paste them. */
export type Redact = (text: string) => string;

/** The same value with every text in it redacted. */
export function redacted<Value>(value: Value, redact: Redact): Value {
  const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" ? redact(inner) : inner));
  return JSON.parse(text) as Value;
}

/**
 * Of everything the model sees; the cache key is none of it, and may hold the name of a run. Taken of a redacted
 * request: what a replay says is redacted, and comes back in the next request.
 */
export function digestOf(request: ModelRequest): string {
  const { cache_key: _, ...seen } = request;
  return createHash("sha256").update(canonical(seen)).digest("hex").slice(0, 32);
}

/** A last line that was cut by a kill is left out; any other bad line is an error that names it. */
export function parseRecording(text: string): readonly RecordedCall[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      const call = JSON.parse(line) as Partial<RecordedCall> | null;
      if (typeof call?.digest === "string" && call.request && Array.isArray(call.events)) return [call as RecordedCall];
    } catch (error) {
      if (index === lines.length - 1) return [];
      throw new Error(`Line ${index + 1} of the recording is not JSON; record it again.`, { cause: error });
    }
    throw new Error(`Line ${index + 1} of the recording is no recorded call; record it again.`);
  });
}

/** JSON with sorted keys: two equal requests are one text, however they were put together. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
