import { describe, expect, it, onTestFinished } from "vitest";
import { ManualClock, settle } from "../../../test/fakes/manual-clock.ts";
import { chat, type TestViewer, watch } from "../../../test/fakes/viewer-stage.ts";
import { ChatLogServer, type ChatLogServerOptions } from "./chat-log-server.ts";

async function serve(messages: AsyncIterable<unknown> | Iterable<unknown>, options: ChatLogServerOptions = {}) {
  const server = new ChatLogServer(messages, { port: 0, ...options });
  await server.start();
  onTestFinished(() => server.close());
  return server;
}

const at = (ms: number | null, content: string) => ({
  ...chat(content),
  timestamp: ms === null ? "" : new Date(Date.UTC(2026, 0, 15) + ms).toISOString(),
});
const wordsOf = ({ messages }: TestViewer) =>
  messages.map(({ type, parsed_content, record }) =>
    type === "restart" ? "restart" : (parsed_content ?? record).content,
  );

/** Gives each record when it is asked for the one before, so that a test can connect first. */
function gated(records: readonly unknown[]) {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  async function* messages() {
    await opened;
    yield* records;
  }
  return { messages: messages(), open };
}

/** The moments, in ms from the first, at which records are sent; by the clock of the test. */
async function moments(records: readonly { readonly content: string }[], options: ChatLogServerOptions, end: number) {
  const clock = new ManualClock();
  const { messages, open } = gated(records);
  const server = await serve(messages, { clock, ...options });
  const viewer = await watch(server.url);
  const begin = clock.now() / 1_000;
  open();
  await settle();
  await clock.advance(end);
  await viewer.until(({ length }) => length > records.length);
  return viewer.frames.slice(1).map(({ stream_time }) => Math.round((Number(stream_time) - begin) * 1_000));
}

