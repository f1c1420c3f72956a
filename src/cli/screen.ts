/** Where a running conversation is shown: the full screen, plain lines, JSON lines, or nowhere. */
import type { Conversation } from "../agents/conversation.ts";
import type { StopReason } from "../agents/types.ts";
import type { Clock } from "../chatroom/index.ts";
import { PrefixedOutput } from "../logging/prefixed-output.ts";
import type { Timeline } from "../logging/timeline.ts";
import { initialView, viewReducer } from "../logging/view-state.ts";
import type { ViewState } from "../logging/view-types.ts";
import { colorEnv } from "./color-env.ts";
import type { CliHost } from "./host.ts";
import type { LiveViewNews } from "./live-view.ts";
import type { Person } from "./person.ts";
import type { RunPlan } from "./run-plan.ts";
import type { TuiControls } from "./tui/index.ts";

export interface Screen {
  view(): ViewState;
  /** Where a browser can watch, or why none can: for the person here, no part of the log. */
  tell(news: LiveViewNews): void;
  /** The conversation is over: resolves when the person at a full screen has seen enough, elsewhere at once. */
  leave(): Promise<void>;
  /** Gives the terminal back. Idempotent. */
  close(): Promise<void>;
}

export interface ScreenOptions {
  readonly plan: RunPlan;
  readonly host: CliHost;
  /** The conversation's own time, which a demo's speed changes. */
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly conversation: Conversation;
  readonly person: Person;
  readonly stop: (reason: StopReason) => void;
}

export async function openScreen(options: ScreenOptions): Promise<Screen> {
  if (options.plan.output === "tui") return openFullScreen(options);
  const { plan, host, timeline } = options;
  let view = initialView;
  timeline.subscribeRecords((record) => {
    view = viewReducer(view, record);
  });
  if (plan.output === "plain") {
    const lines = new PrefixedOutput({ stream: host.stdout, env: colorEnv(plan.color, host.env), verbosity: "normal" });
    timeline.subscribeRecords(lines.show);
  }
  if (plan.output === "json") {
    timeline.subscribeRecords((record) => void host.stdout.write(`${JSON.stringify(record)}\n`));
  }
  const tell = (news: LiveViewNews) => {
    if (isForStderr(news, plan, host)) host.stderr.write(`${sentenceOf(news)}\n`);
  };
  return { view: () => view, tell, leave: async () => {}, close: async () => {} };
}

function sentenceOf(news: LiveViewNews): string {
  return news.type === "open" ? `Live view: ${news.url}` : news.sentence;
}

/** Beside records for a program, or nothing, it is said only where somebody reads it, or has asked. */
function isForStderr({ type }: LiveViewNews, { output, websocket }: RunPlan, { stderr }: CliHost): boolean {
  if (output === "plain" || (type === "failed" && websocket?.asked === true)) return true;
  return output === "json" && stderr.isTTY === true;
}

async function openFullScreen({
  plan,
  host,
  clock,
  timeline,
  conversation,
  person,
  stop,
}: ScreenOptions): Promise<Screen> {
  const { LiveMode, startTui, ViewStore } = await import("./tui/index.ts");
  // Durations are the conversation's, frames are the eye's.
  const screenClock: Clock = {
    now: () => clock.now(),
    monotonic: () => host.clock.monotonic(),
    schedule: (ms, callback) => host.clock.schedule(ms, callback),
  };
  const store = new ViewStore(screenClock);
  timeline.subscribe((item) => store.push(item));
  const controls: TuiControls = {
    pause: () => {
      conversation.paused = true;
    },
    resume: () => {
      conversation.paused = false;
    },
    get paused() {
      return conversation.paused;
    },
    say: (text) => void person.say(text),
    composing: () => {
      person.composing();
      conversation.personIsTyping();
    },
    quit: stop,
  };
  const tui = startTui({
    store,
    mode: new LiveMode(controls, screenClock),
    stdout: process.stdout,
    stdin: process.stdin,
    env: colorEnv(plan.color, host.env),
  });
  // A screen that breaks ends the conversation; `leave` tells why.
  tui.done.catch(() => stop("quit"));
  const tell = (news: LiveViewNews) => {
    const timestamp = new Date(clock.now()).toISOString();
    store.push({ format: "v3", timestamp, type: "system", user: "system", content: sentenceOf(news) });
  };
  return { view: () => store.getSnapshot(), tell, leave: () => tui.done, close: () => tui.stop() };
}
