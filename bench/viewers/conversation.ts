/**
 * Conversations with the live view of the command line, one after the other: what the program's loop does for a turn
 * (provider, agents, room, stop rules, timeline, redactor, log on disk), and what the viewers make it do besides.
 */
import { createChatCompletionsProvider } from "../../src/agents/providers/chat-completions.ts";
import type { ModelProvider } from "../../src/agents/types.ts";
import { systemClock } from "../../src/chatroom/clock.ts";
import { LiveView } from "../../src/cli/live-view.ts";
import type { LogRecord } from "../../src/logging/record.ts";
import type { Timeline } from "../../src/logging/timeline.ts";
import { openLogWriter } from "../../src/logging/writer.ts";
import { MODEL, TOPIC, TURNS as MODEL_TURNS } from "../loop/workload.ts";
import { answerParent } from "../support/child.ts";
import { talk } from "../support/talk.ts";
import { cpuTime } from "./order.ts";

export type TalkOrder =
  /** Answered when the live view of the next conversation is there. */
  | { readonly type: "open"; readonly models: string; readonly parts: number }
  /** Answered when that conversation is over. */
  | { readonly type: "talk" };

export interface Opened {
  readonly url: string;
}

export interface Talked {
  readonly turns: number;
  readonly records: number;
  readonly wallMs: number;
  readonly cpuMs: number;
}

const AGENTS = ["Ada", "Boole", "Curie", "Darwin"];
/** The model ends its part with a turn of another kind, which is never asked for. */
const TURNS_OF_A_PART = MODEL_TURNS - 1;

const [, , logs = "logs"] = process.argv;
const log = openLogWriter({ dir: logs, clock: systemClock });
let conversations = 0;
let begin = () => {};
let over: Promise<Talked>;

answerParent({}, (order: TalkOrder): Promise<Opened | Talked> => {
  if (order.type === "open") return open(order.models, order.parts);
  begin();
  return over;
});

function open(models: string, parts: number): Promise<Opened> {
  return new Promise((resolve, reject) => {
    over = converse(models, parts, (url) => resolve({ url }));
    over.catch(reject);
  });
}

async function converse(models: string, parts: number, onOpen: (url: string) => void): Promise<Talked> {
  const path = `${models}/${process.pid}.${++conversations}`;
  const most = AGENTS.length * TURNS_OF_A_PART * parts;
  let live: LiveView | null = null;
  let turns = 0;
  let records = 0;
  let start = 0;
  let cpu = 0;
  await talk({
    agents: AGENTS.map((name, index) => ({ name, provider: longSpeaker(path, parts, index) })),
    topic: TOPIC,
    clock: systemClock,
    limits: { turns: most },
    log: (record: LogRecord) => {
      records++;
      log.write(record);
    },
    onAgentEvent: ({ type }) => {
      if (type === "turn") turns++;
    },
    async onTimeline(timeline) {
      const begun = new Promise<void>((resolve) => (begin = resolve));
      const opening = openLiveView(timeline);
      ({ live } = opening);
      onOpen(await opening.url);
      await begun;
      start = performance.now();
      cpu = cpuTime();
    },
  });
  const result = { turns, records, wallMs: performance.now() - start, cpuMs: cpuTime() - cpu };
  await (live as LiveView | null)?.close();
  if (turns < most) throw new Error(`only ${turns} turns`);
  return result;
}

function openLiveView(timeline: Timeline): { readonly live: LiveView; readonly url: Promise<string> } {
  let tell: ConstructorParameters<typeof LiveView>[0]["tell"] = () => {};
  const url = new Promise<string>((resolve, reject) => {
    tell = (news) => (news.type === "open" ? resolve(news.url) : reject(new Error(news.sentence)));
  });
  const plan = { port: 0, asked: true, allowOrigins: [] };
  const live = new LiveView({ plan, timeline, clock: systemClock, tell: (news) => tell(news) });
  live.open();
  return { live, url };
}

/** A model that has other words in each of its parts. */
function longSpeaker(path: string, parts: number, index: number): ModelProvider {
  const providers = Array.from({ length: parts }, (_, part) =>
    createChatCompletionsProvider({
      id: `bench/${MODEL}`,
      model: MODEL,
      baseUrl: `${path}.${part}-${index + part * AGENTS.length}/v1`,
      clock: systemClock,
    }),
  );
  let turns = 0;
  return {
    id: `bench/${MODEL}`,
    stream(request, signal) {
      const provider = providers[Math.floor(turns++ / TURNS_OF_A_PART) % parts];
      if (!provider) throw new Error("no part is left");
      return provider.stream(request, signal);
    },
  };
}
