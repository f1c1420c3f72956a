import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { failureOf } from "../../../test/fakes/failure-of.ts";
import { CuttingProxy, NONE } from "../../../test/fakes/cutting-proxy.ts";
import { ServedRoom, type ServedRoomOptions } from "../../../test/fakes/served-room.ts";
import { StatusLog } from "../../../test/fakes/status-log.ts";
import { FileStore } from "../journal/file-store.ts";
import { isMessage, type RoomEvent } from "../protocol.ts";
import type { RemoteSession, RemoteSessionOptions } from "./remote-session.ts";

const rooms: ServedRoom[] = [];
/** What rooms and their clients stand on. */
const grounds: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const room of rooms.splice(0)) await room.close();
  for (const cleanUp of grounds.splice(0)) await cleanUp();
});

async function openRoom(options: ServedRoomOptions = {}): Promise<ServedRoom> {
  const room = await ServedRoom.open(options);
  rooms.push(room);
  return room;
}

/** A room on disk, to be stopped and started. */
async function openKeptRoom(): Promise<ServedRoom> {
  const directory = await mkdtemp(join(tmpdir(), "remote-session-"));
  grounds.push(() => rm(directory, { recursive: true }));
  return openRoom({ openStore: () => FileStore.open(directory, { now: Date.now, onWarning: () => {} }) });
}

async function openProxy(room: ServedRoom): Promise<CuttingProxy> {
  const proxy = await CuttingProxy.open(room.port);
  grounds.push(() => proxy.close());
  return proxy;
}

/** A participant, what its connection does, and what it hears. */
async function enter(room: ServedRoom, username: string, more: Partial<RemoteSessionOptions> = {}) {
  const log = new StatusLog();
  const session = room.session({ onStatus: log.hear, ...more });
  const heard: RoomEvent[] = [];
  session.subscribe((event) => heard.push(event));
  await session.join(username);
  await log.next("connected");
  await session.check({ timeout: 0 });
  return { session, log, heard };
}

/** The pause before the next attempt goes by. */
async function comeBack(room: ServedRoom, log: StatusLog): Promise<void> {
  const { retryInMs } = await log.next("reconnecting");
  await room.clock.advance(retryInMs);
  await log.next("connected");
}

/** Time goes by where it has to: a connection may have been cut unnoticed. */
async function say(room: ServedRoom, session: RemoteSession, text: string): Promise<void> {
  await room.clock.advanceUntil(session.append(text));
  expect(await room.clock.advanceUntil(session.push())).toMatchObject({ status: 1 });
}

const said = (events: readonly RoomEvent[]) =>
  events.filter(isMessage).map(({ sender, content }) => `${sender}: ${content}`);
const isGapless = (events: readonly RoomEvent[]) =>
  events.every(({ seq }, index) => seq === (events[0]?.seq ?? 0) + index);

