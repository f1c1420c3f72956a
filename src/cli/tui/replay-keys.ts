/** The keys of a replay: what each does, and the words on it. */
import type { SourceStatus } from "../../logging/replay/timeline-source.ts";
import type { NamedKey, Press } from "./keys.ts";
import type { Transport } from "./transport.ts";
import type { HelpRow, Hint, HintState } from "./tui-mode.ts";

type Action = (transport: Transport) => void;

const STEP = 5_000;
const STRIDE = 60_000;

const KEYS: Partial<Record<NamedKey, Action>> = {
  left: (transport) => transport.seekBy(-STEP),
  right: (transport) => transport.seekBy(STEP),
  word_left: (transport) => transport.seekBy(-STRIDE),
  word_right: (transport) => transport.seekBy(STRIDE),
};

const CHARACTERS: Readonly<Record<string, Action>> = {
  " ": (transport) => transport.toggle(),
  ".": (transport) => transport.step(),
  "<": (transport) => transport.slower(),
  ",": (transport) => transport.slower(),
  ">": (transport) => transport.faster(),
  "]": (transport) => transport.message(1),
  "[": (transport) => transport.message(-1),
  m: (transport) => transport.marker(1),
  M: (transport) => transport.marker(-1),
  n: (transport) => transport.again(1),
  N: (transport) => transport.again(-1),
  g: (transport) => transport.begin(),
  G: (transport) => transport.end(),
};

export function replayActionOf(press: Press): Action | null {
  if (press.type === "key") return KEYS[press.name] ?? null;
  return press.type === "character" ? (CHARACTERS[press.text] ?? null) : null;
}

export const REPLAY_HELP: readonly HelpRow[] = [
  ["space", "pause and play; at the end: from the start"],
  ["← →", "5 s back and on; with ctrl or alt: 1 min"],
  [". < >", "one record on; slower, faster"],
  ["] [", "next message, the one before"],
  ["m M", "next interruption, refused push, failure ▲"],
  ["/ n N", "search; next match, the one before"],
  ["g G", "to the start, to the end"],
  ["tab 1–8", "focus a column; 0 or c: the conversation"],
  ["↑ ↓ pgup pgdn", "scroll it; home, end: to its start and end"],
  ["f v", "show it alone; view: all, chat, normal"],
  ["? q ctrl-c", "this page (any key closes it); quit"],
];

export function replayHints({ verbosity, full }: HintState, status: SourceStatus): readonly Hint[] {
  const space = status === "playing" ? "pause" : status === "ended" ? "again" : "play";
  return [
    ["space", space, 2],
    ["←→", "5 s", 3],
    [".", "step", 8],
    ["<>", "speed", 4],
    ["][", "message", 5],
    ["m", "marker", 7],
    ["/", "search", 6],
    ["f", full ? "columns" : "full", 9],
    ["v", `view: ${verbosity}`, 10],
    ["?", "help", 1],
    ["q", "quit", 0],
  ];
}
