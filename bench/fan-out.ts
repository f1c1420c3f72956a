/** What it costs to tell many: messages of one room to all its event streams. */
import type { Served, Usage } from "./served/order.ts";
import { startChild } from "./support/child.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, ratios } from "./support/rounds.ts";
import { stageContestants } from "./support/staged.ts";

const MESSAGES = { 100: 10_000, 1_000: 1_000 } as const;

interface Sample {
  readonly deliveriesPerSecond: number;
  /** Of the server, µs. */
  readonly cpuPerDelivery: number;
}

export async function benchFanOut({ rounds }: BenchOptions): Promise<void> {
  heading(
    "fan-out",
    `${MESSAGES[100]} messages to 100 subscribers, ${MESSAGES[1_000]} to 1,000, over SSE, said as fast as the event loop turns (32 a turn); until the last
     subscriber, in another process, has the last. "llm-chat": the whole server, room kept in memory. "plain": node:http that
     joins the frames of one turn and writes once to each; it has no bound on what waits for a reader.`,
  );
  const bundles = await stageContestants({
    ours: new URL("served/ours.ts", import.meta.url),
    plain: new URL("served/plain.ts", import.meta.url),
    readers: new URL("served/readers.ts", import.meta.url),
  });
  const contestant = (bundle: string, subscribers: 100 | 1_000) => () =>
    sampleOf(bundle, bundles.readers, subscribers, MESSAGES[subscribers]);
  const samples = await interleave(rounds, {
    ours100: contestant(bundles.ours, 100),
    plain100: contestant(bundles.plain, 100),
    ours1000: contestant(bundles.ours, 1_000),
    plain1000: contestant(bundles.plain, 1_000),
  });
  for (const size of [100, 1_000] as const) {
    const rate = (name: "ours" | "plain") => samples[`${name}${size}`].map((sample) => sample.deliveriesPerSecond);
    const cpu = (name: "ours" | "plain") => samples[`${name}${size}`].map((sample) => sample.cpuPerDelivery);
    printFigure(`llm-chat: deliveries to ${size}`, rate("ours"), "/s");
    printFigure("  plain", rate("plain"), "/s");
    printFigure(`llm-chat: CPU of a delivery to ${size}`, cpu("ours"), "µs");
    printFigure("  plain", cpu("plain"), "µs");
    printRatio(`deliveries to ${size} ÷ plain`, ratios(rate("ours"), rate("plain")), { atLeast: 0.6 });
  }
}

async function sampleOf(bundle: string, readers: string, subscribers: number, messages: number): Promise<Sample> {
  const [server, { url, events }] = await startChild<Served>(bundle);
  const [load] = await startChild(readers, [url, events, String(subscribers)]);
  // Once to warm up.
  await burst();
  const before = await server.ask<Usage>({ type: "usage" });
  const start = performance.now();
  await burst();
  const seconds = (performance.now() - start) / 1_000;
  const after = await server.ask<Usage>({ type: "usage" });
  if (after.streams !== subscribers) throw new Error(`${after.streams} streams are left of ${subscribers}`);
  await Promise.all([load.end(), server.end()]);
  const deliveries = messages * subscribers;
  return {
    deliveriesPerSecond: deliveries / seconds,
    cpuPerDelivery: ((after.cpuMs - before.cpuMs) * 1_000) / deliveries,
  };

  async function burst(): Promise<void> {
    const arrived = load.ask("burst");
    await server.ask({ type: "burst", count: messages });
    await arrived;
  }
}
