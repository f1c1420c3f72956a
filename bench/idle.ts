/** What a thousand readers of a room cost in which nothing is said. */
import type { Served, Usage } from "./served/order.ts";
import { type Child, startChild } from "./support/child.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { stageContestants } from "./support/staged.ts";

const SUBSCRIBERS = 1_000;
const HEARTBEATS = 2;
/** A little longer than that many heartbeats, and too short for one more. */
const WINDOW_MS = HEARTBEATS * 15_000 + 2_000;

interface Sample {
  readonly cpuMs: number;
  readonly bytes: number;
  readonly memoryMb: number;
}

export async function benchIdle(): Promise<void> {
  heading(
    "idle",
    `${SUBSCRIBERS} subscribers of a room in which nothing is said, through ${HEARTBEATS} heartbeats of 15 s, both servers at the same time. "plain":
     node:http that writes the same heartbeat.`,
  );
  const bundles = await stageContestants({
    ours: new URL("served/ours.ts", import.meta.url),
    plain: new URL("served/plain.ts", import.meta.url),
    readers: new URL("served/readers.ts", import.meta.url),
  });
  const [ours, plain] = await Promise.all([
    sampleOf(bundles.ours, bundles.readers),
    sampleOf(bundles.plain, bundles.readers),
  ]);
  const print = (label: string, unit: string, figure: (sample: Sample) => number) => {
    printFigure(`llm-chat: ${label}`, [figure(ours)], unit);
    printFigure("  plain", [figure(plain)], unit);
  };
  print("CPU of a heartbeat", "ms", ({ cpuMs }) => cpuMs / HEARTBEATS);
  print("bytes of a heartbeat, each reader", "B", ({ bytes }) => bytes / HEARTBEATS / SUBSCRIBERS);
  print("memory a reader, above none", "kB", ({ memoryMb }) => (memoryMb * 1_000) / SUBSCRIBERS);
  printRatio("CPU ÷ plain", [ours.cpuMs / plain.cpuMs]);
}

async function sampleOf(bundle: string, readers: string): Promise<Sample> {
  const [server, { url, events }] = await startChild<Served>(bundle);
  const empty = await server.ask<Usage>({ type: "usage" });
  const [load] = await startChild(readers, [url, events, String(SUBSCRIBERS)]);
  const full = await server.ask<Usage>({ type: "usage" });
  const { bytes: before } = await bytesOf(load);
  await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
  const after = await server.ask<Usage>({ type: "usage" });
  const { bytes } = await bytesOf(load);
  await Promise.all([load.end(), server.end()]);
  return { cpuMs: after.cpuMs - full.cpuMs, bytes: bytes - before, memoryMb: full.memoryMb - empty.memoryMb };
}

function bytesOf(load: Child): Promise<{ readonly bytes: number }> {
  return load.ask("bytes");
}
