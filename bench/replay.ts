/** Replaying a log of a gigabyte: the seek index beside `wc -l`, the time of a seek, the memory. */
import { execFileSync } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../src/chatroom/clock.ts";
import { openFileBytes } from "../src/logging/replay/file-bytes.ts";
import { type LogRecording, openLogRecording } from "../src/logging/replay/log-recording.ts";
import { Player } from "../src/logging/replay/player.ts";
import { decodeUtf8 } from "../src/logging/reader.ts";
import { writeBigLog } from "./support/big-log.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, ratios } from "./support/rounds.ts";
import { scratchFolder } from "./support/scratch.ts";

const GIGABYTE = 1_000_000_000;

export async function benchReplay({ rounds }: BenchOptions): Promise<void> {
  const path = join(scratchFolder(), "replay.jsonl");
  const lines = writeBigLog(path, GIGABYTE);
  const megabytes = statSync(path).size / 1_000_000;
  heading(
    "replay",
    `a log of ${megabytes.toFixed(0)} MB, ${lines} lines, in the page cache.
     "index": when every line is due, and a place for every thousand lines. "wc": wc -l, its start included.`,
  );
  const open = async () => openLogRecording(await openFileBytes(path), { decode: decodeUtf8 });
  const speed = (run: () => Promise<void> | void) => async () => {
    const start = performance.now();
    await run();
    return megabytes / ((performance.now() - start) / 1_000);
  };
  const index = speed(async () => (await open()).close());
  const wc = speed(() => void execFileSync("wc", ["-l", path]));
  const samples = await interleave(rounds, { index, wc });
  printFigure("index", samples.index, "MB/s");
  printFigure("wc -l", samples.wc, "MB/s");
  printRatio("index ÷ wc -l", ratios(samples.index, samples.wc), { atLeast: 0.3 });
  await seeks(await open());
  memory(path, "stream");
  memory(path, "screen");
  rmSync(path);
}

/** One after the other, as somebody drags a bar: the first ones fold the log, later ones find what they left. */
async function seeks(recording: LogRecording): Promise<void> {
  const player = new Player({ recording, clock: systemClock });
  const timed = async (share: number) => {
    const start = performance.now();
    await player.seek(recording.duration * share);
    return performance.now() - start;
  };
  printFigure("first seek, to the end", [await timed(1)], "ms");
  const back: number[] = [];
  for (const share of [0.5, 0.1, 0.9, 0.3, 0.7, 0.02, 0.99]) back.push(await timed(share));
  printFigure("seven seeks anywhere after it", back, "ms");
  await timed(0.5);
  const near: number[] = [];
  for (let step = 0; step < 9; step++) {
    const start = performance.now();
    await player.seek(player.state.position + 5_000);
    near.push(performance.now() - start);
  }
  printFigure("5 s on, in the middle", near, "ms");
  const backwards: number[] = [];
  for (let step = 0; step < 9; step++) {
    const start = performance.now();
    await player.seek(player.state.position - 5_000);
    backwards.push(performance.now() - start);
  }
  printFigure("5 s back, in the middle", backwards, "ms");
  await player.close();
}

/** What a whole replay takes, in a process that does nothing else. */
function memory(path: string, mode: "stream" | "screen"): void {
  const flags = ["--expose-gc", join(import.meta.dirname, "replay/memory.ts"), path, mode];
  const output = execFileSync(process.execPath, flags, { encoding: "utf8" });
  const { resident, used } = JSON.parse(output) as { readonly resident: number; readonly used: number };
  const what = `a whole replay, ${mode === "screen" ? "on a screen" : "as a stream"}`;
  printFigure(`${what}: heap in use after it`, [used], "MB");
  printFigure(`${what}: resident, at most`, [resident], "MB more");
}
