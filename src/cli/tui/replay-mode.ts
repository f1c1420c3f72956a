/** The screen of a log that is played: the keys of a tape, and the bar that says where it stands. */
import type { Clock } from "../../chatroom/clock.ts";
import type { Marker } from "../../logging/replay/landmarks.ts";
import type { SourceStatus, TimelineSource } from "../../logging/replay/timeline-source.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import type { ViewState } from "../../logging/view-types.ts";
import { commandOf, type Press } from "./keys.ts";
import { DIM, type Line, span } from "./line.ts";
import { replayActionOf, REPLAY_HELP, replayHints } from "./replay-keys.ts";
import { ReplayTime } from "./replay-time.ts";
import { transportLine } from "./transport-line.ts";
import { Transport } from "./transport.ts";
import type { Hint, HintState, Meaning, TuiMode } from "./tui-mode.ts";

export interface ReplayModeOptions {
  readonly source: TimelineSource;
  readonly clock: Clock;
  /** That of the source's pacing: durations are those of the conversation. */
  readonly slowdown: number;
  /** It never ends by itself. */
  readonly loop: boolean;
  /** What comes after the end, and ms from then; null: nothing. */
  readonly following: () => { readonly what: "again" | "next"; readonly after: number } | null;
  /** "replay", "replay 2/3". */
  readonly badge: () => string;
  /** The file's name. */
  readonly origin: () => string;
  readonly marks: () => readonly Marker[];
  /** What it supplies looks different; a burst of calls is one. */
  readonly changed: () => void;
  readonly quit: (how: "quit" | "interrupted") => void;
}

/** A seek that takes no longer is not said: it would only flash. */
const SEEK_SHOWN_AFTER = 200;

export class ReplayMode implements TuiMode {
  readonly paused = false;
  readonly rows = 1;
  readonly help = REPLAY_HELP;
  readonly composer;
  readonly #options: ReplayModeOptions;
  readonly #transport: Transport;
  readonly #time: ReplayTime;
  #leaps = 0;
  /** Now, before it sought, and since when (monotonic). */
  #status: SourceStatus;
  #before: SourceStatus;
  #since: number;

  constructor(options: ReplayModeOptions) {
    const { source, clock, slowdown, marks, changed } = options;
    this.#options = options;
    this.#time = new ReplayTime(source, slowdown);
    this.#status = source.state.status;
    this.#before = this.#status;
    this.#since = clock.monotonic();
    this.#transport = new Transport({ source, marks, changed });
    this.composer = {
      label: "find",
      does: "searches",
      submit: (words: string) => this.#transport.search(words),
      typing: () => {},
    };
    source.subscribe(({ type }) => {
      if (type === "view") this.#leaps++;
      if (type === "state") this.#follow(source.state.status);
    });
  }

  get badge(): string {
    return this.#options.badge();
  }

  get origin(): string {
    return this.#options.origin();
  }

  get leaps(): number {
    return this.#leaps;
  }

  now(view: ViewState): number {
    return this.#time.now(view);
  }

  lines(width: number): readonly Line[] {
    const { source, loop, following, clock, marks } = this.#options;
    const { state } = source;
    const lasting = clock.monotonic() - this.#since;
    const brief = state.status === "seeking" && lasting < SEEK_SHOWN_AFTER;
    const shown = brief ? { ...state, status: this.#before } : state;
    const then = state.status === "ended" ? following() : null;
    const next = then && { what: then.what, in: Math.max(0, then.after - lasting) };
    return [transportLine({ state: shown, marks: marks(), loop, next }, width)];
  }

  get notice(): Line | null {
    const { notice, goOn } = this.#transport;
    return notice === "" ? null : [span(` ${sanitizeLine(notice)}`), span(goOn === "" ? "" : `  ${goOn}`, DIM)];
  }

  hints(state: HintState): readonly Hint[] {
    return replayHints(state, this.#status);
  }

  meaningOf(press: Press): Meaning | null {
    const action = replayActionOf(press);
    this.#transport.forget();
    if (action !== null) return { type: "act", act: () => action(this.#transport) };
    if (press.type === "character" && press.text === "/") return { type: "compose" };
    return commandOf(press);
  }

  quit(how: "quit" | "interrupted"): void {
    this.#options.quit(how);
  }

  #follow(status: SourceStatus): void {
    if (status === this.#status) return;
    if (status !== "seeking") this.#before = status;
    this.#status = status;
    this.#since = this.#options.clock.monotonic();
  }
}
