/** Reading a log: our reader beside what parses each line and checks nothing. */
import { createReadStream, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readLogInBatches } from "../src/logging/reader.ts";
import { writeBigLog } from "./support/big-log.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, ratios } from "./support/rounds.ts";
import { scratchFolder } from "./support/scratch.ts";

const MEGABYTES = 100;

export async function benchReader({ rounds }: BenchOptions): Promise<void> {
  const path = join(scratchFolder(), "reader.jsonl");
  const lines = writeBigLog(path, MEGABYTES * 1_000_000);
  const megabytes = statSync(path).size / 1_000_000;
  heading(
    "reader",
    `a log of ${megabytes.toFixed(0)} MB, ${lines} lines, in the page cache.
     "reader": every line decoded, validated and numbered, constant memory. "split": chunks of 256 kB, Buffer.indexOf, JSON.parse.
     "readline": node:readline's lines, JSON.parse.`,
  );
  const counted = (run: () => Promise<number>) => async () => {
    const start = performance.now();
    const count = await run();
    if (count !== lines) throw new Error(`${count} of ${lines} lines`);
    return megabytes / ((performance.now() - start) / 1_000);
  };
  const samples = await interleave(rounds, {
    reader: counted(() => ours(path)),
    split: counted(() => split(path)),
    readline: counted(() => byReadline(path)),
  });
  printFigure("reader", samples.reader, "MB/s");
  printFigure("split + JSON.parse", samples.split, "MB/s");
  printFigure("readline + JSON.parse", samples.readline, "MB/s");
  printRatio("reader ÷ split", ratios(samples.reader, samples.split), { atLeast: 0.8 });
  printRatio("reader ÷ readline", ratios(samples.reader, samples.readline), { atLeast: 1.1 });
}

async function ours(path: string): Promise<number> {
  let count = 0;
  for await (const batch of readLogInBatches(path)) for (const item of batch) if ("record" in item) count++;
  return count;
}

async function split(path: string): Promise<number> {
  let count = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const data of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const chunk = rest.length === 0 ? (data as Buffer) : Buffer.concat([rest, data as Buffer]);
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      if (typeof JSON.parse(chunk.toString("utf8", start, end)) === "object") count++;
      start = end + 1;
    }
    rest = chunk.subarray(start);
  }
  return count;
}

async function byReadline(path: string): Promise<number> {
  let count = 0;
  const lines = createInterface({ input: createReadStream(path, { highWaterMark: 256 * 1024 }) });
  lines.on("line", (line) => {
    if (typeof JSON.parse(line) === "object") count++;
  });
  await new Promise((resolve) => lines.once("close", resolve));
  return count;
}
