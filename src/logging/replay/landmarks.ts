/** What one goes to in a recording: messages, and the moments worth a look. Browser-safe. */
import type { LogItem } from "../log-decoder.ts";
import { isRefusedPush } from "../refusal.ts";
import { BEGIN } from "./place.ts";
import type { Recording } from "./recording.ts";
import type { ItemMatch } from "./timeline-source.ts";

export type MarkerKind =
  /** A push that the room did not take: somebody had spoken first. */
  | "refused"
  /** A generation that a new message cut. */
  | "interrupted"
  /** An agent that could not go on. */
  | "failed";

export interface Marker {
  readonly kind: MarkerKind;
  /** ms on the recording's axis. */
  readonly position: number;
  readonly line: number;
  readonly user: string;
}

export interface Landmarks {
  /** In their order; the first `MOST_MARKERS`. */
  readonly markers: readonly Marker[];
  readonly messages: number;
  /** 0 to 1: how much of the recording has been looked through. */
  readonly share: number;
}

const MOST_MARKERS = 10_000;

export const isMessageItem: ItemMatch = (item) => "record" in item && item.record.type === "chat";

export const isMarkerItem: ItemMatch = (item) => markerOf(item) !== null;

export function markerOf(item: LogItem): MarkerKind | null {
  if ("problem" in item) return null;
  const { record } = item;
  if (record.type === "tool_response") return isRefusedPush(record) ? "refused" : null;
  if (record.type !== "error") return null;
  return record.kind === "retry" ? null : record.kind;
}

/**
 * Goes through the whole recording in the background, for a bar that shows the markers: `onFound` after every batch. Resolves
 * when all is looked through, when `signal` aborts, and where the recording cannot be read on.
 */
export async function collectLandmarks(
  recording: Recording,
  onFound: (landmarks: Landmarks) => void,
  signal: AbortSignal,
): Promise<void> {
  const markers: Marker[] = [];
  let messages = 0;
  try {
    for await (const { items } of recording.read(BEGIN)) {
      if (signal.aborted) return;
      for (const { due: position, item } of items) {
        if (isMessageItem(item)) messages++;
        const kind = markerOf(item);
        if (kind === null || markers.length >= MOST_MARKERS || "problem" in item) continue;
        markers.push({ kind, position, line: item.line, user: item.record.user });
      }
      const { due = 0 } = items.at(-1) ?? {};
      onFound({ markers, messages, share: recording.duration === 0 ? 1 : Math.min(1, due / recording.duration) });
    }
  } catch {
    // Whoever plays the recording meets the same trouble, and tells it.
  }
}
