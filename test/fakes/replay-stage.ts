/** A log that is played on a fake terminal, with a clock that stands still. */
import { ReplayMode, SourceStore, startTui, type Tui } from "../../src/cli/tui/index.ts";
import { openLogRecording } from "../../src/logging/replay/log-recording.ts";
import { collectLandmarks, type Marker } from "../../src/logging/replay/landmarks.ts";
import { Pacing } from "../../src/logging/replay/pacing.ts";
import { Player } from "../../src/logging/replay/player.ts";
import type { TimelineItem } from "../../src/logging/record.ts";
import { ManualClock, settle } from "./manual-clock.ts";
import { MemoryLog } from "./memory-log.ts";
import { FakeTerminal } from "./terminal.ts";
import { Items } from "./timeline-items.ts";
import { COLOR } from "./tui-stage.ts";

const open: Tui[] = [];

/** After each test. */
export async function stopAllReplays(): Promise<void> {
  for (const tui of open.splice(0)) await tui.stop().catch(() => undefined);
}

export interface ReplayStageOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly loop?: boolean;
  readonly slowdown?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export const logText = (items: readonly TimelineItem[]) => items.map((item) => `${JSON.stringify(item)}\n`).join("");

/** It is paused at its begin. */
export async function startReplay(text: string, options: ReplayStageOptions = {}) {
  const { columns = 80, rows = 24, loop = false, slowdown = 1, env = COLOR } = options;
  const terminal = new FakeTerminal(columns, rows);
  const clock = new ManualClock();
  const log = new MemoryLog(text);
  const recording = await openLogRecording(log, { pacing: new Pacing({ slowdown }) });
  const player = new Player({ recording, clock, loop });
  let marks: readonly Marker[] = [];
  await collectLandmarks(recording, ({ markers }) => (marks = markers), new AbortController().signal);
  const quits: string[] = [];
  const store = new SourceStore(player, clock);
  const mode = new ReplayMode({
    source: player,
    clock,
    slowdown,
    loop,
    following: () => (loop ? { what: "again", after: 3_000 } : null),
    badge: () => "replay",
    origin: () => "talk.jsonl",
    marks: () => marks,
    changed: () => store.changed(),
    quit: (how) => quits.push(how),
  });
  const tui = startTui({ store, mode, env, stdout: terminal.stdout, stdin: terminal.stdin });
  open.push(tui);
  /** The screen when all that was typed has been done and is on it. */
  const screen = async () => {
    // A search reads, folds and is drawn, each a turn of its own.
    for (let turn = 0; turn < 10; turn++) await settle();
    await tui.flush();
    await terminal.settled();
    return terminal.lines();
  };
  const press = async (keys: string) => {
    terminal.type(keys);
    return screen();
  };
  /** The row of the bar. */
  const bar = async () => (await screen()).at(-2) ?? "";
  return { terminal, clock, log, recording, player, quits, store, tui, screen, press, bar };
}

/** Twenty messages of two, ten seconds from one to the next; Bob's push is refused once, at 60 s. */
export function tenSecondTalk(): TimelineItem[] {
  const items = new Items();
  const all: TimelineItem[] = [items.session("Tea or coffee?", ["Ada", "Bob"])];
  for (let index = 1; index <= 20; index++) {
    items.at = index * 10_000;
    if (index === 6) {
      all.push(...items.acts("Bob", "push", {}, { status: 0, reason: "unseen_messages", content: "[Ada]: wait" }));
    }
    all.push(items.says(index % 2 === 1 ? "Ada" : "Bob", `message ${index}`));
  }
  return all;
}
