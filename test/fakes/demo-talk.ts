/** A whole conversation of demo agents, with the real room and the real agent loop, on a clock that runs by itself. */
import { Agent } from "../../src/agents/agent.ts";
import { Conversation, type ConversationLimits } from "../../src/agents/conversation.ts";
import { firstInstruction, systemPrompt } from "../../src/agents/prompt.ts";
import { createDemoProvider } from "../../src/agents/providers/demo.ts";
import type { AgentEvent, ModelProvider, StopReason } from "../../src/agents/types.ts";
import type { Clock } from "../../src/chatroom/clock.ts";
import { Person } from "../../src/cli/person.ts";
import { describeNotice, renderResult } from "../../src/chatroom/core/transcript.ts";
import { LocalSession } from "../../src/chatroom/local-session.ts";
import type { FloorPolicy, MessageEvent } from "../../src/chatroom/protocol.ts";
import { isMessage } from "../../src/chatroom/protocol.ts";
import { RoomHost } from "../../src/chatroom/room-host.ts";
import type { LogRecord } from "../../src/logging/record.ts";
import { createRedactor } from "../../src/logging/redact.ts";
import { Timeline } from "../../src/logging/timeline.ts";
import { ManualClock } from "./manual-clock.ts";

export interface DemoTalkOptions {
  readonly seed: number;
  readonly names?: readonly string[];
  readonly topic?: string;
  readonly floor?: FloorPolicy;
  readonly interrupt?: "boundary" | "eager";
  readonly appendLimit?: number;
  readonly speed?: number;
  /** Other models than the demo's. */
  readonly provider?: (name: string, clock: Clock) => ModelProvider;
  /** Tokens; default: no end of them. */
  readonly contextWindow?: number;
  readonly limits?: Partial<ConversationLimits>;
  /** Taken out of the log. */
  readonly secret?: string;
  /** A person who says something as it is, so many ms after the beginning. */
  readonly person?: { readonly name: string; readonly says: readonly { readonly at: number; readonly text: string }[] };
}

export interface DemoTalk {
  /** null: it had not ended after an hour of its time. */
  readonly reason: StopReason | null;
  readonly messages: readonly MessageEvent[];
  readonly events: readonly (AgentEvent & { readonly at: number })[];
  readonly ms: number;
  /** The log, as the program would have written it. */
  readonly records: readonly LogRecord[];
}

const TALK_LIMIT_MS = 3_600_000;

export async function demoTalk(options: DemoTalkOptions): Promise<DemoTalk> {
  const {
    seed,
    names = ["Ada", "Boole", "Curie"],
    topic,
    floor = "open",
    interrupt = "boundary",
    appendLimit,
    speed = 1,
    person,
    provider,
    contextWindow,
    secret,
  } = options;
  const clock = new ManualClock();
  const room = await RoomHost.open({ clock, policy: floor });
  const messages: MessageEvent[] = [];
  room.subscribe((event) => void (isMessage(event) && messages.push(event)));
  const events: (AgentEvent & { at: number })[] = [];
  const records: LogRecord[] = [];
  const timeline = new Timeline({
    clock,
    describe: describeNotice,
    ...(secret === undefined ? {} : { redact: createRedactor({ env: {}, extraKeys: [secret] }) }),
  });
  timeline.subscribeRecords((record) => void records.push(record));
  room.subscribe(timeline.room);
  const limits = {
    ...{ messages: 100, turns: null, minutes: null, tokens: null, costUsd: null, nudges: 3 },
    ...options.limits,
  };
  timeline.start({
    topic: topic ?? "",
    room: "lobby",
    floor,
    append_limit: appendLimit ?? 1_000,
    agents: names.map((name) => ({ name, model: `demo/${name}` })),
    limits,
  });
  let ids = 0;
  const conversation: Conversation = new Conversation({
    clock,
    limits,
    onActivity: () => {},
    room: {
      subscribe: (listener) => room.subscribe(listener),
      nudge: (participant) => void room.execute({ type: "nudge", participant }),
      announce: (content) => void room.execute({ type: "announce", content }),
      floorTaken: () => room.stick.holder !== null || room.floorHolder !== null,
      othersPresent: () => false,
    },
    speakers: names.map((name) => ({
      name,
      price: null,
      async run(gate, signal) {
        const session = new LocalSession(room, {
          clock,
          newId: () => `push-${++ids}`,
          onWaiting: (waiting) => conversation.setWaiting(name, waiting),
          ...(appendLimit === undefined ? {} : { appendLimit }),
        });
        const agent = new Agent({
          name,
          provider:
            provider?.(name, clock) ?? createDemoProvider({ id: `demo/${name}`, name, seed, speed, clock, topic }),
          session,
          system: systemPrompt({ name, others: names.filter((each) => each !== name), floor, appendLimit }),
          instruction: firstInstruction({ topic }),
          plainText: "accept",
          interrupt,
          maxOutputTokens: 4_000,
          checkTimeoutMs: 600_000,
          contextWindow,
          clock,
          random: () => 0.5,
          gate,
          onEvent(event) {
            events.push({ ...event, at: clock.monotonic() });
            timeline.agent(event);
          },
          subscribe: (listener) => room.subscribe(listener),
          renderResult: (action, result) => renderResult(action, result, { notices: "brief", confirm: true }),
        });
        return (await agent.run(signal)).reason;
      },
    })),
  });
  const guest = new Person({
    session: new LocalSession(room, { clock, newId: () => `push-${++ids}` }),
    name: person?.name ?? "",
    onFailure: (sentence) => timeline.note(sentence),
  });
  for (const { at, text } of person?.says ?? []) clock.schedule(at, () => void guest.say(text));
  const end: { reason: StopReason | null } = { reason: null };
  const run = conversation.run().then((reason) => {
    end.reason = reason;
  });
  await clock.advance(0);
  while (end.reason === null && clock.next !== undefined && clock.monotonic() < TALK_LIMIT_MS) {
    await clock.advance(clock.next);
  }
  const { reason } = end;
  const ms = clock.monotonic();
  if (reason === null) conversation.stop("quit");
  await run;
  await guest.leave();
  const { cost: cost_usd, ...spent } = conversation.spent;
  timeline.end({ reason: reason ?? "quit", ...spent, cost_usd, duration_ms: Math.round(ms) });
  await room.close();
  return { reason, messages, events, ms, records };
}
