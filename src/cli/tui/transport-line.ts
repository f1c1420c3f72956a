/**
 * The row that says where a replay stands: `▶ 02:31 / 10:15  1×  [━━━━━●──▲──────]  ↻  line 123`. Pure; what does not
 * fit is said in fewer words, or left out, and the bar takes the rest.
 */
import type { Marker, MarkerKind } from "../../logging/replay/landmarks.ts";
import type { SourceState } from "../../logging/replay/timeline-source.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { elapsed } from "../../logging/figures.ts";
import { BOLD, cutLine, DIM, type Line, lineWidth, type Span, type Style, span } from "./line.ts";

export interface TransportFacts {
  readonly state: SourceState;
  readonly marks: readonly Pick<Marker, "position" | "kind">[];
  /** It begins again after the end. */
  readonly loop: boolean;
  /** What comes by itself, and in how many ms; null: it goes on as it is. */
  readonly next: { readonly what: "again" | "next"; readonly in: number } | null;
}

const NARROWEST_BAR = 10;
const GOOD_BAR = 24;
const WARNING: Style = { color: "warning", bold: true };
const BAD: Style = { color: "bad", bold: true };
const GAP = span("  ");

export function transportLine(facts: TransportFacts, width: number): Line {
  const { state } = facts;
  if (state.status === "failed") {
    return cutLine([span(" ✗ ", BAD), span(`failed: ${sanitizeLine(state.failure ?? "no reason was given")}`)], width);
  }
  const left = [span(" "), ...statusOf(facts), GAP, span(speedText(state.speed), BOLD)];
  for (const [least, right] of endings(facts)) {
    const room = width - lineWidth(left) - lineWidth(right) - 3;
    if (room >= least) return [...left, GAP, ...bar(facts, room - 2), ...right, span(" ")];
  }
  return cutLine(left, width);
}

/** 1×, ½×, 1.5×, 1/16×. */
export function speedText(speed: number): string {
  const fraction = FRACTIONS.get(speed);
  if (fraction !== undefined) return `${fraction}×`;
  if (speed < 1 && Number.isInteger(1 / speed)) return `1/${1 / speed}×`;
  return `${Number(speed.toFixed(2))}×`;
}

const FRACTIONS: ReadonlyMap<number, string> = new Map([
  [0.5, "½"],
  [0.25, "¼"],
  [0.125, "⅛"],
]);

function statusOf({ state, next }: TransportFacts): Line {
  const { status, position, duration, progress, live, following } = state;
  const percent = progress === null ? "" : ` ${Math.floor(progress * 100)} %`;
  const times = `${elapsed(position)} / ${elapsed(duration)}${live ? "+" : ""}`;
  switch (status) {
    case "opening":
      return [span(`… opening${percent}`, WARNING)];
    case "seeking":
      return [span(`» seeking${percent}`, WARNING), span(` ${times}`)];
    case "playing":
      return [span(following ? "● live " : "▶ ", BOLD), span(times)];
    case "paused":
      return [span("‖ paused ", WARNING), span(times)];
    case "ended":
      return [
        span("■ ended ", WARNING),
        span(next === null ? times : `${times} · ${next.what} in ${Math.ceil(next.in / 1000)} s`),
      ];
    case "failed":
      return [];
  }
}

/** What stands behind the bar, in ever fewer words, each with the narrowest bar it may leave. */
function endings({ state, loop }: TransportFacts): readonly (readonly [number, Line])[] {
  const { line, problems } = state;
  const sign = loop ? [GAP, span("↻", DIM)] : [];
  const bad = (text: string) => (problems > 0 ? [GAP, span(text, BAD)] : []);
  // The bar keeps its width while the number grows.
  const place = `line ${String(line).padEnd(3)}`;
  const lines = problems === 1 ? "line" : "lines";
  return [
    [GOOD_BAR, [...sign, GAP, span(place), ...bad(`! ${problems} malformed ${lines}`)]],
    [NARROWEST_BAR, [...sign, GAP, span(place), ...bad(`! ${problems} malformed`)]],
    [NARROWEST_BAR, [...sign, GAP, span(place), ...bad(`!${problems}`)]],
    [NARROWEST_BAR, [...sign, ...bad(`!${problems}`)]],
    [NARROWEST_BAR, bad(`!${problems}`)],
    [4, []],
  ];
}

function bar({ state, marks }: TransportFacts, width: number): Line {
  const { position, duration } = state;
  const cellOf = (at: number) =>
    duration <= 0 ? 0 : Math.min(width - 1, Math.max(0, Math.round((at / duration) * (width - 1))));
  const head = cellOf(position);
  const marked = new Map<number, MarkerKind>();
  for (const { position: at, kind } of marks) {
    const cell = cellOf(at);
    if (marked.get(cell) !== "failed") marked.set(cell, kind);
  }
  const spans: Span[] = [span("[", DIM)];
  let run = "";
  const flush = (style: Style) => {
    if (run !== "") spans.push(span(run, style));
    run = "";
  };
  for (let cell = 0; cell < width; cell++) {
    const mark = marked.get(cell);
    if (cell !== head && mark === undefined) {
      run += cell < head ? "━" : "─";
      continue;
    }
    flush(cell <= head ? BOLD : DIM);
    spans.push(cell === head ? span("●", BOLD) : mark === "failed" ? span("✗", BAD) : span("▲", WARNING));
  }
  flush(head === width - 1 ? BOLD : DIM);
  spans.push(span("]", DIM));
  return spans;
}
