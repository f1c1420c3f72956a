import { describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../test/fakes/manual-clock.ts";
import { LocalSession } from "../chatroom/local-session.ts";
import { RoomHost } from "../chatroom/room-host.ts";
import type { ChatSession } from "../chatroom/session.ts";
import { Conversation, type ConversationLimits } from "./conversation.ts";

const NO_LIMITS: ConversationLimits = {
  messages: null,
  turns: null,
  minutes: null,
  tokens: null,
  costUsd: null,
  nudges: 3,
};

/** What an agent of these tests does: it acts through its session until the signal ends it. */
type Part = (session: ChatSession, signal: AbortSignal) => Promise<"stopped" | "gate" | "failed">;

const listens: Part = async (session, signal) => {
  while (!signal.aborted) await session.check({ timeout: 600_000, signal });
  return "stopped";
};

const fails: Part = async (session) => {
  await session.leave();
  return "failed";
};

/** Says `lines` one after the other, each in answer to whatever wakes it, then listens. */
const says =
  (...lines: string[]): Part =>
  async (session, signal) => {
    for (const line of lines) {
      await session.append(line);
      for (let sent = false; !sent && !signal.aborted; ) sent = (await session.push({ signal })).status === 1;
      await session.check({ timeout: 600_000, signal });
    }
    return listens(session, signal);
  };

async function converse(
  parts: Readonly<Record<string, Part>>,
  limits: Partial<ConversationLimits> = {},
  othersPresent: () => boolean = () => false,
) {
  const clock = new ManualClock();
  const host = await RoomHost.open({ clock });
  const nudged: string[] = [];
  const announced: string[] = [];
  host.subscribe((event) => {
    if (event.type === "nudge") nudged.push(event.participant);
    if (event.type === "announcement") announced.push(event.content);
  });
  const sessions = new Map<string, LocalSession>();
  for (const name of Object.keys(parts)) {
    const session = new LocalSession(host, { clock, onWaiting: (waiting) => conversation.setWaiting(name, waiting) });
    await session.join(name);
    sessions.set(name, session);
  }
  const conversation: Conversation = new Conversation({
    clock,
    limits: { ...NO_LIMITS, ...limits },
    onActivity: () => {},
    room: {
      subscribe: (listener) => host.subscribe(listener),
      nudge: (participant) => void host.execute({ type: "nudge", participant }),
      announce: (content) => void host.execute({ type: "announce", content }),
      floorTaken: () => host.stick.holder !== null || host.floorHolder !== null,
      othersPresent,
    },
    speakers: Object.entries(parts).map(([name, part]) => ({
      name,
      price: null,
      run: (_gate, signal) => part(sessions.get(name) as ChatSession, signal),
    })),
  });
  return { clock, host, nudged, announced, conversation, running: conversation.run() };
}

describe("Conversation in a room where others are", () => {
  it("[STOP-7] leaves them half a minute to speak, nudges as often as it may, and then waits for them", async () => {
    let present = true;
    const { conversation, running, nudged, clock, host } = await converse(
      { Ada: listens, Bob: listens },
      { nudges: 2 },
      () => present,
    );
    const guest = new LocalSession(host, { clock });
    await guest.join("Guest");
    await clock.advance(29_000);
    expect(nudged).toEqual([]);
    await clock.advance(2_000);
    expect(nudged).not.toEqual([]);
    await clock.advance(300_000);
    expect(nudged).toEqual(["Ada", "Bob"]);
    await guest.append("Sorry, I was away.");
    expect((await guest.push()).status).toBe(1);
    await clock.advance(29_000);
    expect(nudged).toEqual(["Ada", "Bob"]);
    await clock.advance(300_000);
    expect(nudged.length).toBe(4);
    present = false;
    await guest.leave();
    expect(await running).toBe("all_waiting");
    expect(conversation.spent.messages).toBe(1);
  });
});

describe("Conversation", () => {
  it("[STOP-1] recognises at once that everyone waits, nudges the one silent longest, and ends after three nudges", async () => {
    const { running, nudged, clock } = await converse({ Ada: says("hello"), Bob: listens, Cyd: listens });
    expect(await running).toBe("all_waiting");
    expect(nudged).toEqual(["Bob", "Cyd", "Ada"]);
    expect(clock.monotonic()).toBe(0);
  });

  it("[STOP-1] a message makes the nudges count from the beginning", async () => {
    const { running, nudged } = await converse({ Ada: says("one", "two", "three"), Bob: listens }, { nudges: 2 });
    expect(await running).toBe("all_waiting");
    expect(nudged.length).toBeGreaterThan(2);
  });

  it("[STOP-1] waits while a person types", async () => {
    const { conversation, clock, running, nudged } = await converse(
      { Ada: says("hello"), Bob: listens },
      { nudges: 0 },
    );
    let ended = false;
    void running.then(() => {
      ended = true;
    });
    conversation.personIsTyping();
    await settle();
    await clock.advance(5_000);
    expect(ended).toBe(false);
    await clock.advance(3_000);
    expect(ended).toBe(true);
    expect(nudged).toEqual([]);
  });

  it("[STOP-3] ends with the message that reaches the limit", async () => {
    const { running, conversation } = await converse(
      { Ada: says("a", "b", "c", "d"), Bob: says("e", "f", "g") },
      { messages: 3 },
    );
    expect(await running).toBe("max_messages");
    expect(conversation.spent.messages).toBe(3);
  });

  it("[STOP-3] ends when the minutes are over, whoever is still writing", async () => {
    const never: Part = (_session, signal) =>
      new Promise((resolve) => signal.addEventListener("abort", () => resolve("stopped")));
    const { running, clock } = await converse({ Ada: never, Bob: never }, { minutes: 2 });
    await clock.advance(120_000);
    expect(await running).toBe("max_minutes");
  });

  it("goes on when one agent fails, and ends when all have", async () => {
    const one = await converse({ Ada: fails, Bob: says("still here") });
    expect(await one.running).toBe("all_waiting");
    const all = await converse({ Ada: fails, Bob: fails });
    expect(await all.running).toBe("agents_failed");
  });

  it("[STOP-6] warns, cools down and ends a loop", async () => {
    const polite = Array.from({ length: 12 }, () => "Thank you so much!");
    const { running, announced, clock } = await converse({ Ada: says(...polite), Bob: says(...polite) });
    for (let n = 0; n < 20; n++) await clock.advance(16_000);
    expect(await running).toBe("loop");
    expect(announced).toHaveLength(2);
  });

  it("the first reason to stop stands", async () => {
    const { conversation, running } = await converse({ Ada: listens, Bob: listens });
    conversation.stop("quit");
    conversation.stop("max_messages");
    expect(await running).toBe("quit");
  });
});
