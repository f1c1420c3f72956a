/** A visit from its first word to its last: finds the room, takes the seat, shows it, leaves. */
import { createInterface } from "node:readline";
import { lookUpRoom, RemoteSession, type RoomSummary } from "../../chatroom/client/index.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { EXIT_UNEXPECTED } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { shellWord } from "../shell-word.ts";
import { onLostOutput, onSignals, type SignalTarget } from "../signals.ts";
import { plural } from "../../logging/figures.ts";
import { ConnectingLine } from "./connecting-line.ts";
import { type EndReason, Ending, exitCodeOfEnd } from "../ending.ts";
import { findRoom } from "./find-room.ts";
import { entryError, ServerGone } from "./join-errors.ts";
import type { JoinOptions } from "./join-options.ts";
import type { OpenSeat } from "./person-seat.ts";
import { PlainLines } from "./plain.ts";
import { Visit } from "./visit.ts";

export interface JoinWorld {
  readonly host: CliHost;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly process: SignalTarget;
}

/** Leaving takes no longer, even where the server is gone. */
const LEAVE_MS = 500;
const TERMINATED = exitCodeOfEnd("terminated");

export async function runJoin(options: JoinOptions, world: JoinWorld): Promise<number> {
  const { host, stdout } = world;
  const ending = new Ending((code) => world.process.exit(code));
  const forgetSignals = onSignals(patient(world.process), (why) =>
    ending.ask(why === "interrupted" ? why : "terminated"),
  );
  onLostOutput(stdout, () => ending.come("unheard"));
  const line = new ConnectingLine(host.stderr, options.url);
  try {
    return await visitRoom(options, world, ending, line);
  } catch (error) {
    const shown = entryError(error, options);
    if (!(shown instanceof ServerGone)) throw shown;
    line.clear();
    host.stderr.write(`llm-chat: ${sanitizeLine(shown.message)}\n`);
    return EXIT_UNEXPECTED;
  } finally {
    line.clear();
    forgetSignals();
  }
}

async function visitRoom(
  options: JoinOptions,
  world: JoinWorld,
  ending: Ending,
  line: ConnectingLine,
): Promise<number> {
  const { host, stdout } = world;
  const { env } = options;
  const { clock } = host;
  const plain = options.plain || !world.stdin.isTTY || !stdout.isTTY || env["TERM"] === "dumb";
  const room = await findRoom({
    clock,
    signal: ending.signal,
    onRetry: () => line.retrying(),
    lookUp: (signal) => lookUpRoom({ ...addressOf(options), fetch: abortable(host.fetch, signal) }),
  });
  if (room === null) return exitCodeOfEnd(await ending.reason);
  const visit = new Visit({
    name: options.name,
    clock,
    // Who watches a screen sees that the server is away, and goes when it is long enough.
    open: remoteSeat(options, room, host, plain ? undefined : Infinity),
  });
  const lines = plain ? new PlainLines({ visit, stdout, env, clock }) : null;
  // What it shows begins with the first event.
  if (lines !== null) line.clear();
  const entering = visit.enter();
  // Who ends it before has no time for why it would have failed.
  entering.catch(() => {});
  await Promise.race([entering, ending.reason]);
  line.clear();
  if (!ending.signal.aborted) {
    const place = `${room.room} · ${new URL(options.url).host}`;
    await (lines === null ? watchScreen(visit, place, options, world, ending) : readAll(lines, world.stdin, ending));
    ending.come("quit");
  }
  const reason = await ending.reason;
  const unsent = (lines?.failures ?? 0) + visit.outbox.texts.length;
  const code = reason === "quit" && (lines?.failures ?? 0) > 0 ? EXIT_UNEXPECTED : exitCodeOfEnd(reason);
  const left = await visit.leave(LEAVE_MS);
  if (reason !== "unheard") (plain ? host.stderr : stdout).write(goodbye(options, room, visit, unsent));
  // What still waits for a server that is gone would keep the process.
  if (!left) await endProcess(world, code);
  return code;
}

/** A terminal that closes sends SIGHUP beside SIGTERM: leaving is quick, so only a second Ctrl-C cuts it short. */
function patient(process: SignalTarget): SignalTarget {
  return {
    on: (signal, handler) => process.on(signal, handler),
    off: (signal, handler) => process.off(signal, handler),
    exit(code) {
      if (code !== TERMINATED) process.exit(code);
    },
  };
}

/** Resolves when the person has left, or the end has come; the terminal is as it was before. */
async function watchScreen(
  visit: Visit,
  place: string,
  { env }: JoinOptions,
  { host, stdin, stdout }: JoinWorld,
  ending: Ending,
): Promise<void> {
  const { startScreen } = await import("./start-screen.tsx");
  const quit = (how: EndReason) => ending.ask(how);
  const screen = startScreen({ visit, place, quit, stdout, stdin, env, clock: host.clock });
  try {
    await Promise.race([screen.done, ending.reason]);
  } finally {
    await screen.stop();
  }
}

/** Resolves when all that was entered has been sent, or the end has come. */
async function readAll(lines: PlainLines, stdin: NodeJS.ReadStream, ending: Ending): Promise<void> {
  const input = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY, terminal: false });
  const close = () => {
    input.close();
    stdin.destroy();
  };
  try {
    await Promise.race([lines.read(input), ending.reason]);
  } finally {
    close();
  }
}

function remoteSeat(options: JoinOptions, room: RoomSummary, host: CliHost, giveUpAfterMs?: number): OpenSeat {
  return (watcher) =>
    new RemoteSession({
      ...addressOf(options),
      giveUpAfterMs,
      room: room.room,
      clock: host.clock,
      fetch: host.fetch,
      random: () => host.random(),
      onStatus: (status) => watcher.onStatus(status),
      onComposing: (username) => watcher.onComposing(username),
    });
}

function addressOf({ url, room, token }: JoinOptions) {
  return { url, room: room ?? undefined, token: token ?? undefined };
}

/** `fetch`, given up when `signal` aborts. */
function abortable(fetch: typeof globalThis.fetch, signal: AbortSignal): typeof globalThis.fetch {
  return (input, init) => {
    const own = init?.signal;
    return fetch(input, { ...init, signal: own ? AbortSignal.any([own, signal]) : signal });
  };
}

/** One line: what was seen, and how to come back. */
function goodbye(options: JoinOptions, room: RoomSummary, visit: Visit, unsent: number): string {
  const words = ["llm-chat", "join", options.url, "--as", options.name];
  if (options.room !== null) words.push("--room", options.room);
  const notSent = unsent > 0 ? ` ${plural(unsent, "message")} not sent.` : "";
  const seen = plural(visit.room.view.messages, "message");
  return `Left ${room.room} at ${new URL(options.url).host}, ${seen} seen.${notSent} Come back: ${words.map(shellWord).join(" ")}\n`;
}

async function endProcess({ stdout, process }: JoinWorld, code: number): Promise<void> {
  await new Promise<void>((resolve) => stdout.write("", () => resolve()));
  process.exit(code);
}
