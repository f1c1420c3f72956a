/** What every `ChatSession` must do, local or remote. An implementation runs it with a factory of fresh rooms. */
import { afterEach, describe, expect, it } from "vitest";
import { isMessage, type FloorPolicy, type RoomEvent } from "../../src/chatroom/protocol.ts";
import type { ChatSession } from "../../src/chatroom/session.ts";
import type { ManualClock } from "../fakes/manual-clock.ts";

export interface SessionRoom {
  readonly clock: ManualClock;
  /** A new session in the room, not yet joined. */
  session(options?: { appendLimit?: number }): ChatSession;
  close(): Promise<void>;
}

export type OpenRoom = (options?: { policy?: FloorPolicy }) => Promise<SessionRoom>;

const said = (messages: readonly RoomEvent[]) =>
  messages.filter(isMessage).map((event) => `${event.sender}: ${event.content}`);
const notices = (messages: readonly RoomEvent[]) =>
  messages.filter((event) => !isMessage(event)).map(({ type }) => type);

async function say(session: ChatSession, text: string): Promise<void> {
  await session.append(text);
  const { status } = await session.push();
  if (status !== 1) throw new Error(`not sent: ${text}`);
}

export function describeSession(name: string, open: OpenRoom): void {
  describe(name, () => {
    const rooms: SessionRoom[] = [];
    const openRoom: OpenRoom = async (options) => {
      const room = await open(options);
      rooms.push(room);
      return room;
    };
    async function meet(names: readonly string[], options?: { policy?: FloorPolicy }) {
      const room = await openRoom(options);
      const sessions: ChatSession[] = [];
      for (const username of names) {
        const session = room.session();
        await session.join(username);
        sessions.push(session);
      }
      for (const session of sessions) await session.check({ timeout: 0 });
      return { room, sessions: sessions as [ChatSession, ChatSession, ChatSession] };
    }
    afterEach(async () => {
      for (const room of rooms.splice(0)) await room.close();
    });

    it("[JOIN-1] every action before join says how to begin", async () => {
      const session = (await openRoom()).session();
      await expect(session.append("hi")).rejects.toThrow("Not logged in yet. Please login first.");
      await expect(session.check({ timeout: 0 })).rejects.toMatchObject({ code: "not_logged_in" });
    });

    it("[JOIN-2] a newcomer's unread messages begin with the last 20 of the room, without its earlier notices", async () => {
      const { room, sessions } = await meet(["Ada", "Bob"]);
      for (let n = 1; n <= 25; n++) await say(sessions[0], `message ${n}`);
      const late = room.session();
      await late.join("Late");
      const { messages } = await late.check({ timeout: 0 });
      expect(said(messages)).toEqual(Array.from({ length: 20 }, (_, n) => `Ada: message ${n + 6}`));
      expect(notices(messages)).toEqual([]);
    });

    it("[JOIN-3] login brings who is there and the last messages", async () => {
      const { room, sessions } = await meet(["Ada", "Bob"]);
      await say(sessions[0], "hello");
      const result = await room.session().login("Cyd");
      expect(result).toMatchObject({ status: 1, username: "Cyd", participants: ["Ada", "Bob", "Cyd"] });
      expect(said(result.messages)).toEqual(["Ada: hello"]);
    });

    it("[NAME-2] a name that cannot be told from one in the room is taken; after leave it is free", async () => {
      const { room, sessions } = await meet(["Alice", "Bob"]);
      await expect(room.session().join("ＡＬＩＣＥ")).rejects.toMatchObject({ code: "name_taken" });
      await expect(room.session().join("Аlice")).rejects.toMatchObject({ code: "name_taken" });
      await sessions[0].leave();
      await room.session().join("alice");
    });

    it("[HEAR-1] every action brings what arrived since the last one, once", async () => {
      const { sessions } = await meet(["Ada", "Bob"]);
      const [ada, bob] = sessions;
      await say(ada, "one");
      expect(said((await bob.append("draft")).messages)).toEqual(["Ada: one"]);
      await say(ada, "two");
      expect(said((await bob.undo()).messages)).toEqual(["Ada: two"]);
      await say(ada, "three");
      expect(said((await bob.preview()).messages)).toEqual(["Ada: three"]);
      await say(ada, "four");
      expect(said((await bob.reset()).messages)).toEqual(["Ada: four"]);
      await say(ada, "five");
      expect(said((await bob.talkingStick()).messages)).toEqual(["Ada: five"]);
      expect(said((await bob.check({ timeout: 0 })).messages)).toEqual([]);
    });

    it("[HEAR-2] nobody is shown its own messages", async () => {
      const { sessions } = await meet(["Ada", "Bob"]);
      await say(sessions[0], "mine");
      expect((await sessions[0].check({ timeout: 0 })).messages).toEqual([]);
    });

    it("[PUSH-1] no draft, no push", async () => {
      const { sessions } = await meet(["Ada", "Bob"]);
      expect(await sessions[0].push()).toMatchObject({ status: 0, reason: "no_draft" });
    });

    it("[PUSH-2] a push with an unseen message before it sends nothing, shows the message, keeps the draft", async () => {
      const { sessions } = await meet(["Ada", "Bob"]);
      const [ada, bob] = sessions;
      await bob.append("my answer");
      await say(ada, "wait, one more thing");
      const refused = await bob.push();
      expect(refused).toMatchObject({ status: 0, reason: "unseen_messages" });
      expect(said(refused.messages)).toEqual(["Ada: wait, one more thing"]);
      expect((await bob.preview()).draft).toBe("my answer");
      const sent = await bob.push();
      expect(sent.status).toBe(1);
      expect(said((await ada.check({ timeout: 0 })).messages)).toEqual(["Bob: my answer"]);
    });

    it("[PUSH-3] notices do not make a push fail", async () => {
      const { room, sessions } = await meet(["Ada", "Bob"]);
      await sessions[0].append("still fine");
      await room.session().join("Cyd");
      const result = await sessions[0].push();
      expect(result.status).toBe(1);
      expect(notices(result.messages)).toEqual(["joined"]);
    });

    it("[PUSH-4] a writer that has not read what was delivered meanwhile (asOf) is refused", async () => {
      const { sessions } = await meet(["Ada", "Bob"]);
      const [ada, bob] = sessions;
      const asOf = bob.seen;
      await say(ada, "news");
      expect(said((await bob.append("written blind")).messages)).toEqual(["Ada: news"]);
      expect(await bob.push({ asOf })).toMatchObject({ status: 0, reason: "unseen_messages" });
      expect(await bob.push()).toMatchObject({ status: 1 });
    });

    it("[PUSH-5] an accepted push names its message, empties the draft, and two equal messages are two", async () => {
      const { sessions } = await meet(["Ada", "Bob"]);
      const [ada, bob] = sessions;
      await ada.append("same");
      const first = await ada.push();
      expect(first.message_id).toMatch(/./);
      expect((await ada.preview()).length).toBe(0);
      await say(ada, "same");
      expect(said((await bob.check({ timeout: 0 })).messages)).toEqual(["Ada: same", "Ada: same"]);
    });

    it("[FLOOR-1] the third refusal in a row lends the floor: others are refused until that participant has pushed", async () => {
      const { sessions } = await meet(["Slow", "Fast", "Third"]);
      const [slow, fast, third] = sessions;
      await slow.append("at last");
      for (let n = 1; n <= 3; n++) {
        await fast.check({ timeout: 0 });
        await say(fast, `interruption ${n}`);
        expect(await slow.push()).toMatchObject({ status: 0, reason: "unseen_messages" });
      }
      await fast.append("and another");
      expect(await fast.push()).toMatchObject({ status: 0, reason: "floor_lent" });
      await third.check({ timeout: 0 });
      await third.append("me too");
      expect(await third.push()).toMatchObject({ status: 0, reason: "floor_lent" });
      expect(await slow.push()).toMatchObject({ status: 1 });
      await fast.check({ timeout: 0 });
      expect(await fast.push()).toMatchObject({ status: 1 });
    });

    it("[FLOOR-2] a lent floor ends 20 s after the last sign of life", async () => {
      const { room, sessions } = await meet(["Slow", "Fast", "Third"]);
      const [slow, fast] = sessions;
      await slow.append("never sent");
      for (let n = 1; n <= 3; n++) {
        await say(fast, `interruption ${n}`);
        await slow.push();
      }
      await room.clock.advance(15_000);
      slow.composing();
      await room.clock.advance(15_000);
      await fast.append("may I?");
      expect(await fast.push()).toMatchObject({ reason: "floor_lent" });
      await room.clock.advance(5_001);
      expect(await fast.push()).toMatchObject({ status: 1 });
    });

    it("[FLOOR-3] the push that would be refused a fourth time waits for its turn, and then goes through or shows why", async () => {
      const { sessions } = await meet(["Slow", "Late", "Fast"]);
      const [slow, late, fast] = sessions;
      await slow.append("slow");
      await late.append("late");
      for (let n = 1; n <= 2; n++) {
        await say(fast, `interruption ${n}`);
        expect(await slow.push()).toMatchObject({ status: 0 });
        expect(await late.push()).toMatchObject({ status: 0 });
      }
      await say(fast, "interruption 3");
      expect(await slow.push()).toMatchObject({ status: 0, reason: "unseen_messages" });
      const third = late.push();
      expect(await slow.push()).toMatchObject({ status: 1 });
      const refused = await third;
      expect(refused).toMatchObject({ status: 0, reason: "unseen_messages" });
      expect(said(refused.messages)).toEqual(["Fast: interruption 3", "Slow: slow"]);
      await fast.check({ timeout: 0 });
      await fast.append("again");
      expect(await fast.push()).toMatchObject({ status: 0, reason: "floor_lent" });
      expect(await late.push()).toMatchObject({ status: 1 });
    });

    it("[CHECK-1] check returns at once when a message is unread", async () => {
      const { sessions } = await meet(["Ada", "Bob"]);
      await say(sessions[0], "hi");
      expect(await sessions[1].check()).toMatchObject({ status: 1, timed_out: false });
    });

    it("[CHECK-2] a message wakes a blocked check; notices alone do not, but come along", async () => {
      const { room, sessions } = await meet(["Ada", "Bob"]);
      const waiting = sessions[1].check();
      await room.session().join("Cyd");
      await sessions[0].talkingStick();
      await say(sessions[0], "there you are");
      const result = await waiting;
      expect(said(result.messages)).toEqual(["Ada: there you are"]);
      expect(notices(result.messages)).toEqual(["joined", "stick"]);
    });

    it("[CHECK-3] a check that waits tells the room after 2, 4, 8, 16 s and ends after its timeout", async () => {
      const { room, sessions } = await meet(["Ada", "Bob"]);
      const waiting = sessions[1].check();
      await room.clock.advance(29_999);
      await room.clock.advance(1);
      expect(await waiting).toMatchObject({ timed_out: true, messages: [] });
      const heard = (await sessions[0].check({ timeout: 0 })).messages;
      expect(heard.map((event) => event.type === "waiting" && event.seconds)).toEqual([2, 4, 8, 16]);
    });

    it("[CHECK-4] a signal ends the wait", async () => {
      const { sessions } = await meet(["Ada", "Bob"]);
      const abort = new AbortController();
      const waiting = sessions[1].check({ signal: abort.signal });
      abort.abort();
      expect(await waiting).toMatchObject({ timed_out: true });
    });

    it("[STICK-1] in a stick room, append and push need the stick", async () => {
      const { sessions } = await meet(["Ada", "Bob"], { policy: "stick" });
      const [ada, bob] = sessions;
      expect(await ada.append("hi")).toMatchObject({ status: 0, reason: "stick_needed" });
      expect(await ada.talkingStick()).toMatchObject({ granted: true, holder: "Ada", position: 0 });
      expect(await ada.append("hi")).toMatchObject({ status: 1 });
      expect(await bob.talkingStick()).toMatchObject({ granted: false, holder: "Ada", position: 1 });
      expect(await ada.push()).toMatchObject({ status: 1 });
      const granted = await bob.check();
      expect(granted.messages.some((event) => event.type === "stick" && event.action === "granted")).toBe(true);
      expect(await bob.append("thanks")).toMatchObject({ status: 1 });
      expect(await bob.push()).toMatchObject({ status: 1 });
    });

    it("[STICK-2] the lease is 60 s, renewed by each sign of life; then the next in the queue has it", async () => {
      const { room, sessions } = await meet(["Ada", "Bob"], { policy: "stick" });
      const [ada, bob] = sessions;
      await ada.talkingStick();
      await ada.append("I was about to");
      await bob.talkingStick();
      await room.clock.advance(40_000);
      ada.composing();
      await room.clock.advance(59_000);
      expect((await bob.talkingStick()).granted).toBe(false);
      await room.clock.advance(1_001);
      expect(await ada.push()).toMatchObject({ status: 0, reason: "stick_needed" });
      expect((await bob.talkingStick()).granted).toBe(true);
    });

    it("[STICK-3] reset gives the stick back and drops the draft", async () => {
      const { sessions } = await meet(["Ada", "Bob"], { policy: "stick" });
      const [ada, bob] = sessions;
      await ada.talkingStick();
      await ada.append("never mind");
      await bob.talkingStick();
      await ada.reset();
      expect((await ada.preview()).draft).toBe("");
      expect((await bob.talkingStick()).granted).toBe(true);
    });

    it("[STICK-4] who leaves gives the stick to the next", async () => {
      const { sessions } = await meet(["Ada", "Bob"], { policy: "stick" });
      const [ada, bob] = sessions;
      await ada.talkingStick();
      await bob.talkingStick();
      await ada.leave();
      expect((await bob.talkingStick()).granted).toBe(true);
    });

    it("[STICK-5] in an open room a claim is announced, once, and nothing needs it", async () => {
      const { sessions } = await meet(["Ada", "Bob"]);
      const [ada, bob] = sessions;
      expect(await ada.talkingStick()).toMatchObject({ status: 1, granted: false, holder: null });
      await ada.talkingStick();
      expect(notices((await bob.check({ timeout: 0 })).messages)).toEqual(["stick"]);
      await say(bob, "I speak anyway");
    });

    it("[DRAFT-1] append, undo, reset and preview build and unbuild the draft", async () => {
      const { sessions } = await meet(["Ada", "Bob"]);
      const [ada] = sessions;
      expect(await ada.append("one")).toMatchObject({ status: 1, suffix: "one", appended: "one" });
      expect(await ada.append("two")).toMatchObject({ status: 1, suffix: "one two" });
      expect(await ada.undo()).toMatchObject({ status: 1, suffix: "one" });
      expect(await ada.preview()).toMatchObject({ draft: "one", length: 3 });
      expect(await ada.append("  \n")).toMatchObject({ status: 0, reason: "empty_text", suffix: "one" });
      expect(await ada.reset()).toMatchObject({ status: 1 });
      expect(await ada.undo()).toMatchObject({ status: 0, reason: "nothing_to_undo" });
    });
  });
}
