/** What it costs to be watched: messages to many browsers, and what the conversation has to pay for them. */
import { setTimeout as pause } from "node:timers/promises";
import { startChild } from "./support/child.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, median, ratios } from "./support/rounds.ts";
import { stageContestants } from "./support/staged.ts";
import type { Order, Said } from "./viewers/order.ts";
import { benchWatched } from "./viewers/watched.ts";
import type { Watched, WatchOrder } from "./viewers/watchers.ts";

type Size = 100 | 1_000;

const SIZES = [100, 1_000] as const;
const MESSAGES: Readonly<Record<Size, number>> = { 100: 4_000, 1_000: 400 };
/** Said one by one, each after a silence. */
const LONELY = 50;
const WARM_UP = 5;
/** Longer than what is told together. */
const SILENCE_MS = 260;

interface Broadcast {
  readonly deliveriesPerSecond: number;
  /** Of the server, µs. */
  readonly cpuPerDelivery: number;
}

export async function benchViewers(options: BenchOptions): Promise<void> {
  await benchBroadcast(options);
  await benchWatched(options);
}

async function benchBroadcast({ rounds }: BenchOptions): Promise<void> {
  heading(
    "viewers: broadcast",
    `${MESSAGES[100]} messages of a conversation to 100 viewers, ${MESSAGES[1_000]} to 1,000, one in each turn of the event loop; until the last
     viewer, in another process, has the last, and none has missed any. "llm-chat": hub and port of the viewers; each message is
     a record that is framed when it is said, and what follows soon after the last telling (33 ms, or forty times as long as that
     took, at most 250) is told with one write. "one by one": the same, but its clock lets nothing wait, so each is told by itself.
     "plain ws": one frame, built once in all, is written to each client's socket for every message; no bound on what waits,
     nothing kept. The same bytes for all. Latency: from one message after a silence of ${SILENCE_MS} ms until all of 100 have it; one
     that follows sooner may wait as long as what is told together.`,
  );
  const bundles = await stageContestants({
    ours: new URL("viewers/ours.ts", import.meta.url),
    plain: new URL("viewers/plain.ts", import.meta.url),
    watchers: new URL("viewers/watchers.ts", import.meta.url),
  });
  const servers = {
    ours: [bundles.ours],
    each: [bundles.ours, "each"],
    plain: [bundles.plain],
  } as const;
  const names = ["ours", "each", "plain"] as const;
  const labels = { ours: "llm-chat", each: "  one by one", plain: "  plain ws" } as const;
  for (const size of SIZES) {
    const sample = (name: keyof typeof servers) => () => broadcast(servers[name], bundles.watchers, size);
    const samples = await interleave(rounds, {
      ours: sample("ours"),
      each: sample("each"),
      plain: sample("plain"),
    });
    const rate = (name: keyof typeof servers) => samples[name].map((each) => each.deliveriesPerSecond);
    const cpu = (name: keyof typeof servers) => samples[name].map((each) => each.cpuPerDelivery);
    for (const name of names) printFigure(`${labels[name]}: deliveries to ${size}`, rate(name), "/s");
    for (const name of names) printFigure(`${labels[name]}: CPU of a delivery to ${size}`, cpu(name), "µs");
    printRatio(`deliveries to ${size} ÷ plain ws`, ratios(rate("ours"), rate("plain")), { atLeast: 0.8 });
    printRatio("  one by one", ratios(rate("each"), rate("plain")), { atLeast: 0.8 });
    printRatio("  CPU of the server, one by one", ratios(cpu("each"), cpu("plain")));
  }
  const sample = (name: keyof typeof servers) => () => latencies(servers[name], bundles.watchers);
  const samples = await interleave(rounds, { ours: sample("ours"), plain: sample("plain") });
  const p50 = (name: "ours" | "plain") => samples[name].map(median);
  // Of all rounds together: one of them has too few.
  const p99 = (name: "ours" | "plain") => [percentile99(samples[name].flat())];
  printFigure("llm-chat: one message to all of 100, p50", p50("ours"), "ms");
  printFigure("  plain ws", p50("plain"), "ms");
  printFigure("llm-chat: one message to all of 100, p99", p99("ours"), "ms");
  printFigure("  plain ws", p99("plain"), "ms");
  printRatio("latency ÷ plain ws, p50", ratios(p50("ours"), p50("plain")));
  printRatio("latency ÷ plain ws, p99", ratios(p99("ours"), p99("plain")));
}

async function broadcast([bundle, ...args]: readonly [string, ...string[]], watchers: string, size: Size) {
  const { server, viewers, end } = await open(bundle, args, watchers, size);
  const messages = MESSAGES[size];
  const burst = async (count: number): Promise<void> => {
    const arrived = viewers.ask<Watched>({ type: "await", messages: count } satisfies WatchOrder);
    await server.ask<Said>({ type: "burst", count } satisfies Order);
    const { fewest, most, gaps } = await arrived;
    if (fewest !== count || most !== count || gaps > 0) throw new Error(`${fewest} to ${most} of ${count} have come`);
  };
  // To warm up.
  await burst(messages / 4);
  const before = await server.ask<Said>({ type: "burst", count: 0 } satisfies Order);
  const start = performance.now();
  await burst(messages);
  const seconds = (performance.now() - start) / 1_000;
  const after = await server.ask<Said>({ type: "burst", count: 0 } satisfies Order);
  await end();
  const deliveries = messages * size;
  const result: Broadcast = {
    deliveriesPerSecond: deliveries / seconds,
    cpuPerDelivery: ((after.cpuMs - before.cpuMs) * 1_000) / deliveries,
  };
  return result;
}

/** Of each message, until the last of all has it, ms. */
async function latencies([bundle, ...args]: readonly [string, ...string[]], watchers: string): Promise<number[]> {
  const { server, viewers, end } = await open(bundle, args, watchers, 100);
  const times: number[] = [];
  for (let count = 0; count < WARM_UP + LONELY; count++) {
    await pause(SILENCE_MS);
    const arrived = viewers.ask<Watched>({ type: "await", messages: 1 } satisfies WatchOrder);
    const said = await server.ask<Said>({ type: "one" } satisfies Order);
    const { at } = await arrived;
    if (count >= WARM_UP) times.push(at - said.at);
  }
  await end();
  return times;
}

function percentile99(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length * 0.99)] ?? Number.NaN;
}

async function open(bundle: string, args: readonly string[], watchers: string, size: number) {
  const [server, { url }] = await startChild<{ readonly url: string }>(bundle, args);
  const [viewers] = await startChild(watchers);
  await viewers.ask<Watched>({ type: "watch", url, reading: size, stalled: 0 } satisfies WatchOrder);
  return { server, viewers, end: () => Promise.all([server.end(), viewers.end()]) };
}
