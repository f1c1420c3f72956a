/** What the screen costs while four agents write, beside an Ink program as one writes it first, and beside the least there is. */
import { runInPty } from "./support/pty.ts";
import { heading, printCount, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, median, ratios } from "./support/rounds.ts";
import { stageContestants } from "./support/staged.ts";
import { COLUMNS, WORDS_PER_SECOND } from "./tui/stimulus.ts";
import { WINDOW_BEGINS, WINDOW_ENDS } from "./tui/timed-window.ts";

const END_UPDATE = "\x1b[?2026l";
/** Two updates closer than this are one frame to the eye. */
const FRAME_GAP_MS = 8;
const ERASES_SCREEN = /\x1b\[[0-3]?J/g;
const SIZES = [
  { columns: 60, rows: 20, agents: 2 },
  { columns: 80, rows: 24, agents: 3 },
  { columns: 120, rows: 36, agents: 4 },
  { columns: 200, rows: 50, agents: 4 },
  { columns: 250, rows: 80, agents: 8 },
];

interface ScreenCost {
  /** Of one core. */
  readonly cpu: number;
  readonly bytesPerSecond: number;
  readonly framesPerSecond: number;
  /** After the first frame. */
  readonly erases: number;
}

export async function benchTui({ rounds, seconds }: BenchOptions): Promise<void> {
  heading(
    "tui",
    `${COLUMNS} columns, ${WORDS_PER_SECOND} words a second each, in a pseudo-terminal of 200×50, production React, ${seconds} s after a warm-up.
     "llm-chat": from model events to the terminal: redactor, timeline, view, screen; agents think, write and send.
     "plain Ink": the columns' lines are React state, set for every word; Ink's own defaults.
     "changed cells": no Ink; 30 times a second writes the cells that differ.
     CPU is of the process, in percent of one core. A frame is a synchronized update at least ${FRAME_GAP_MS} ms after the last.`,
  );
  const bundles = await stageContestants({
    ours: new URL("tui/full-screen.ts", import.meta.url),
    plainInk: new URL("tui/plain-ink.tsx", import.meta.url),
    changedCells: new URL("tui/changed-cells.ts", import.meta.url),
  });
  const at200x50 = (bundle: string) => () => screenCost(bundle, { columns: 200, rows: 50, agents: COLUMNS }, seconds);
  const samples = await interleave(rounds, {
    ours: at200x50(bundles.ours),
    plainInk: at200x50(bundles.plainInk),
    changedCells: at200x50(bundles.changedCells),
  });
  const of = (name: keyof typeof samples, key: keyof ScreenCost) => samples[name].map((sample) => sample[key]);
  for (const [name, label] of [
    ["ours", "llm-chat"],
    ["plainInk", "plain Ink"],
    ["changedCells", "changed cells"],
  ] as const) {
    printFigure(
      `${label}: CPU`,
      of(name, "cpu").map((share) => share * 100),
      "% of a core",
    );
    printFigure(
      `${label}: written`,
      of(name, "bytesPerSecond").map((bytes) => bytes / 1_000),
      "kB/s",
    );
    printFigure(`${label}: frames`, of(name, "framesPerSecond"), "/s");
  }
  printRatio("llm-chat: frames a second", of("ours", "framesPerSecond"), { atLeast: 20 });
  printRatio("CPU ÷ plain Ink", ratios(of("ours", "cpu"), of("plainInk", "cpu")), { atMost: 1 });
  printRatio("bytes ÷ plain Ink", ratios(of("ours", "bytesPerSecond"), of("plainInk", "bytesPerSecond")), {
    atMost: 0.5,
  });
  printRatio("CPU ÷ changed cells", ratios(of("ours", "cpu"), of("changedCells", "cpu")), { atMost: 3 }, true);
  printRatio("bytes ÷ changed cells", ratios(of("ours", "bytesPerSecond"), of("changedCells", "bytesPerSecond")));
  printCount("plain Ink: erase-screens, in the median round", median(of("plainInk", "erases")), 0);
  for (const size of SIZES) {
    const { erases } = await screenCost(bundles.ours, size, Math.min(seconds, 2));
    printCount(`erase-screens after the first frame, ${size.agents} agents at ${size.columns}×${size.rows}`, erases, 0);
  }
}

async function screenCost(bundle: string, size: (typeof SIZES)[number], seconds: number): Promise<ScreenCost> {
  const env = { BENCH_SECONDS: String(seconds), BENCH_AGENTS: String(size.agents) };
  const output = await runInPty([process.execPath, bundle], { ...size, env });
  const all = Buffer.concat(output.map(({ data }) => data)).toString("latin1");
  const begin = all.indexOf(WINDOW_BEGINS);
  const end = all.indexOf(WINDOW_ENDS);
  if (begin < 0 || end < 0) throw new Error(`${bundle} did not come to its end: ${all.slice(-400)}`);
  const firstFrame = all.indexOf(END_UPDATE);
  return {
    cpu: Number.parseFloat(all.slice(end + WINDOW_ENDS.length)),
    bytesPerSecond: (end - begin - WINDOW_BEGINS.length) / seconds,
    framesPerSecond: framesBetween(output, begin, end) / seconds,
    erases: all.slice(firstFrame, end).match(ERASES_SCREEN)?.length ?? 0,
  };
}

/** `begin` and `end`: places in the whole output. */
function framesBetween(
  output: readonly { readonly at: number; readonly data: Buffer }[],
  begin: number,
  end: number,
): number {
  let frames = 0;
  let last = Number.NEGATIVE_INFINITY;
  let place = 0;
  for (const { at, data } of output) {
    const updated = data.includes(END_UPDATE) && place >= begin && place < end;
    place += data.length;
    if (!updated || at - last < FRAME_GAP_MS) continue;
    last = at;
    frames++;
  }
  return frames;
}
