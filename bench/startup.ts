/** How long until the program answers, and until there is something on the screen. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runInPty } from "./support/pty.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, median, ratios } from "./support/rounds.ts";
import { scratchFolder } from "./support/scratch.ts";
import { stageContestants, stageProgram } from "./support/staged.ts";

const SPAWNS_PER_ROUND = 10;
const SCREENS_PER_ROUND = 3;
const END_UPDATE = "\x1b[?2026l";
const TOPIC = "Should we colonise Mars?";

export async function benchStartup({ rounds }: BenchOptions): Promise<void> {
  const program = await stageProgram();
  await benchAnswers(program, rounds);
  await benchFirstFrame(program, rounds);
}

async function benchAnswers(program: string, rounds: number): Promise<void> {
  heading(
    "startup: answers",
    `\`node bin/llm-chat.js --help\` against \`node -e 0\`: wall time of the whole process, ${SPAWNS_PER_ROUND} of each a round.
     (\`npx\` itself takes some 250 ms before either begins.)`,
  );
  const empty = () => wallTime("-e", "0");
  const samples = await perRound(rounds, SPAWNS_PER_ROUND, {
    empty,
    help: () => wallTime(program, "--help"),
    version: () => wallTime(program, "--version"),
    subcommand: () => wallTime(program, "models", "--help"),
  });
  printFigure("empty Node", samples.empty, "ms");
  printFigure("--help", samples.help, "ms");
  printFigure("--version", samples.version, "ms");
  printFigure("models --help (declares every option)", samples.subcommand, "ms");
  printRatio("--help ÷ empty Node", ratios(samples.help, samples.empty), { atMost: 1.3 });
  printRatio("--version ÷ empty Node", ratios(samples.version, samples.empty), { atMost: 1.3 });
  printRatio("models --help ÷ empty Node", ratios(samples.subcommand, samples.empty));
}

async function benchFirstFrame(program: string, rounds: number): Promise<void> {
  heading(
    "startup: first frame",
    `In a pseudo-terminal of 120×36, from before the process is started until the last byte of what is named here has come.
     "imports Ink": imports ink and react as they come, bundled with the same settings, prints a line. "draws with Ink": one <Text>.
     "first frame": the demo's full screen drawn once. "with the topic": the first frame that says what the talk is about.
     "unasked": without --model, so the keys and a local Ollama are looked for first.`,
  );
  const contestants = await stageContestants({
    importsInk: new URL("startup/imports-ink.ts", import.meta.url),
    drawsInk: new URL("startup/draws-ink.tsx", import.meta.url),
  });
  const folder = scratchFolder();
  const talk = [program, "--seed", "7", "--log-dir", join(folder, "logs"), "--env-file", "/dev/null"];
  const demo = [...talk, ...["a", "b", "c"].flatMap((name) => ["--model", `demo/${name}`]), TOPIC];
  const samples = await perRound(rounds, SCREENS_PER_ROUND, {
    importsInk: () => timeUntil(folder, [contestants.importsInk], ["imported"]),
    drawsInk: () => timeUntil(folder, [contestants.drawsInk], ["hello", END_UPDATE]),
    frame: () => timeUntil(folder, demo, ["conversation", END_UPDATE]),
    topic: () => timeUntil(folder, demo, [TOPIC, END_UPDATE]),
    unasked: () => timeUntil(folder, [...talk, TOPIC], ["conversation", END_UPDATE]),
  });
  printFigure("imports Ink", samples.importsInk, "ms");
  printFigure("draws with Ink", samples.drawsInk, "ms");
  printFigure("first frame", samples.frame, "ms");
  printFigure("first frame with the topic", samples.topic, "ms");
  printFigure("first frame, unasked", samples.unasked, "ms");
  printRatio("first frame ÷ imports Ink", ratios(samples.frame, samples.importsInk), { atMost: 1.4 });
  printRatio("first frame ÷ draws with Ink", ratios(samples.frame, samples.drawsInk));
  printRatio("first frame with the topic ÷ imports Ink", ratios(samples.topic, samples.importsInk));
}

/** A round is the median of several runs of each contestant, one after the other. */
async function perRound<Name extends string>(
  rounds: number,
  runs: number,
  contestants: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number[]>> {
  const all = await interleave(rounds * runs, contestants);
  const grouped = Object.entries<number[]>(all).map(([name, values]) => [
    name,
    Array.from({ length: rounds }, (_, round) => median(values.slice(round * runs, (round + 1) * runs))),
  ]);
  return Object.fromEntries(grouped) as Record<Name, number[]>;
}

async function wallTime(...args: readonly string[]): Promise<number> {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const taken = performance.now() - start;
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  return taken;
}

async function timeUntil(cwd: string, args: readonly string[], until: readonly string[]): Promise<number> {
  const output = await runInPty([process.execPath, ...args], { columns: 120, rows: 36, until, cwd });
  const text = Buffer.concat(output.map(({ data }) => data)).toString();
  let from = 0;
  for (const wanted of until) {
    const found = text.indexOf(wanted, from);
    if (found < 0) throw new Error(`it ended without ${JSON.stringify(wanted)}: ${text.slice(0, 400)}`);
    from = found + wanted.length;
  }
  return output.at(-1)?.at ?? Number.NaN;
}
