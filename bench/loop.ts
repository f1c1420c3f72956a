/** What the agent loop costs for a turn of the model, beside the SDK below it and the framework that is its like. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { LoopResult } from "./loop/drive.ts";
import { startModels } from "./loop/start-models.ts";
import { TURNS, WORDS } from "./loop/workload.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, ratios } from "./support/rounds.ts";
import { scratchFolder } from "./support/scratch.ts";
import { stageContestants } from "./support/staged.ts";

const PARALLEL = 16;
const run = promisify(execFile);

export async function benchLoop({ rounds, seconds }: BenchOptions): Promise<void> {
  heading(
    "loop",
    `Conversations of ${TURNS} model turns, streamed over HTTP from a server in another process that answers at once. A turn is an
     append (${WORDS} words, a chunk each) and a push called in one answer; same prompt, same tools, growing history. CPU is of the
     client process alone, ${seconds} s after a warm-up.
     "llm-chat": room, stop rules, timeline, redactor, and the log written to disk. "bare SDK": the openai package and a loop by hand.
     "agents SDK": @openai/agents, streamed, tracing off.`,
  );
  const bundles = await stageContestants({
    server: new URL("loop/fake-model.ts", import.meta.url),
    ours: new URL("loop/llm-chat.ts", import.meta.url),
    bareSdk: new URL("loop/bare-sdk.ts", import.meta.url),
    agentsSdk: new URL("loop/agents-sdk.ts", import.meta.url),
  });
  const models = await startModels(bundles.server);
  const logs = join(scratchFolder(), "logs");
  const contestant = (bundle: string, more: Readonly<Record<string, string>>) => async (): Promise<LoopResult> => {
    const env = {
      PATH: process.env["PATH"],
      BENCH_URL: models.url,
      BENCH_SECONDS: String(seconds),
      BENCH_LOGS: logs,
      ...more,
    };
    const { stdout } = await run(process.execPath, [bundle], { env });
    return JSON.parse(stdout) as LoopResult;
  };
  const one = { BENCH_PARALLEL: "1" };
  const many = { BENCH_PARALLEL: String(PARALLEL) };
  const samples = await interleave(rounds, {
    ours: contestant(bundles.ours, one),
    bareSdk: contestant(bundles.bareSdk, one),
    agentsSdk: contestant(bundles.agentsSdk, one),
    oursMany: contestant(bundles.ours, many),
    bareSdkMany: contestant(bundles.bareSdk, many),
    agentsSdkMany: contestant(bundles.agentsSdk, many),
    oursOneRoom: contestant(bundles.ours, { BENCH_AGENTS_PER_ROOM: String(PARALLEL) }),
  });
  models.stop();
  const cpu = (name: keyof typeof samples) => samples[name].map(({ cpuMs, turns }) => cpuMs / turns);
  const rate = (name: keyof typeof samples) => samples[name].map(({ turns, wallMs }) => (turns / wallMs) * 1_000);
  const names = [
    ["ours", "llm-chat"],
    ["bareSdk", "bare SDK"],
    ["agentsSdk", "agents SDK"],
  ] as const;
  for (const [name, label] of names) printFigure(`${label}: CPU per turn, one agent`, cpu(name), "ms");
  for (const [name, label] of names) printFigure(`${label}: turns, ${PARALLEL} agents`, rate(`${name}Many`), "/s");
  printFigure(`llm-chat: turns, ${PARALLEL} agents in one room`, rate("oursOneRoom"), "/s");
  printRatio("CPU per turn ÷ bare SDK", ratios(cpu("ours"), cpu("bareSdk")), { atMost: 1.5 });
  printRatio("CPU per turn ÷ agents SDK", ratios(cpu("ours"), cpu("agentsSdk")), { atMost: 1 });
  printRatio(`turns a second ÷ bare SDK, ${PARALLEL} agents`, ratios(rate("oursMany"), rate("bareSdkMany")), {
    atLeast: 0.6,
  });
  printRatio(`turns a second ÷ agents SDK, ${PARALLEL} agents`, ratios(rate("oursMany"), rate("agentsSdkMany")));
}
