import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { EventReader } from "../../../test/fakes/event-reader.ts";
import { ManualClock, settle } from "../../../test/fakes/manual-clock.ts";
import { Random } from "../../../test/interleavings/random.ts";
import { HEARTBEAT_MS, SERVER_LIMITS } from "../http-api.ts";
import type { Keep } from "../recent-events.ts";
import { RoomHost } from "../room-host.ts";
import { EventHub } from "./event-hub.ts";

async function openStage(keep?: Keep) {
  const clock = new ManualClock();
  const host = await RoomHost.open({ clock, ...(keep ? { keep } : {}) });
  await host.execute({ type: "join", name: "Ada" });
  const hub = new EventHub({ host, clock });
  let ends = 0;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const query = new URL(incoming.url ?? "/", "http://room").searchParams;
    const first = query.get("first");
    if (first !== null) await say(first);
    const after = Number(incoming.headers["last-event-id"] ?? query.get("after") ?? 0);
    hub.open(outgoing, { after, username: query.get("username") ?? "Ada" }, () => ends++);
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    hub.close();
    server.closeAllConnections();
    server.close();
  });
  let pushes = 0;
  const say = (content: string) =>
    host.push({
      type: "push",
      participant: "Ada",
      content,
      push_id: `push-${++pushes}`,
      expected_seq: null,
      epoch: null,
    });
  /** In one turn of the event loop. */
  const sayAll = (contents: readonly string[]) => Promise.all(contents.map(say));
  const read = (query = "", headers = {}) =>
    EventReader.open(`http://127.0.0.1:${port}/events?${query}`, headers).then((reader) => {
      onTestFinished(() => reader.close());
      return reader;
    });
  return { clock, host, hub, port, say, sayAll, read, ends: () => ends };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("an event stream", () => {
  it("[SSE-1] is server-sent events with ids, and says how soon to come back", async () => {
    const { say, read } = await openStage();
    const reader = await read();
    await say("one\r\ntwo\u2028\n\ndata: three");
    await reader.until(({ lastId }) => lastId === 2);
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    expect(reader.retry).toBe(1_000);
    expect(reader.events).toMatchObject([
      { seq: 1, type: "joined", sender: "Server" },
      { seq: 2, type: "message", sender: "Ada", content: "one\r\ntwo\u2028\n\ndata: three" },
    ]);
  });

  it("[SSE-2] brings what one turn of the event loop tells as one frame, of at most 100 events", async () => {
    const { sayAll, read } = await openStage();
    const reader = await read("after=1");
    await sayAll(range(1, 3).map(String));
    await reader.until(({ lastId }) => lastId === 4);
    expect(reader.frames).toHaveLength(1);
    await sayAll(range(1, 250).map(String));
    await reader.until(({ lastId }) => lastId === 254);
    const sizes = reader.frames.map(({ data }) => (data as unknown[]).length);
    expect(sizes).toEqual([3, 100, 100, 50]);
    expect(reader.seqs).toEqual(range(2, 254));
  });

  it("[SSE-3] goes on after Last-Event-ID, without a gap or a double, in frames of at most 100 events", async () => {
    const { sayAll, read } = await openStage();
    await sayAll(range(2, 1_001).map(String));
    const reader = await read("", { "last-event-id": "321" });
    await reader.until(({ lastId }) => lastId === 1_001);
    expect(reader.seqs).toEqual(range(322, 1_001));
    expect(Math.max(...reader.frames.map(({ data }) => (data as unknown[]).length))).toBe(100);
  });

  it("[SSE-3] misses nothing where it begins in the very turn in which something is told", async () => {
    const { say, read } = await openStage();
    const readers = [
      await read("first=one&after=1"),
      await read("first=two&after=2"),
      await read("first=three&after=4"),
    ];
    await say("four");
    for (const [index, reader] of readers.entries()) {
      await reader.until(({ lastId }) => lastId === 5);
      expect(reader.seqs).toEqual([[2, 3, 4, 5], [3, 4, 5], [5]][index]);
      expect(reader.ofType("message")).not.toContainEqual([]);
    }
  });

  it("[SSE-3] is the same for all: reading somebody's stream does not empty it", async () => {
    const { say, read } = await openStage();
    const [first, second] = [await read("after=0"), await read("after=0")];
    await say("hello");
    for (const reader of [first, second, await read("after=0")]) {
      await reader.until(({ lastId }) => lastId === 2);
      expect(reader.seqs).toEqual([1, 2]);
    }
  });

  it("[SSE-4] says resync where the cursor is older than what is kept, and gives all that is kept", async () => {
    const { sayAll, read } = await openStage({ events: 150, characters: 1_000_000 });
    await sayAll(range(2, 400).map(String));
    const reader = await read("after=100");
    await reader.until(({ lastId }) => lastId === 400);
    expect(reader.frames.map(({ type }) => type)).toEqual(["resync", "message"]);
    expect(reader.seqs).toEqual(range(251, 400));
    const late = await read("after=250");
    await late.until(({ lastId }) => lastId === 400);
    expect(late.ofType("resync")).toEqual([]);
  });

  it("[SSE-4] says resync where the cursor lies in the future: the room is another one", async () => {
    const { say, read, hub } = await openStage();
    const reader = await read("after=17");
    await say("hello");
    await reader.until(({ lastId }) => lastId === 2);
    expect(reader.frames.map(({ type }) => type)).toEqual(["resync", "message"]);
    expect(reader.seqs).toEqual([1, 2]);
    expect(hub.resyncs).toBe(1);
  });

  it("[SSE-5] shows a sign of life each 15 s, with one timer for all", async () => {
    const { clock, read, hub } = await openStage();
    const readers = [await read("after=1"), await read("after=1")];
    expect(clock.pending).toBe(1);
    await clock.advance(HEARTBEAT_MS * 2);
    for (const reader of readers) {
      await reader.until((each) => each.ofType("ping").length === 2);
      expect(reader.ofType("ping")).toEqual([[], []]);
      expect(reader.comments).toHaveLength(2);
      expect(reader.frames.every(({ id }) => id === undefined)).toBe(true);
      reader.close();
    }
    await until(() => hub.streams === 0);
    expect(clock.pending).toBe(0);
  });

  it("[SSE-6] tells who is writing, each name once in two seconds, without an id", async () => {
    const { clock, hub, read } = await openStage();
    const reader = await read("after=1");
    for (const name of ["Ada", "Bob", "Ada"]) hub.composing(name);
    await clock.advance(1_999);
    hub.composing("Bob");
    await clock.advance(1);
    hub.composing("Ada");
    await reader.until((each) => each.ofType("composing").length === 3);
    expect(reader.ofType("composing")).toEqual([{ username: "Ada" }, { username: "Bob" }, { username: "Ada" }]);
    expect(reader.lastId).toBe(0);
  });

  it("[SSE-7] ends when its participant leaves, after telling so; others go on", async () => {
    const { host, read, say, ends } = await openStage();
    await host.execute({ type: "join", name: "Bob" });
    const [ada, bob] = [await read("after=2"), await read("after=2&username=Bob")];
    await host.execute({ type: "leave", participant: "Bob" });
    expect(await bob.ended).toBe("clean");
    expect(bob.events).toMatchObject([{ type: "left", participant: "Bob" }]);
    expect(ends()).toBe(1);
    await say("gone?");
    await ada.until(({ lastId }) => lastId === 4);
  });

  it("[SSE-7] does not end over an earlier leaving, when its participant has come back", async () => {
    const { host, read, say } = await openStage();
    for (const type of ["join", "leave", "join"] as const) {
      await host.execute(type === "join" ? { type, name: "Bob" } : { type, participant: "Bob" });
    }
    const bob = await read("after=1&username=Bob");
    await say("back again");
    await bob.until(({ lastId }) => lastId === 5);
    expect(bob.events.map(({ type }) => type)).toEqual(["joined", "left", "joined", "message"]);
  });

  it("[SSE-8] ends cleanly when the hub closes, and then takes no more", async () => {
    const { hub, sayAll, read, ends } = await openStage();
    const readers = await Promise.all(range(1, 20).map(() => read("after=1")));
    await sayAll(["last", "words"]);
    hub.close();
    for (const reader of readers) {
      expect(await reader.ended).toBe("clean");
      expect(reader.seqs).toEqual([2, 3]);
    }
    expect(ends()).toBe(20);
    expect(hub.streams).toBe(0);
  });

  it("[SSE-9] is not opened for a HEAD, or for a reader that is gone already", async () => {
    const { hub, port, ends, read } = await openStage();
    const status = await new Promise((resolve) =>
      request({ port, method: "HEAD", path: "/events" }, ({ statusCode }) => resolve(statusCode)).end(),
    );
    expect(status).toBe(200);
    for (const _ of range(1, 20)) {
      const socket = connect(port, "127.0.0.1");
      socket.write("GET /events HTTP/1.1\r\nhost: room\r\n\r\n");
      socket.resetAndDestroy();
    }
    const reader = await read("after=1");
    await until(() => hub.streams === 1);
    reader.close();
    await until(() => hub.streams === 0);
    expect(ends()).toBeGreaterThanOrEqual(2);
  });
});

