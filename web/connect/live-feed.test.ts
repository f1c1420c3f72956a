import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import type { LiveRecording } from "../../src/logging/replay/live-recording.ts";
import { BEGIN } from "../../src/logging/replay/place.ts";
import { FakeSocket } from "../../test/fakes/fake-socket.ts";
import { LiveFeed } from "./live-feed.ts";

const timestamp = "2026-01-15T10:30:00.000Z";

async function textsOf(recording: LiveRecording | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (recording === undefined) return texts;
  for await (const { items } of recording.read(BEGIN)) {
    for (const { item } of items) if ("record" in item) texts.push(item.record.content);
  }
  return texts;
}

describe("what is heard from a server", () => {
  let clock: ManualClock;
  let addresses: string[];
  let socket: FakeSocket;
  let recordings: LiveRecording[];
  let logs: string[];
  let problems: string[];
  let feed: LiveFeed;

  const hear = (...messages: readonly object[]) => {
    socket.says(...messages);
  };
  const record = (n: number, content = `r${n}`) => {
    return { type: "record", n, record: { format: "v3", timestamp, user: "Ann", type: "text", content } };
  };
  const start = (readLogs = true) => {
    feed = new LiveFeed({
      target: { url: "ws://a:1/", room: null, token: "t" },
      clock,
      random: () => 0,
      open(address) {
        addresses.push(address);
        socket = new FakeSocket();
        return socket;
      },
      onState() {},
      readLogs,
      listener: {
        onRecording: (recording) => recordings.push(recording),
        onLog: (url, loop) => logs.push(loop ? url : `${url} once`),
        onRooms() {},
        onMarker() {},
        onProblem: (line, problem) => problems.push(`${line}: ${problem}`),
      },
    });
    feed.connection.connect();
    socket.opens();
  };
  const lose = async () => {
    socket.ends();
    await clock.advance(1_000);
    socket.opens();
  };

  beforeEach(() => {
    clock = new ManualClock();
    [addresses, recordings, logs, problems] = [[], [], [], []];
    start();
  });

  it("[PAGE-5] a server that comes back: nothing twice, nothing left out", async () => {
    hear({ type: "welcome", n: 2, mode: "live" }, record(1), record(2));
    await lose();
    // The last one again: it shows that this is still the same conversation.
    expect(addresses[1]).toContain("after=1&");
    hear({ type: "welcome", n: 3, mode: "live" }, record(2), record(3));
    expect(await textsOf(recordings[0])).toEqual(["r1", "r2", "r3"]);
    expect(recordings).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it("[PAGE-5] a server with another conversation: that one, from its begin", async () => {
    hear({ type: "welcome", n: 2, mode: "live" }, record(1), record(2));
    await lose();
    hear({ type: "welcome", n: 1, mode: "live" });
    expect(addresses[2]).toContain("after=0");
    socket.opens();
    hear({ type: "welcome", n: 1, mode: "live" }, record(1, "new"));
    expect(await textsOf(recordings[1])).toEqual(["new"]);
    hear({ type: "restart" }, record(1, "again"));
    expect(await textsOf(recordings[2])).toEqual(["again"]);
  });

  it("[PAGE-5] a server with another conversation that is as long already", async () => {
    hear({ type: "welcome", n: 2, mode: "live" }, record(1), record(2));
    await lose();
    hear({ type: "welcome", n: 3, mode: "live" }, record(2, "another"), record(3, "one"));
    expect(addresses[2]).toContain("after=0&");
    socket.opens();
    hear({ type: "welcome", n: 3, mode: "live" }, record(1, "this is"), record(2, "another"), record(3, "one"));
    expect(await textsOf(recordings[1])).toEqual(["this is", "another", "one"]);
    expect(problems).toEqual([]);
  });

  it("[PAGE-5] a viewer that was too slow asks for what it has missed", async () => {
    hear({ type: "welcome", n: 1, mode: "live" }, record(1), { type: "dropped", count: 2 }, record(4));
    expect(addresses[1]).toContain("after=0&");
    socket.opens();
    hear({ type: "welcome", n: 4, mode: "live" }, record(2), record(3), record(4));
    expect(await textsOf(recordings[0])).toEqual(["r1", "r2", "r3", "r4"]);
  });

  it("[PAGE-4] what is cleared is what was said, not what about", async () => {
    const start = { format: "v3", timestamp, user: "system", type: "session_start", content: "tea", metadata: {} };
    hear({ type: "welcome", n: 2, mode: "live" }, { type: "record", n: 1, record: start }, record(2));
    feed.clear();
    hear(record(3));
    expect(await textsOf(recordings.at(-1))).toEqual(["tea", "r3"]);
    hear({ type: "restart" }, record(1, "another"));
    expect(await textsOf(recordings.at(-1))).toEqual(["another"]);
  });

  it("[PAGE-5] records that the server has forgotten are told, and are not asked for for ever", async () => {
    hear({ type: "welcome", n: 9, mode: "live" }, record(8), record(9));
    expect(problems).toEqual(["8: 7 earlier records are not kept by the server any more"]);
    expect(await textsOf(recordings[0])).toEqual(["r8", "r9"]);
    expect(addresses).toHaveLength(1);
  });

  it("[PAGE-6] a log that can be read is played by the page itself", () => {
    hear({ type: "welcome", mode: "replay", n: 0, log: "/log" });
    expect(logs).toEqual(["http://a:1/log?token=t"]);
    hear(record(1));
    expect(problems).toEqual([]);
    start();
    hear({ type: "welcome", mode: "replay", n: 0, log: "/log", loop: false });
    expect(logs.at(-1)).toBe("http://a:1/log?token=t once");
  });

  it("[PAGE-6] where it cannot be read, what the server plays is taken from the socket", async () => {
    start(false);
    hear({ type: "welcome", mode: "replay", n: 0, log: "/log" }, record(1));
    expect(logs).toEqual([]);
    expect(await textsOf(recordings.at(-1))).toEqual(["r1"]);
  });
});
