/** What a message costs in model calls and tokens, and how much of each request its provider has seen before. No time is measured. */
import { createDemoProvider } from "../src/agents/providers/demo.ts";
import { chatMessages } from "../src/agents/providers/chat-messages.ts";
import type { ModelProvider, ModelRequest } from "../src/agents/types.ts";
import { systemClock } from "../src/chatroom/clock.ts";
import { PacedClock } from "../src/chatroom/paced-clock.ts";
import { heading, printFigure, printShare } from "./support/report.ts";
import { median } from "./support/rounds.ts";
import { talk } from "./support/talk.ts";

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);
const NAMES = ["Ada", "Boole", "Curie"];
const TOPIC = "Should we colonise Mars?";
/** An agent's calls, from one to another: the longer it talks, the less is new. */
const STRETCHES = [
  [2, 5],
  [6, 10],
  [11, 20],
  [21, 40],
] as const;
/** So fast that only the order of things is left. */
const SPEED = 1e9;

interface TalkFacts {
  readonly messages: number;
  readonly calls: number;
  readonly actions: number;
  readonly refused: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** Of each request but an agent's first: the part that begins like the agent's request before it. */
  readonly repeated: readonly Repeated[];
}

interface Repeated {
  /** Which of its agent's calls it is. */
  readonly call: number;
  readonly characters: number;
  readonly of: number;
}

export async function benchConversation(): Promise<void> {
  heading(
    "conversation",
    `Whole conversations of ${NAMES.length} demo agents, seeds ${SEEDS.at(0)} to ${SEEDS.at(-1)}, as fast as they go; a figure is of one conversation.
     Tokens are the demo's: four characters each. The repeated share is the common beginning of two requests of one agent, as
     characters of their JSON (prompt, tools, history as Chat Completions has them), over the length of the later one.`,
  );
  const talks: TalkFacts[] = [];
  for (const seed of SEEDS) talks.push(await factsOf(seed));
  const per = (count: (facts: TalkFacts) => number) => talks.map((facts) => count(facts) / facts.messages);
  printFigure(
    "messages",
    talks.map(({ messages }) => messages),
    "",
  );
  printFigure(
    "model calls a delivered message",
    per(({ calls }) => calls),
    "",
  );
  printFigure(
    "  had every action been a call of its own",
    per(({ actions }) => actions),
    "",
  );
  printFigure(
    "refused pushes a delivered message",
    per(({ refused }) => refused),
    "",
  );
  printFigure(
    "input tokens a delivered message",
    per(({ input }) => input),
    "",
  );
  printFigure(
    "  of them not repeated",
    per(({ input, cached }) => input - cached),
    "",
  );
  printFigure(
    "output tokens a delivered message",
    per(({ output }) => output),
    "",
  );
  printShare(
    "repeated share of a request, median",
    talks.map(({ repeated }) => medianShare(repeated)),
    { atLeast: 0.95 },
  );
  printShare("repeated share of all that was sent after the first", talks.map(wholeShare), { atLeast: 0.95 });
  printShare("repeated share, smallest", talks.map(smallestShare));
  for (const [first, last] of STRETCHES) {
    const shares = talks.map(({ repeated }) =>
      medianShare(repeated.filter(({ call }) => call >= first && call <= last)),
    );
    const has = shares.filter((share) => !Number.isNaN(share));
    if (has.length > 0) printShare(`  of an agent's calls ${first} to ${last}`, has);
  }
}

async function factsOf(seed: number): Promise<TalkFacts> {
  const clock = new PacedClock({ epoch: Date.UTC(2026, 0, 15), speed: SPEED, real: systemClock });
  const facts = { messages: 0, calls: 0, actions: 0, refused: 0, input: 0, cached: 0, output: 0 };
  const repeated: Repeated[] = [];
  await talk({
    clock,
    topic: TOPIC,
    agents: NAMES.map((name) => {
      const demo = createDemoProvider({ id: `demo/${name}`, name, seed, speed: 1, clock, topic: TOPIC });
      return { name, provider: watched(demo, (each) => repeated.push(each)) };
    }),
    onRoomEvent: ({ type }) => {
      if (type === "message") facts.messages++;
    },
    onAgentEvent: (event) => {
      if (event.type === "tool_call") facts.actions++;
      if (event.type === "tool_response" && event.name === "push" && event.result?.status === 0) facts.refused++;
      if (event.type !== "turn") return;
      facts.calls++;
      facts.input += event.usage.input;
      facts.cached += event.usage.cached;
      facts.output += event.usage.output;
    },
  });
  return { ...facts, repeated };
}

function watched(provider: ModelProvider, onRepeat: (repeated: Repeated) => void): ModelProvider {
  let before: string | null = null;
  let call = 0;
  return {
    id: provider.id,
    stream(request, signal) {
      const sent = sentText(request);
      call++;
      if (before !== null) onRepeat({ call, characters: commonLength(before, sent), of: sent.length });
      before = sent;
      return provider.stream(request, signal);
    },
  };
}

/** In the order in which providers read it: tools, prompt, history. */
function sentText(request: ModelRequest): string {
  return JSON.stringify({ tools: request.tools, messages: chatMessages(request) });
}

function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left.charCodeAt(length) === right.charCodeAt(length)) length++;
  return length;
}

function medianShare(repeated: readonly Repeated[]): number {
  return median(repeated.map(({ characters, of }) => characters / of));
}

function wholeShare({ repeated }: TalkFacts): number {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return sum(repeated.map(({ characters }) => characters)) / sum(repeated.map(({ of }) => of));
}

function smallestShare({ repeated }: TalkFacts): number {
  return Math.min(...repeated.map(({ characters, of }) => characters / of));
}
