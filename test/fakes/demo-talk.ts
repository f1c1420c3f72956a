/** A whole conversation of demo agents, with the real room and the real agent loop, on a clock that runs by itself. */
import { Agent } from "../../src/agents/agent.ts";
import { Conversation } from "../../src/agents/conversation.ts";
import { firstInstruction, systemPrompt } from "../../src/agents/prompt.ts";
import { createDemoProvider } from "../../src/agents/providers/demo.ts";
import type { AgentEvent, StopReason } from "../../src/agents/types.ts";
import { renderResult } from "../../src/chatroom/core/transcript.ts";
import { LocalSession } from "../../src/chatroom/local-session.ts";
import type { FloorPolicy, MessageEvent } from "../../src/chatroom/protocol.ts";
import { isMessage } from "../../src/chatroom/protocol.ts";
import { RoomHost } from "../../src/chatroom/room-host.ts";
import { ManualClock } from "./manual-clock.ts";

export interface DemoTalkOptions {
  readonly seed: number;
  readonly names?: readonly string[];
  readonly topic?: string;
  readonly floor?: FloorPolicy;
  readonly interrupt?: "boundary" | "eager";
  readonly appendLimit?: number;
  readonly speed?: number;
}

export interface DemoTalk {
  /** null: it had not ended after an hour of its time. */
  readonly reason: StopReason | null;
  readonly messages: readonly MessageEvent[];
  readonly events: readonly (AgentEvent & { readonly at: number })[];
  readonly ms: number;
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
  } = options;
  const clock = new ManualClock();
  const room = await RoomHost.open({ clock, policy: floor });
  const messages: MessageEvent[] = [];
  room.subscribe((event) => void (isMessage(event) && messages.push(event)));
  const events: (AgentEvent & { at: number })[] = [];
  let ids = 0;
  const conversation: Conversation = new Conversation({
    clock,
    limits: { messages: 100, turns: null, minutes: null, tokens: null, costUsd: null, nudges: 3 },
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
          provider: createDemoProvider({ id: `demo/${name}`, name, seed, speed, clock, topic }),
          session,
          system: systemPrompt({ name, others: names.filter((each) => each !== name), floor, appendLimit }),
          instruction: firstInstruction({ topic }),
          plainText: "accept",
          interrupt,
          maxOutputTokens: 4_000,
          checkTimeoutMs: 600_000,
          clock,
          random: () => 0.5,
          gate,
          onEvent: (event) => events.push({ ...event, at: clock.monotonic() }),
          subscribe: (listener) => room.subscribe(listener),
          renderResult: (action, result) => renderResult(action, result, { notices: "brief", confirm: true }),
        });
        return (await agent.run(signal)).reason;
      },
    })),
  });
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
  await room.close();
  return { reason, messages, events, ms };
}