describe("RemoteSession, when the connection fails", () => {
  it("[REMOTE-3] a stream that is cut goes on after the last event: nothing is missed, nothing comes twice", async () => {
    const room = await openRoom();
    const proxy = await openProxy(room);
    const ada = await enter(room, "Ada", { url: proxy.url });
    const bob = await enter(room, "Bob");
    await say(room, bob.session, "one");
    proxy.cut();
    await say(room, bob.session, "two");
    await comeBack(room, ada.log);
    await say(room, bob.session, "three");
    expect(said((await ada.session.check()).messages)).toEqual(["Bob: one", "Bob: two", "Bob: three"]);
    expect(isGapless(ada.heard)).toBe(true);
  });

  it("[REMOTE-3] a check that blocks goes on through an outage", async () => {
    const room = await openRoom();
    const proxy = await openProxy(room);
    const ada = await enter(room, "Ada", { url: proxy.url });
    const bob = await enter(room, "Bob");
    const waiting = ada.session.check({ timeout: 600_000 });
    proxy.cut();
    await comeBack(room, ada.log);
    await say(room, bob.session, "still there?");
    expect(said((await waiting).messages)).toEqual(["Bob: still there?"]);
  });

  it("[REMOTE-4] a connection on which nothing comes any more, no heartbeat either, is made anew", async () => {
    const room = await openRoom();
    const proxy = await openProxy(room);
    const ada = await enter(room, "Ada", { url: proxy.url });
    await room.clock.advance(60_000);
    expect(ada.log.types).toEqual(["connecting", "connected"]);
    proxy.stall("/events");
    await room.host.execute({ type: "announce", content: "unheard" });
    await room.clock.advance(37_500);
    expect(await ada.log.next("reconnecting")).toMatchObject({ reason: "nothing came for 38 s", attempt: 1 });
    await room.clock.advance(1_050);
    await ada.log.next("connected");
    await ada.session.preview();
    expect(ada.heard.at(-1)).toMatchObject({ type: "announcement", content: "unheard" });
  });

  it("[REMOTE-5] a push whose answer was lost is repeated, and is one message", async () => {
    const room = await openRoom();
    const proxy = await openProxy(room);
    const { session } = await enter(room, "Ada", { url: proxy.url });
    let sends = 0;
    proxy.plan = (request) => (request.endsWith("/send") && ++sends <= 2 ? { type: "cut_answer", after: 40 } : NONE);
    await session.append("only once");
    const pushed = session.push();
    await room.clock.advance(1_000);
    expect(await pushed).toMatchObject({ status: 1 });
    expect(sends).toBe(3);
    expect(room.said).toEqual(["Ada: only once"]);
  });

  it("[REMOTE-5] an answer of a proxy in between is no answer; what the server then says counts", async () => {
    const room = await openRoom();
    const proxy = await openProxy(room);
    const { session } = await enter(room, "Ada", { url: proxy.url });
    let sends = 0;
    proxy.plan = (request) => (request.endsWith("/send") && ++sends === 1 ? { type: "unavailable" } : NONE);
    await session.append("at last");
    const pushed = session.push();
    await room.clock.advance(1_000);
    expect(await pushed).toMatchObject({ status: 1 });
    expect(room.said).toEqual(["Ada: at last"]);
  });

  it("[REMOTE-5] a push that was given up is repeated by the next one as it was; what was appended since comes after", async () => {
    const room = await openRoom();
    const proxy = await openProxy(room);
    const { session } = await enter(room, "Ada", { url: proxy.url, giveUpAfterMs: 5_000 });
    proxy.plan = (request) => (request.endsWith("/send") ? { type: "cut_answer", after: 0 } : NONE);
    await session.append("one");
    const lost = failureOf(session.push());
    await room.clock.advance(20_000);
    expect(await lost).toMatchObject({ code: "disconnected" });
    proxy.plan = () => NONE;
    await session.append("two");
    expect(await session.push()).toMatchObject({ status: 1 });
    expect((await session.preview()).draft).toBe("two");
    expect(await session.push()).toMatchObject({ status: 1 });
    expect(room.said).toEqual(["Ada: one", "Ada: two"]);
  });

  it("[REMOTE-6] who sends too much comes back when the server said so", async () => {
    const room = await openRoom({ rate: 1 });
    const { session } = await enter(room, "Ada");
    const actions = Promise.all(Array.from({ length: 6 }, (_, n) => session.append(`segment ${n}`)));
    await room.clock.advance(10_000);
    await actions;
    await room.clock.advance(10_000);
    expect((await session.preview()).draft).toMatch(/^segment 0 .* segment 5$/);
  });

  it("[REMOTE-8] says what the connection does, in order", async () => {
    const room = await openRoom();
    const proxy = await openProxy(room);
    const { session, log } = await enter(room, "Ada", { url: proxy.url });
    proxy.plan = () => ({ type: "unavailable" });
    proxy.cut();
    const first = await log.next("reconnecting");
    await room.clock.advance(first.retryInMs);
    const second = await log.next("reconnecting");
    expect(second).toMatchObject({ reason: "the server answered 503", attempt: 2 });
    expect(second.retryInMs).toBeGreaterThan(first.retryInMs);
    proxy.plan = () => NONE;
    await room.clock.advance(second.retryInMs);
    await log.next("connected");
    await session.leave();
    expect(log.types).toEqual(["connecting", "connected", "reconnecting", "reconnecting", "connected", "closed"]);
  });
});