describe("ChatLogServer", () => {
  it("[STREAM-12] sends the first at once, then as long after the one before as it was said, times slowdown", async () => {
    const records = [
      at(0, "a"),
      at(1_000, "b"),
      at(1_010, "c"),
      at(60_000, "d"),
      at(null, "e"),
      at(70_000, "f"),
      at(69_000, "g"),
    ];
    expect(await moments(records, {}, 60_000)).toEqual([0, 1_100, 1_200, 11_200, 11_750, 12_300, 12_400]);
    expect(await moments(records.slice(0, 4), { slowdown: 0.5 }, 60_000)).toEqual([0, 500, 600, 10_600]);
  });

  it("[STREAM-12] is never more than a timer late, however long it runs", async () => {
    const records = Array.from({ length: 2_000 }, (_, index) => at(index * 1_800, `${index}`));
    const sent = await moments(records, { slowdown: 1 }, 3_600_000);
    expect(sent).toEqual(records.map((_, index) => index * 1_800));
  });

  it("[STREAM-12] makes up for timers that are late", async () => {
    class LateClock extends ManualClock {
      override schedule(ms: number, callback: () => void): () => void {
        return super.schedule(ms + 15, callback);
      }
    }
    const clock = new LateClock();
    const { messages, open } = gated(Array.from({ length: 1_000 }, (_, index) => at(index * 1_000, `${index}`)));
    const server = await serve(messages, { clock, slowdown: 1 });
    const viewer = await watch(server.url);
    const begin = clock.now() / 1_000;
    open();
    await settle();
    await clock.advance(1_000_000);
    await viewer.until(({ length }) => length > 1_000);
    const late = viewer.frames
      .slice(1)
      .map(({ stream_time }, index) => (Number(stream_time) - begin) * 1_000 - index * 1_000);
    expect(Math.max(...late)).toBeLessThan(16);
    expect(Math.min(...late)).toBeGreaterThan(-1);
  });

  it("[STREAM-12] pauses at the end and begins anew, for ever", async () => {
    const clock = new ManualClock();
    const server = await serve([at(0, "a"), at(1_000, "b")], { clock, slowdown: 1 });
    const viewer = await watch(server.url, "?records");
    for (let loop = 0; loop < 3; loop++) {
      await clock.advance(1_000);
      await clock.advance(2_999);
      await viewer.until(() => wordsOf(viewer).filter((word) => word === "b").length === loop + 1);
      expect(wordsOf(viewer).at(-1)).toBe("b");
      await clock.advance(1);
    }
    await viewer.until(() => wordsOf(viewer).filter((word) => word === "a").length >= 3);
    expect(wordsOf(viewer).slice(-5)).toEqual(["restart", "a", "b", "restart", "a"]);
  });

  it("[STREAM-12] ends once where it is told to, and where the iterator can be gone through only once", async () => {
    const once = await serve([chat("a")], { slowdown: 0, loop: false });
    await once.finished;
    function* own() {
      yield chat("a");
    }
    await (await serve(own(), { slowdown: 0 })).finished;
    const throwing = await serve(
      (function* () {
        yield chat("a");
        throw new Error("the source has failed");
      })(),
    );
    await expect(throwing.finished).rejects.toThrow("the source has failed");
    expect((await watch(throwing.url)).frames[0]).toMatchObject({ type: "welcome" });
  });

  it("[STREAM-12] a time that is none ends nothing", async () => {
    const messages = [Number.NaN, 0].map((time) => ({
      ...{ format: "v3", type: "text", user: "Ada", content: "x" },
      timestamp: new Date(time),
    }));
    const problems: string[] = [];
    const server = await serve(messages, {
      slowdown: 0,
      loop: false,
      onProblem: (sentence) => problems.push(sentence),
    });
    await server.finished;
    expect(problems).toEqual([expect.stringContaining("record 1: not a v3 record: timestamp")]);
  });

  it("[STREAM-12] takes records of any format, as objects and as lines, and tells of what is none", async () => {
    const problems: string[] = [];
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    const { messages, open } = gated([
      { timestamp: "2026-01-15T10:30:45", user: "Dwight", content: "Dwight | <tool_response>[Jim]: a" },
      { timestamp: "2026-01-15T10:30:46", user: "Dwight", content: "Dwight | b</tool_response>" },
      '{"format":"v2","role":"assistant","session_id":"Jim","content":"hello"}',
      "{not json",
      ...[null, 7, circular, { format: "v3" }, 7n, undefined],
      chat("last"),
    ]);
    const server = await serve(messages, {
      slowdown: 0,
      mode: "live",
      onProblem: (sentence) => problems.push(sentence),
    });
    const [plain, whole] = [await watch(server.url), await watch(server.url, "?records")];
    open();
    await plain.until((frames) => frames.at(-1)?.["parsed_content"]?.content === "last");
    expect(
      plain.messages.map(({ parsed_content: { type, user, from, content } }) => [type, user, from, content]),
    ).toEqual([
      ["chat", "Jim", undefined, "a\nb"],
      ["tool_response", "Dwight", undefined, "[Jim]: a\nb"],
      ["chat", "Dwight", "Jim", "a\nb"],
      ["chat", "Jim", undefined, "hello"],
      ["chat", "Ada", undefined, "last"],
    ]);
    expect(problems).toHaveLength(7);
    expect(problems[0]).toBe("record 4: not JSON");
    expect(whole.frames.filter(({ type }) => type === "problem").map(({ line }) => Number(line))).toEqual([
      4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it("[STREAM-12] lets the sockets have their turn while an endless iterator is read, and lets go of it at the end", async () => {
    let made = 0;
    let returned = false;
    async function* endless() {
      try {
        for (;;) yield { ...chat("x"), made: ++made };
      } finally {
        returned = true;
      }
    }
    const server = await serve(endless(), { slowdown: 0 });
    const viewer = await watch(server.url);
    await viewer.until(() => made > 50_000);
    await server.close();
    expect(returned).toBe(true);
    await settle();
    const after = made;
    await settle();
    expect(made).toBe(after);
  });

  it("[STREAM-9] closes while its source says nothing", async () => {
    const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const server = await serve(silent);
    const viewer = await watch(server.url);
    expect(server.viewers).toBe(1);
    await server.close();
    expect(await viewer.closed).toBe(1001);
    await server.finished;
  });

  it("[STREAM-10] is not opened to everybody without a token", async () => {
    expect(() => new ChatLogServer([], { host: "0.0.0.0" })).toThrow("give a token");
    expect(() => new ChatLogServer([], { slowdown: -1 })).toThrow("slowdown is -1");
    const server = await serve([], { token: "s3cret-token" });
    await expect(watch(server.url)).rejects.toThrow("refused: 401");
    expect((await watch(server.url, "?token=s3cret-token")).frames).toHaveLength(1);
  });

  it("[STREAM-13] says that its port is taken, and cannot be asked before it is open", async () => {
    const first = await serve([]);
    const second = new ChatLogServer([], { port: first.port });
    expect(() => second.url).toThrow("await start() first");
    await expect(second.start()).rejects.toMatchObject({ code: "EADDRINUSE" });
    await second.close();
  });
});
