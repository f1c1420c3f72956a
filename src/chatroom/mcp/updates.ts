/** Gathers what happens in a busy room: a host is told at once that something did, then at most once a second. */
import type { Clock } from "../clock.ts";
import type { TranscriptSource } from "./transcript-source.ts";

const PAUSE_MS = 1_000;

/** Calls `notify` when the transcript has changed; returns how to stop. */
export function watchTranscript(source: TranscriptSource, clock: Clock, notify: () => void): () => void {
  let pausing: (() => void) | null = null;
  let changed = false;
  const tell = () => {
    changed = false;
    notify();
    pausing = clock.schedule(PAUSE_MS, () => {
      pausing = null;
      if (changed) tell();
    });
  };
  const unsubscribe = source.subscribe(() => {
    changed = true;
    if (!pausing) tell();
  });
  return () => {
    unsubscribe();
    pausing?.();
  };
}
