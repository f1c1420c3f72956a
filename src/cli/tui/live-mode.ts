/** The screen of a conversation that runs right now: a person can pause everybody, and speak. */
import type { Clock } from "../../chatroom/clock.ts";
import { type Command, commandOf, type NamedKey, type Press } from "./keys.ts";
import type { HelpRow, Hint, HintState, Meaning, TuiMode } from "./tui-mode.ts";

export interface TuiControls {
  pause(): void;
  resume(): void;
  readonly paused: boolean;
  /** A person says it, to everybody. */
  say(text: string): void;
  /** A person is writing. */
  composing(): void;
  /** With its key, or with Ctrl-C. */
  quit(how: "quit" | "interrupted"): void;
}

const HELP: readonly HelpRow[] = [
  ["tab ← → 1–8", "focus a column; 0 or c: the conversation"],
  ["↑ ↓ pgup pgdn", "scroll it; g and G: to its start and end"],
  ["f", "show it alone on the screen, and back"],
  ["space", "pause and resume all agents"],
  ["i", "say something; enter sends, esc cancels"],
  ["v", "view: normal, everything, chat only"],
  ["?", "this page; any key closes it"],
  ["q ctrl-c", "end the conversation, with a summary"],
];

const KEYS: Partial<Record<NamedKey, Command>> = {
  right: { type: "cycle", step: 1 },
  left: { type: "cycle", step: -1 },
};

const CHARACTERS: Readonly<Record<string, Command>> = {
  g: { type: "scroll", by: "all", direction: -1 },
  G: { type: "scroll", by: "all", direction: 1 },
  i: { type: "compose" },
};

export class LiveMode implements TuiMode {
  readonly badge = "llm-chat";
  readonly origin = "";
  readonly leaps = 0;
  readonly rows = 0;
  readonly notice = null;
  readonly help = HELP;
  readonly composer;
  readonly #controls: TuiControls;
  readonly #clock: Clock;

  constructor(controls: TuiControls, clock: Clock) {
    this.#controls = controls;
    this.#clock = clock;
    this.composer = {
      label: "say",
      does: "sends",
      submit(text: string) {
        if (text !== "") controls.say(text);
      },
      typing: () => controls.composing(),
    };
  }

  get paused(): boolean {
    return this.#controls.paused;
  }

  now(): number {
    return this.#clock.now();
  }

  lines(): [] {
    return [];
  }

  hints({ verbosity, full, ended }: HintState): readonly Hint[] {
    return [
      ["tab", "focus", 4],
      ["↑↓", "scroll", 5],
      ["f", full ? "columns" : "full", 6],
      ["space", this.paused ? "resume" : "pause", 2],
      ["i", "say", 3],
      ["v", `view: ${verbosity}`, 7],
      ["?", "help", 1],
      ["q", ended ? "leave" : "quit", 0],
    ];
  }

  meaningOf(press: Press): Meaning | null {
    if (press.type === "character" && press.text === " ") return { type: "act", act: () => this.#togglePause() };
    const own = press.type === "key" ? KEYS[press.name] : press.type === "character" ? CHARACTERS[press.text] : null;
    return own ?? commandOf(press);
  }

  quit(how: "quit" | "interrupted"): void {
    this.#controls.quit(how);
  }

  #togglePause(): void {
    if (this.#controls.paused) this.#controls.resume();
    else this.#controls.pause();
  }
}
