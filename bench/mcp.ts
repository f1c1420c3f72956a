/** What a tool of the room costs an MCP host over stdio, beside a tool that does nothing, on the same SDK. */
import { LineClient } from "./mcp/line-client.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, median, ratios } from "./support/rounds.ts";
import { stageContestants, stageProgram } from "./support/staged.ts";

const CALLS = 2_000;
const WARM_UP = 500;
/** Of one draft: more than most messages have. */
const SEGMENTS = 20;
const TEXT = "One or two sentences, as a model would append them.";

interface Sample {
  readonly p50: number;
  readonly p99: number;
  readonly startMs: number;
}

export async function benchMcp({ rounds }: BenchOptions): Promise<void> {
  heading(
    "mcp",
    `${CALLS} calls one after the other over stdio, from a client by hand, protocol 2025-11-25. "append": llm-chat mcp, in a room of its
     own, drafts of ${SEGMENTS} segments. "echo": a tool with the same argument, checked by the same schema library, that answers with it.
     "start": from before the process is started until it has answered initialize.`,
  );
  const program = await stageProgram();
  const { echo } = await stageContestants({ echo: new URL("mcp/echo-server.ts", import.meta.url) });
  const samples = await interleave(rounds, {
    append: () => sampleOf([program, "mcp", "--as", "Ada"], true),
    echo: () => sampleOf([echo], false),
  });
  const figures = (name: keyof typeof samples, figure: keyof Sample) => samples[name].map((sample) => sample[figure]);
  for (const figure of ["p50", "p99", "startMs"] as const) {
    const label = figure === "startMs" ? "start" : figure;
    const unit = figure === "startMs" ? "ms" : "µs";
    const goal = { p50: 1.5, p99: 2, startMs: 1.4 }[figure];
    printFigure(`append, ${label}`, figures("append", figure), unit);
    printFigure(`  echo, ${label}`, figures("echo", figure), unit);
    printRatio("  append ÷ echo", ratios(figures("append", figure), figures("echo", figure)), { atMost: goal });
  }
}

/** `room`: it has a draft, which is dropped between the timed calls. */
async function sampleOf(args: readonly string[], room: boolean): Promise<Sample> {
  const { client, startMs } = await LineClient.start(args);
  const taken: number[] = [];
  for (let call = 0; call < WARM_UP + CALLS; call++) {
    if (room && call % SEGMENTS === 0) await client.call("reset", {});
    const start = performance.now();
    await client.call("append", { text: `${TEXT} ${call}` });
    if (call >= WARM_UP) taken.push((performance.now() - start) * 1_000);
  }
  client.close();
  const sorted = taken.toSorted((left, right) => left - right);
  return { p50: median(sorted), p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN, startMs };
}
