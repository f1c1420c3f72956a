/** Where things are on the scrubber. Pure. */
import type { Marker, MarkerKind } from "../../src/logging/replay/landmarks.ts";
import { nameText } from "./display-text.ts";

export type Mark = Pick<Marker, "kind" | "position" | "user">;

export interface Tick {
  /** 0 to 1 */
  readonly share: number;
  readonly kind: MarkerKind;
  readonly labels: readonly string[];
  /** Marks in it; of many, only some have their label here. */
  readonly count: number;
  /** Of its first mark. */
  readonly position: number;
}

/** The graver one is seen where several fall together. */
const GRAVITY: readonly MarkerKind[] = ["interrupted", "refused", "failed"];
const MOST_LABELS = 4;

export function shareOf(position: number, duration: number): number {
  return duration <= 0 ? 0 : Math.min(1, Math.max(0, position / duration));
}

export function positionAt(x: number, left: number, width: number, duration: number): number {
  return width <= 0 ? 0 : Math.min(1, Math.max(0, (x - left) / width)) * duration;
}

/** Marks that would touch are one tick: at most `slots` of them, however many marks there are. */
export function ticksOf(marks: readonly Mark[], duration: number, slots: number): readonly Tick[] {
  const ticks = new Map<number, Tick>();
  for (const { position, kind, user } of marks) {
    const label = labelOf(kind, user);
    const share = shareOf(position, duration);
    const slot = Math.min(slots - 1, Math.floor(share * slots));
    const tick = ticks.get(slot);
    if (tick === undefined) {
      ticks.set(slot, { share, kind, labels: [label], count: 1, position });
      continue;
    }
    const graver = GRAVITY.indexOf(kind) > GRAVITY.indexOf(tick.kind) ? kind : tick.kind;
    const labels = tick.labels.length < MOST_LABELS ? [...tick.labels, label] : tick.labels;
    ticks.set(slot, { ...tick, kind: graver, labels, count: tick.count + 1 });
  }
  return [...ticks.values()].sort((left, right) => left.share - right.share);
}

const WORDS: Readonly<Record<MarkerKind, string>> = {
  refused: "was refused: somebody had spoken first",
  interrupted: "was interrupted by a new message",
  failed: "could not go on",
};

function labelOf(kind: MarkerKind, user: string): string {
  return `${nameText(user)} ${WORDS[kind]}`;
}