describe("RemoteSession, when the server goes", () => {
  it("[REMOTE-3] a server that begins anew with its rooms is gone on with", async () => {
    const room = await openKeptRoom();
    const ada = await enter(room, "Ada");
    const bob = await enter(room, "Bob");
    await say(room, ada.session, "before");
    const waiting = bob.session.check();
    expect(said((await waiting).messages)).toEqual(["Ada: before"]);
    await room.stop();
    await room.start();
    await Promise.all([comeBack(room, ada.log), comeBack(room, bob.log)]);
    await say(room, ada.session, "after");
    expect(said((await bob.session.check()).messages)).toEqual(["Ada: after"]);
    for (const { heard } of [ada, bob]) expect(isGapless(heard)).toBe(true);
    expect(room.host.participants).toEqual(["Ada", "Bob"]);
  });

  it("[REMOTE-7] a server that does not know its tokens any more is registered with again", async () => {
    const room = await openKeptRoom();
    const ada = await enter(room, "Ada");
    await room.stop();
    await room.start("another secret");
    const { retryInMs } = await ada.log.next("reconnecting");
    await room.clock.advance(retryInMs);
    expect(await ada.log.next("reconnecting")).toMatchObject({ retryInMs: 0 });
    await ada.log.next("connected");
    await say(room, ada.session, "it is me");
    expect(room.said).toEqual(["Ada: it is me"]);
    expect(room.host.eventsAfter(0).filter(({ type }) => type === "joined")).toHaveLength(1);
  });

  it("[REMOTE-9] a room that begins anew is entered anew: the draft is there, and nothing of before counts as seen", async () => {
    const room = await openRoom();
    const ada = await enter(room, "Ada");
    const bob = await enter(room, "Bob");
    for (let n = 1; n <= 5; n++) await say(room, bob.session, `old ${n}`);
    await ada.session.check({ timeout: 0 });
    await ada.session.append("my draft");
    await bob.session.leave();
    await room.stop();
    await room.start();
    await room.host.execute({ type: "join", name: "Cyd" });
    const message = { participant: "Cyd", content: "a new room", push_id: "p", expected_seq: null, epoch: null };
    await room.host.push({ type: "push", ...message });
    const { retryInMs } = await ada.log.next("reconnecting");
    await room.clock.advance(retryInMs);
    await ada.log.next("connected");
    const refused = await ada.session.push();
    expect(refused).toMatchObject({ status: 0, reason: "unseen_messages" });
    expect(said(refused.messages)).toEqual(["Cyd: a new room"]);
    expect(await ada.session.push()).toMatchObject({ status: 1 });
    expect(room.said).toEqual(["Cyd: a new room", "Ada: my draft"]);
    expect(ada.session.participants).toEqual(["Cyd", "Ada"]);
  });

  it("[REMOTE-9] also a room that has grown past what was known of the old one", async () => {
    const room = await openRoom();
    const ada = await enter(room, "Ada");
    const bob = await enter(room, "Bob");
    await say(room, bob.session, "old");
    await bob.session.leave();
    await ada.session.check({ timeout: 0 });
    await room.stop();
    await room.clock.advance(10);
    await room.start();
    await room.host.execute({ type: "join", name: "Cyd" });
    for (let n = 1; n <= 30; n++) await room.host.execute({ type: "waiting", participant: "Cyd", seconds: n });
    const message = { participant: "Cyd", content: "new", push_id: "p", expected_seq: null, epoch: null };
    await room.host.push({ type: "push", ...message });
    await comeBack(room, ada.log);
    const { messages, missed } = await room.clock.advanceUntil(ada.session.check({ timeout: 0 }));
    expect(said(messages)).toEqual(["Cyd: new"]);
    expect(missed).toBeUndefined();
    expect(ada.session.participants).toEqual(["Cyd", "Ada"]);
  });

  it("[REMOTE-10] what the room no longer keeps is counted, and the state is right all the same", async () => {
    const room = await openRoom({ keep: { events: 5, characters: 10_000 } });
    const proxy = await openProxy(room);
    const ada = await enter(room, "Ada", { url: proxy.url });
    proxy.plan = () => ({ type: "unavailable" });
    proxy.cut();
    const bob = await enter(room, "Bob");
    for (let n = 1; n <= 10; n++) await say(room, bob.session, `message ${n}`);
    await bob.session.leave();
    proxy.plan = () => NONE;
    await comeBack(room, ada.log);
    const { messages, missed } = await ada.session.check({ timeout: 0 });
    // Of joined, ten messages and left the last five are kept.
    expect(missed).toBe(7);
    expect(said(messages)).toEqual(["Bob: message 7", "Bob: message 8", "Bob: message 9", "Bob: message 10"]);
    expect(ada.session.participants).toEqual(["Ada"]);
    await say(room, ada.session, "I have missed something");
  });

  it("[REMOTE-7] who is away longer than its lease comes back under its name; a check that blocks does not notice", async () => {
    const room = await openRoom();
    const proxy = await openProxy(room);
    const ada = await enter(room, "Ada", { url: proxy.url });
    const bob = await enter(room, "Bob");
    const waiting = ada.session.check({ timeout: 600_000 });
    proxy.plan = () => ({ type: "unavailable" });
    proxy.cut();
    await room.clock.advance(70_000);
    expect(room.host.participants).toEqual(["Bob"]);
    proxy.plan = () => NONE;
    await room.clock.advance(10_000);
    expect(room.host.participants).toEqual(["Bob", "Ada"]);
    await say(room, bob.session, "welcome back");
    expect(said((await waiting).messages)).toEqual(["Bob: welcome back"]);
    await say(room, ada.session, "thank you");
    expect(isGapless(ada.heard)).toBe(true);
  });

  it("[REMOTE-7] if somebody else has the name by then, that is the end", async () => {
    const room = await openRoom();
    const proxy = await openProxy(room);
    const ada = await enter(room, "Ada", { url: proxy.url });
    const waiting = failureOf(ada.session.check({ timeout: 600_000 }));
    proxy.plan = () => ({ type: "unavailable" });
    proxy.cut();
    await room.clock.advance(70_000);
    await enter(room, "Ada");
    proxy.plan = () => NONE;
    await room.clock.advance(10_000);
    expect(await waiting).toMatchObject({ code: "name_taken" });
    expect(ada.session.status).toMatchObject({ type: "broken", error: { code: "name_taken" } });
    await expect(ada.session.append("me too")).rejects.toMatchObject({ code: "name_taken" });
  });

  it("[REMOTE-8] gives up after its time, says what to do, and tries again with the next action", async () => {
    const room = await openKeptRoom();
    const ada = await enter(room, "Ada", { giveUpAfterMs: 30_000 });
    const waiting = failureOf(ada.session.check({ timeout: 600_000 }));
    await room.stop();
    const append = failureOf(ada.session.append("anyone?"));
    await room.clock.advance(40_000);
    expect(await append).toMatchObject({
      message: expect.stringContaining(
        `${room.url} was not to be reached for 30 s (connection refused): check that the server runs`,
      ),
    });
    expect(await waiting).toMatchObject({ code: "disconnected" });
    expect(ada.log.types.at(-1)).toBe("broken");
    await room.start();
    expect(await ada.session.append("there you are")).toMatchObject({ status: 1, suffix: "anyone? there you are" });
    expect(await ada.session.push()).toMatchObject({ status: 1 });
    expect(ada.log.types.slice(-3)).toEqual(["broken", "connecting", "connected"]);
  });

  it("[REMOTE-11] leaving a server that is gone ends soon, and nothing goes on after it", async () => {
    const room = await openRoom();
    const ada = await enter(room, "Ada");
    const waiting = ada.session.check({ timeout: 600_000 });
    await room.stop();
    await ada.log.next("reconnecting");
    const left = ada.session.leave();
    await room.clock.advance(300);
    await left;
    expect(await waiting).toMatchObject({ messages: [] });
    expect(ada.session.status).toEqual({ type: "closed" });
    expect(room.clock.pending).toBe(0);
  });

  it("[REMOTE-11] leaving while the server seats it gives the seat back", async () => {
    const room = await openRoom();
    const session = room.session();
    // It is in the room, and does not know it yet.
    const left = new Promise<void>((resolve) => {
      room.host.subscribe(({ type }) => void (type === "joined" && session.leave().then(resolve)));
    });
    await session.join("Ada");
    await left;
    expect(room.host.participants).toEqual([]);
    expect(session.username).toBeNull();
    expect(room.clock.pending).toBe(0);
  });

  it("[REMOTE-11] leaving ends a join that still waits for its server", async () => {
    const room = await openRoom();
    await room.stop();
    const session = room.session();
    const joined = failureOf(session.join("Ada"));
    await room.clock.advance(3_000);
    await session.leave();
    expect(await joined).toMatchObject({ code: "not_logged_in" });
    expect(room.clock.pending).toBe(0);
  });
});