describe("a reader that does not keep up", () => {
  it("[SSE-10] costs no more than its queue, and is told what it missed; a live one gets all 20,000", async () => {
    const { hub, sayAll, read } = await openStage({ events: 10_000, characters: 8_000_000 });
    const [live, stalled] = [await read("after=1"), await read("after=1")];
    stalled.stall();
    const text = "x".repeat(1_000);
    let longest = 0;
    for (const batch of range(1, 1_000)) {
      await sayAll(Array.from({ length: 20 }, () => text));
      await settle();
      longest = Math.max(longest, hub.longestQueue);
      // A reader on the same machine cannot be faster than its own event loop.
      if (batch % 20 === 0) await live.until(({ lastId }) => lastId >= 1 + batch * 20);
    }
    await live.until(({ lastId }) => lastId === 20_001);
    expect(live.seqs).toEqual(range(2, 20_001));
    expect(live.ofType("resync")).toEqual([]);
    expect(longest).toBeGreaterThan(SERVER_LIMITS.queuedBytes / 2);
    expect(longest).toBeLessThanOrEqual(SERVER_LIMITS.queuedBytes);
    expect(hub.lagging).toBe(1);
    stalled.resume();
    await stalled.until(({ lastId }) => lastId === 20_001);
    expect(stalled.ofType("resync")).toHaveLength(1);
    expectOrder(stalled, 1);
    expect(hub.lagging).toBe(0);
  });

  it("[SSE-10] is not sent signs of life; it is cut off when its participant has left", async () => {
    const { clock, host, hub, sayAll, read } = await openStage();
    await host.execute({ type: "join", name: "Bob" });
    const reader = await read("after=2&username=Bob");
    reader.stall();
    while (hub.lagging === 0) {
      await sayAll(["x".repeat(50_000)]);
      await settle();
    }
    const queue = hub.longestQueue;
    await clock.advance(HEARTBEAT_MS);
    expect(hub.longestQueue).toBe(queue);
    await host.execute({ type: "leave", participant: "Bob" });
    await clock.advance(HEARTBEAT_MS);
    expect(hub.streams).toBe(0);
    reader.resume();
    expect(await reader.ended).toBe("cut");
  });

  it.each(range(1, 6))("[SSE-3] readers that come, stall, go on and come back miss nothing (seed %i)", async (seed) => {
    const { host, hub, sayAll, read } = await openStage();
    const random = new Random(seed);
    const below = (count: number) => random.below(count);
    const readers: { reader: EventReader; after: number }[] = [];
    const come = async (after: number) => void readers.push({ reader: await read(`after=${after}`), after });
    for (let step = 0; step < 120; step++) {
      const one = readers[below(readers.length)];
      const what = below(10);
      if (what < 4) await sayAll(Array.from({ length: 1 + below(40) }, () => "x".repeat(below(20_000))));
      else if (what < 6 && readers.length < 12) await come(below(host.lastSeq + 1));
      else if (what < 7) one?.reader.stall();
      else if (what < 8) one?.reader.resume();
      else if (one && what < 9) {
        readers.splice(readers.indexOf(one), 1);
        one.reader.close();
        await come(one.reader.lastId || one.after);
      } else await settle();
    }
    for (const { reader, after } of readers) {
      reader.resume();
      await reader.until(({ lastId }) => (lastId || after) === host.lastSeq);
      expect(reader.ofType("resync")).toEqual([]);
      expect(reader.seqs).toEqual(range(after + 1, host.lastSeq));
      expect(reader.ofType("message")).not.toContainEqual([]);
    }
    await until(() => hub.streams === readers.length);
    expect(hub.lagging).toBe(0);
  });
});

/** Each event once and in order; a jump only where the server said so. */
function expectOrder(reader: EventReader, after: number): void {
  let last = after;
  for (const { type, data } of reader.frames) {
    if (type !== "message" && type !== "resync") continue;
    for (const [index, { seq }] of (data as { seq: number }[]).entries()) {
      if (type === "resync" && index === 0) expect(seq).toBeGreaterThan(last);
      else expect(seq).toBe(last + 1);
      last = seq;
    }
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await settle();
}
