/** The TUI on a fake terminal, with a clock that stands still and somebody who notes what was asked for. */
import { LiveMode, startTui, type Tui, ViewStore } from "../../src/cli/tui/index.ts";
import type { TimelineItem } from "../../src/logging/record.ts";
import { ManualClock } from "./manual-clock.ts";
import { FakeTerminal } from "./terminal.ts";
import { Items } from "./timeline-items.ts";

export const COLOR = { TERM: "xterm-256color", COLORTERM: "truecolor" };
export const NAMES = ["Ada", "Bob", "Chloé", "Dan", "Eve", "Farid", "Greta", "Hugo"];

const open: Tui[] = [];

/** After each test. */
export async function stopAll(): Promise<void> {
  for (const tui of open.splice(0)) await tui.stop().catch(() => undefined);
}

export function start(columns: number, rows: number, env: Record<string, string> = COLOR) {
  const terminal = new FakeTerminal(columns, rows);
  const clock = new ManualClock();
  const store = new ViewStore(clock);
  const items = new Items();
  const heard: string[] = [];
  const controls = {
    paused: false,
    pause() {
      controls.paused = true;
    },
    resume() {
      controls.paused = false;
    },
    say: (text: string) => heard.push(`say ${text}`),
    composing: () => heard.push("composing"),
    quit: () => heard.push("quit"),
  };
  const mode = new LiveMode(controls, clock);
  const tui = startTui({ store, mode, env, stdout: terminal.stdout, stdin: terminal.stdin });
  open.push(tui);
  const push = (...all: (TimelineItem | TimelineItem[])[]) => {
    for (const item of all.flat()) store.push(item);
  };
  /** The screen when all that was pushed and typed is on it. */
  const screen = async () => {
    await tui.flush();
    await terminal.settled();
    return terminal.lines();
  };
  return { terminal, clock, store, items, heard, controls, tui, push, screen };
}

function agents(count: number): string[] {
  return NAMES.slice(0, count);
}

/** A conversation with some of everything in it. */
export function conversation(items: Items, count: number): TimelineItem[] {
  const names = agents(count);
  return [
    items.session("Is a queue a database?", names),
    ...names.map((name) => items.notice(`${name} joined the room`, { type: "joined", participant: name })),
    ...names.flatMap((name) => [
      items.thought(name, `${name} thinks about queues and databases, at some length.`),
      ...items.acts(name, "append", { text: "A queue forgets." }, { appended: "A queue forgets." }),
      ...items.acts(name, "push"),
      items.says(name, `This is what ${name} has to say about it.`),
      items.used(name, 1_000, 100, 0.01),
    ]),
  ];
}
