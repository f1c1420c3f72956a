/** What it costs to say something over HTTP: until it is answered, and until a subscriber has it. */
import { join } from "node:path";
import type { LoadOrder, LoadResult } from "./served/load.ts";
import type { Served } from "./served/order.ts";
import { startChild } from "./support/child.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, ratios } from "./support/rounds.ts";
import { scratchFolder } from "./support/scratch.ts";
import { stageContestants } from "./support/staged.ts";

const CONNECTIONS = 32;
const WARM_UP_SECONDS = 0.5;

export async function benchPush({ rounds, seconds }: BenchOptions): Promise<void> {
  heading(
    "push",
    `POST /send from another process. Delivery: one after the other, from before the request is written until a subscriber has read the
     event. Rate: ${CONNECTIONS} connections, each sends the next when the last is answered; ${seconds} s after a warm-up.
     "llm-chat": the whole server, each message on disk (fdatasync, group commit) before it is answered or told. "memory": the same
     without a journal. "plain": node:http, JSON parsed and answered; nothing checked, nothing kept.`,
  );
  const bundles = await stageContestants({
    ours: new URL("served/ours.ts", import.meta.url),
    plain: new URL("served/plain.ts", import.meta.url),
    load: new URL("served/load.ts", import.meta.url),
  });
  let folders = 0;
  const scratch = scratchFolder();
  const contestant =
    (bundle: string, order: LoadOrder, onDisk = false) =>
    async (): Promise<LoadResult> => {
      const args = onDisk ? [join(scratch, `rooms-${folders++}`)] : [];
      const [server, { url, events, send }] = await startChild<Served>(bundle, args);
      const [load] = await startChild(bundles.load, [url, events, send]);
      await load.ask({ ...order, seconds: WARM_UP_SECONDS });
      const result = await load.ask<LoadResult>(order);
      await Promise.all([load.end(), server.end()]);
      return result;
    };
  const delivery: LoadOrder = { type: "delivery", seconds };
  const send: LoadOrder = { type: "send", seconds, connections: CONNECTIONS };
  const samples = await interleave(rounds, {
    delivery: contestant(bundles.ours, delivery, true),
    deliveryMemory: contestant(bundles.ours, delivery),
    deliveryPlain: contestant(bundles.plain, delivery),
    send: contestant(bundles.ours, send, true),
    sendMemory: contestant(bundles.ours, send),
    sendPlain: contestant(bundles.plain, send),
  });
  const of = (name: keyof typeof samples, figure: keyof LoadResult) => samples[name].map((sample) => sample[figure]);
  for (const figure of ["p50", "p99"] as const) {
    printFigure(`llm-chat: delivery, ${figure}`, of("delivery", figure), "ms");
    printFigure("  memory", of("deliveryMemory", figure), "ms");
    printFigure("  plain", of("deliveryPlain", figure), "ms");
  }
  printFigure(`llm-chat: sent over ${CONNECTIONS} connections`, of("send", "perSecond"), "/s");
  printFigure("  memory", of("sendMemory", "perSecond"), "/s");
  printFigure("  plain", of("sendPlain", "perSecond"), "/s");
  const ratio = (ours: "delivery" | "deliveryMemory", figure: "p50" | "p99") =>
    ratios(of(ours, figure), of("deliveryPlain", figure));
  printRatio("delivery p50 ÷ plain", ratio("delivery", "p50"), { atMost: 1.5 });
  printRatio("  memory", ratio("deliveryMemory", "p50"));
  printRatio("delivery p99 ÷ plain", ratio("delivery", "p99"), { atMost: 2 });
  printRatio("  memory", ratio("deliveryMemory", "p99"));
  printRatio("sent a second ÷ plain", ratios(of("send", "perSecond"), of("sendPlain", "perSecond")), { atLeast: 0.6 });
  printRatio("  memory", ratios(of("sendMemory", "perSecond"), of("sendPlain", "perSecond")));
}
