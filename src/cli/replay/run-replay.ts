/** A replay from its first word to its last: finds the logs, opens them, shows them, gives the terminal back. */
import { basename } from "node:path";
import { LogError } from "../../logging/log-error.ts";
import { DEFAULT_SLOWDOWN, LONGEST_DELAY } from "../../logging/replay/pacing.ts";
import { type EndReason, Ending, exitCodeOfEnd } from "../ending.ts";
import { EXIT_OK } from "../exit-codes.ts";
import type { CliHost, Env } from "../host.ts";
import { shellWord } from "../shell-word.ts";
import { onLostOutput, onSignals, type SignalTarget } from "../signals.ts";
import { elapsed } from "../../logging/figures.ts";
import { UsageError } from "../usage-error.ts";
import { choiceTable } from "./choice-table.ts";
import { type FoundLogs, findLogs } from "./find-logs.ts";
import { logOpener } from "./open-log.ts";
import { Playlist } from "./playlist.ts";
import { ProgressLine } from "../progress-line.ts";
import { showLines } from "./replay-lines.ts";
import type { ReplayOptions } from "./replay-options.ts";

export interface ReplayWorld {
  readonly host: CliHost;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly process: SignalTarget;
}

export async function runReplay(options: ReplayOptions, world: ReplayWorld): Promise<number> {
  const ending = new Ending((code) => world.process.exit(code));
  const forgetSignals = onSignals(world.process, (why) => ending.ask(why === "interrupted" ? why : "terminated"));
  const faults: Error[] = [];
  onLostOutput(world.stdout, (fault) => {
    if (fault !== null) faults.push(fault);
    ending.come("unheard");
  });
  const line = new ProgressLine(world.host);
  try {
    const code = await replay(options, world, ending, line);
    const [fault] = faults;
    if (fault !== undefined) throw new Error(`the output cannot be written: ${fault.message}`, { cause: fault });
    return code;
  } catch (error) {
    if (ending.signal.aborted && faults.length === 0) return exitCodeOfEnd(await ending.reason);
    throw error instanceof LogError ? new UsageError(error.message.replace(/\.$/, ""), { cause: error }) : error;
  } finally {
    line.clear();
    forgetSignals();
  }
}

async function replay(options: ReplayOptions, world: ReplayWorld, ending: Ending, line: ProgressLine): Promise<number> {
  const { host } = world;
  const full = !options.plain && isTerminal(world, options.env);
  const chosen = await findLogs(options.paths, { cwd: host.cwd, line, signal: ending.signal });
  line.clear();
  const files = chosen.kind === "files" ? chosen.files : await choose(chosen, full, options, world, ending);
  if (files === null) return exitCodeOfEnd(await ending.reason);
  const { port, allowOrigins } = options;
  const here = full && port === null;
  // A pipe that never ends is a trap; a screen is left with a key, and viewers come and go.
  const loop = options.loop ?? (full || port !== null);
  const open = logOpener(options.pacing);
  // Later ones are opened behind a screen, which says so itself.
  let first = true;
  const playlist = new Playlist({
    files,
    open(path, watch) {
      const onProgress = (share: number) => {
        if (first) line.show(`opening ${basename(path)} … ${Math.floor(share * 100)} %`);
        watch.onProgress(share);
      };
      return open(path, { ...watch, onProgress });
    },
    clock: host.clock,
    speed: options.speed,
    loop,
    from: options.from,
    keepView: here,
  });
  const interrupted = ending.reason.then(() => playlist.close());
  try {
    await playlist.open();
    first = false;
    line.clear();
    const late = lateStart(options.from, playlist.state.duration);
    if (late !== null && !here) host.stderr.write(late);
    if (port !== null) {
      const { serveReplay } = await import("./serve-replay.ts");
      await serveReplay({ playlist, files, port, allowOrigins, host, ended: ending.reason });
    } else if (full) await watch(playlist, files.length, loop, options, world, ending);
    else
      await Promise.race([
        showLines({ playlist, stdout: world.stdout, stderr: host.stderr, env: options.env }),
        ending.reason,
      ]);
  } finally {
    await (ending.signal.aborted ? interrupted : playlist.close());
  }
  return ending.signal.aborted ? exitCodeOfEnd(await ending.reason) : EXIT_OK;
}

/** Who sees no time line would wonder why nothing comes; null: there is something to come. */
function lateStart(from: ReplayOptions["from"], duration: number): string | null {
  if (from === null || from.unit === "share" || from.at <= duration) return null;
  return `llm-chat: --from ${elapsed(from.at)} is after the end: the replay is ${elapsed(duration)} long\n`;
}

function isTerminal({ stdin, stdout }: ReplayWorld, env: Env): boolean {
  // Where there is no terminal they are undefined, whatever their types say.
  return stdin.isTTY === true && stdout.isTTY === true && env["TERM"] !== "dumb";
}

async function watch(
  playlist: Playlist,
  count: number,
  loop: boolean,
  options: ReplayOptions,
  { host, stdin, stdout }: ReplayWorld,
  ending: Ending,
): Promise<void> {
  const { openReplayScreen } = await import("./replay-screen.ts");
  const quit = (how: EndReason) => ending.ask(how);
  const { pacing, env } = options;
  const { clock } = host;
  const screen = openReplayScreen({
    playlist,
    count,
    loop,
    slowdown: pacing.slowdown,
    stdout,
    stdin,
    env,
    clock,
    quit,
  });
  try {
    await Promise.race([screen.done, ending.reason]);
  } finally {
    await screen.stop();
  }
  const { failure, position, duration } = playlist.state;
  if (failure !== null) throw new UsageError(failure);
  if (position >= 1_000 && position < duration) stdout.write(goOn(playlist.path, options, position));
}

/** How to come back to where it was left. */
function goOn(path: string, { pacing }: ReplayOptions, position: number): string {
  const words = ["llm-chat", "replay", path, "--from", elapsed(position)];
  // A time is one of this pacing.
  if (pacing.slowdown !== DEFAULT_SLOWDOWN) words.push("--slowdown", String(pacing.slowdown));
  if (pacing.longest !== LONGEST_DELAY) words.push("--max-delay", String(pacing.longest / 1_000));
  return `Left at ${elapsed(position)}. Go on: ${words.map(shellWord).join(" ")}\n`;
}

/** What the person picks; null where there is no terminal to pick in, or nothing was picked. */
async function choose(
  { dir, choices }: Extract<FoundLogs, { kind: "folder" }>,
  full: boolean,
  { env, plain }: ReplayOptions,
  world: ReplayWorld,
  ending: Ending,
): Promise<readonly string[] | null> {
  const { stdin, stdout, host } = world;
  if (!full && !(plain && isTerminal(world, env))) {
    host.stdout.write(choiceTable(choices));
    throw new UsageError(`which of them? Name a file: llm-chat replay ${shellWord(choices[0]?.path ?? "FILE")}`);
  }
  const { openChooser } = await import("./open-chooser.tsx");
  const quit = (how: EndReason) => ending.ask(how);
  const chooser = openChooser({ dir, choices, stdout, stdin, env, quit });
  try {
    await Promise.race([chooser.done, ending.reason]);
  } finally {
    await chooser.stop();
  }
  const { picked } = chooser;
  return picked === null ? null : [picked];
}
