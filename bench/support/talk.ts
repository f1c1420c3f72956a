/** A conversation as the program composes it (src/cli/wire.ts), with providers, clock and listeners of the benchmark. */
import { Agent } from "../../src/agents/agent.ts";
import { Conversation, type ConversationLimits } from "../../src/agents/conversation.ts";
import { firstInstruction, systemPrompt } from "../../src/agents/prompt.ts";
import type { AgentEvent, ModelProvider, StopReason } from "../../src/agents/types.ts";
import type { Clock } from "../../src/chatroom/clock.ts";
import { describeNotice, renderResult } from "../../src/chatroom/core/transcript.ts";
import { LocalSession } from "../../src/chatroom/local-session.ts";
import type { RoomEvent } from "../../src/chatroom/protocol.ts";
import { RoomHost } from "../../src/chatroom/room-host.ts";
import type { LogRecord } from "../../src/logging/record.ts";
import { createRedactor } from "../../src/logging/redact.ts";
import { Timeline } from "../../src/logging/timeline.ts";

export interface TalkOptions {
  readonly agents: readonly { readonly name: string; readonly provider: ModelProvider }[];
  readonly topic: string;
  readonly clock: Clock;
  readonly limits?: Partial<ConversationLimits>;
  readonly onAgentEvent?: (event: AgentEvent) => void;
  readonly onRoomEvent?: (event: RoomEvent) => void;
  readonly log?: (record: LogRecord) => void;
  /** Awaited before the conversation begins. */
  readonly onTimeline?: (timeline: Timeline) => Promise<void>;
}

const NO_LIMITS: ConversationLimits = {
  messages: null,
  turns: null,
  minutes: null,
  tokens: null,
  costUsd: null,
  nudges: 3,
};
const CHECK_MS = 600_000;

export async function talk(options: TalkOptions): Promise<StopReason> {
  const { agents, topic, clock, limits, onAgentEvent, onRoomEvent, log, onTimeline } = options;
  const room = await RoomHost.open({ clock });
  const timeline = new Timeline({ clock, describe: describeNotice, redact: createRedactor({ env: process.env }) });
  if (log) timeline.subscribeRecords(log);
  await onTimeline?.(timeline);
  let pushes = 0;
  const conversation: Conversation = new Conversation({
    clock,
    limits: { ...NO_LIMITS, ...limits },
    onActivity: (agent, activity) => timeline.agent({ type: "activity", agent, activity }),
    room: {
      subscribe: (listener) => room.subscribe(listener),
      nudge: (participant) => void room.execute({ type: "nudge", participant }),
      announce: (content) => void room.execute({ type: "announce", content }),
      floorTaken: () => room.stick.holder !== null || room.floorHolder !== null,
      othersPresent: () => false,
    },
    speakers: agents.map(({ name, provider }) => ({
      name,
      price: null,
      async run(gate, signal) {
        const session = new LocalSession(room, {
          clock,
          newId: () => `push-${++pushes}`,
          onWaiting: (waiting) => conversation.setWaiting(name, waiting),
        });
        const agent = new Agent({
          name,
          provider,
          session,
          system: systemOf(
            name,
            agents.map((each) => each.name),
          ),
          instruction: firstInstruction({ topic }),
          plainText: "accept",
          interrupt: "boundary",
          maxOutputTokens: 4_000,
          checkTimeoutMs: CHECK_MS,
          clock,
          random: () => 0.5,
          gate,
          onEvent: (event) => {
            timeline.agent(event);
            onAgentEvent?.(event);
          },
          subscribe: (listener) => room.subscribe(listener),
          renderResult: (action, result) => renderResult(action, result, { notices: "brief", confirm: true }),
        });
        return (await agent.run(signal)).reason;
      },
    })),
  });
  room.subscribe(timeline.room);
  if (onRoomEvent) room.subscribe(onRoomEvent);
  timeline.start({
    topic,
    room: "lobby",
    floor: "open",
    agents: agents.map(({ name, provider }) => ({ name, model: provider.id })),
  });
  const reason = await conversation.run();
  timeline.end({ reason });
  await room.close();
  return reason;
}

export function systemOf(name: string, all: readonly string[]): string {
  return systemPrompt({ name, others: all.filter((each) => each !== name), floor: "open", appendLimit: 1_000 });
}
