/** What a conversation pays for being watched: its pace and its CPU with a hundred viewers, some of them stalled, and with none. */
import { join } from "node:path";
import { type Models, startModels } from "../loop/start-models.ts";
import { startChild } from "../support/child.ts";
import { heading, printFigure, printRatio } from "../support/report.ts";
import { type BenchOptions, interleave, ratios } from "../support/rounds.ts";
import { scratchFolder } from "../support/scratch.ts";
import { stageContestants } from "../support/staged.ts";
import type { Opened, Talked, TalkOrder } from "./conversation.ts";
import type { Watched, WatchOrder } from "./watchers.ts";

const VIEWERS = 100;
const STALLED = 10;
/** A conversation is over within two seconds: there are more of them than there are rounds. */
const IN_A_ROUND = 3;
/** Between pieces of six words: ten times as fast as the models there are. */
const PAUSE_MS = 12;

export async function benchWatched({ rounds }: BenchOptions): Promise<void> {
  heading(
    "viewers: a conversation that is watched",
    `Conversations of four agents, models in another process, everything the program does for a turn, with its live view open.
     "watched": by ${VIEWERS} viewers in another process, who get records and live signals as the page does; ${STALLED} of them shake hands and never
     read, the others miss nothing. Conversations alternate in one process, after one to warm up.
     "full speed": models that answer at once, 304 turns. "paced": models that write some 500 words a second each, 76 turns.`,
  );
  const bundles = await stageContestants({
    models: new URL("../loop/fake-model.ts", import.meta.url),
    conversation: new URL("conversation.ts", import.meta.url),
    watchers: new URL("watchers.ts", import.meta.url),
  });
  const fast = await startModels(bundles.models);
  const paced = await startModels(bundles.models, PAUSE_MS);
  const [conversation] = await startChild(bundles.conversation, [join(scratchFolder(), "logs")]);
  const ask = <Answer>(order: TalkOrder) => conversation.ask<Answer>(order);
  const talk = async (watched: boolean, models: Models, parts: number): Promise<Talked> => {
    const { url } = await ask<Opened>({ type: "open", models: models.url, parts });
    if (!watched) return ask<Talked>({ type: "talk" });
    const [watchers] = await startChild(bundles.watchers);
    const tell = (order: WatchOrder) => watchers.ask<Watched>(order);
    await tell({ type: "watch", url: `${url}/?records`, reading: VIEWERS - STALLED, stalled: STALLED });
    const talked = await ask<Talked>({ type: "talk" });
    const { fewest, most, gaps } = await tell({ type: "end" });
    await watchers.end();
    if (fewest !== talked.records || most !== talked.records || gaps > 0) {
      throw new Error(`${talked.records} records, but viewers have ${fewest} to ${most}, and ${gaps} gaps`);
    }
    return talked;
  };
  await talk(true, fast, 4);
  const samples = await interleave(rounds * IN_A_ROUND, {
    watched: () => talk(true, fast, 4),
    alone: () => talk(false, fast, 4),
    watchedPaced: () => talk(true, paced, 1),
    alonePaced: () => talk(false, paced, 1),
  });
  await conversation.end();
  fast.stop();
  paced.stop();
  for (const [label, watched, alone] of [
    ["full speed", samples.watched, samples.alone],
    ["paced", samples.watchedPaced, samples.alonePaced],
  ] as const) {
    printFigure(`${label}: turns, watched`, watched.map(rateOf), "/s");
    printFigure("  alone", alone.map(rateOf), "/s");
    printFigure(`${label}: CPU per turn, watched`, watched.map(cpuOf), "ms");
    printFigure("  alone", alone.map(cpuOf), "ms");
    const rates = ratios(watched.map(rateOf), alone.map(rateOf));
    printRatio(`${label}: turns a second, watched ÷ alone`, rates, { atLeast: 0.95 });
    printRatio("  CPU per turn", ratios(watched.map(cpuOf), alone.map(cpuOf)));
  }
}

function rateOf({ turns, wallMs }: Talked): number {
  return (turns / wallMs) * 1_000;
}

function cpuOf({ cpuMs, turns }: Talked): number {
  return cpuMs / turns;
}
