import { beforeEach, describe, expect, it } from "vitest";
import { FakeSocket } from "../../test/fakes/fake-socket.ts";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { Items } from "../../test/fakes/timeline-items.ts";
import { isRecord, type TimelineItem } from "../../src/logging/record.ts";
import { PageModel } from "./page-model.ts";

describe("the page's model", () => {
  let clock: ManualClock;
  let socket: FakeSocket;
  let model: PageModel;
  let items: Items;
  let n: number;

  const hear = (...all: readonly TimelineItem[]) => {
    for (const item of all) socket.says(isRecord(item) ? { type: "record", n: ++n, record: item } : item);
  };

  beforeEach(async () => {
    [clock, items, n] = [new ManualClock(), new Items(), 0];
    model = new PageModel({
      clock,
      random: () => 0,
      openSocket: () => (socket = new FakeSocket()),
      fetch: () => Promise.reject(new TypeError("no network")),
    });
    model.connect({ url: "ws://a:1/", room: null, token: null });
    socket.opens();
    socket.says({ type: "welcome", mode: "live", n: 0 });
    hear(items.session("Tea?", ["Ann"]));
    await clock.advance(1_000);
  });

  it("[PAGE-13] makes at most twenty states a second, however much happens", async () => {
    let states = 0;
    model.page.subscribe(() => states++);
    for (let step = 0; step < 100; step++) {
      for (let word = 0; word < 50; word++) hear(items.thinks("Ann", "word "));
      await clock.advance(10);
    }
    expect(states).toBeGreaterThan(10);
    expect(states).toBeLessThanOrEqual(20);
    expect(model.page.value.view.agents[0]?.growing[0]?.text).toHaveLength(25_000);
  });

  it("[PAGE-13] keeps what has not changed: an agent that is silent is the same object", async () => {
    hear(items.session("Tea?", ["Ann", "Bob"]), items.says("Bob", "Hm."));
    await clock.advance(100);
    const before = model.page.value;
    hear(items.thought("Ann", "Hm."));
    await clock.advance(100);
    const after = model.page.value;
    expect(after.view.agents[0]).not.toBe(before.view.agents[0]);
    expect(after.view.agents[1]).toBe(before.view.agents[1]);
    expect(after.chatRows).toBe(before.chatRows);
    expect(after.agentRows.get("Bob")).toBe(before.agentRows.get("Bob"));
    expect(after.colors).toBe(before.colors);
  });

  it("[PAGE-5] counts down to the next attempt, and looks at the clock only while something moves", async () => {
    socket.ends();
    await clock.advance(50);
    expect(model.page.value.connection).toMatchObject({ status: "waiting", attempt: 1 });
    expect(model.page.value.retryIn).toBe(950);
    await clock.advance(600);
    model.disconnect();
    model.source?.pause();
    await clock.advance(5_000);
    expect(model.page.value.connection).toEqual({ status: "off" });
    expect(clock.pending).toBe(0);
  });

  it("[PAGE-9] shows markers of what was heard", async () => {
    items.at = 4_000;
    hear(...items.acts("Ann", "push", {}, { status: 0, reason: "unseen_messages" }));
    await clock.advance(100);
    expect(model.page.value.marks).toMatchObject([{ kind: "refused", user: "Ann", position: 4_000 }]);
  });

  it("[PAGE-6] a log that cannot be read is watched over the socket instead", async () => {
    socket.says({ type: "welcome", mode: "replay", n: 0, log: "/log" });
    const first = socket;
    await clock.advance(50_000);
    expect(socket).not.toBe(first);
    socket.opens();
    socket.says(
      { type: "welcome", mode: "replay", n: 1, log: "/log" },
      { type: "record", n: 1, record: items.says("Ann", "Hm.") },
    );
    await clock.advance(100);
    expect(model.page.value.view.counts.messages).toBe(1);
  });

  it("[PAGE-10] says why a file cannot be played, and forgets it with the next", async () => {
    await model.openFile(new Blob(["{}\n"]), "a.jsonl");
    await clock.advance(100);
    expect(model.page.value).toMatchObject({
      origin: { type: "none" },
      failure: "a.jsonl is no conversation log: line 1 is not a log record: it has no content, role or format.",
    });
    await model.openFile(new Blob([`${JSON.stringify(items.says("Ann", "Hm."))}\n`]), "b.jsonl");
    await clock.advance(100);
    expect(model.page.value).toMatchObject({ origin: { type: "file", name: "b.jsonl" }, failure: null });
    expect(socket.closed).toBe(true);
  });
});
