import { describe, expect, it } from "vitest";
import { WebSocket as WsClient } from "ws";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { chat, type Frame, openStage, stalledViewer, textsIn, watch } from "../../../test/fakes/viewer-stage.ts";
import { seededRandom } from "../../cli/seeded-random.ts";
import type { LogRecord } from "../record.ts";

const saying = (count: number) => (frames: readonly Frame[]) =>
  frames.filter(({ type }) => type === "chat_message" || type === "record").length >= count;
const wordsOf = (frames: readonly Frame[]) =>
  frames.flatMap(({ type, parsed_content, record }) => {
    if (type === "chat_message") return [String(parsed_content.content)];
    return type === "record" ? [String(record.content)] : [];
  });
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `${index + from}`);

describe("ViewerHub", () => {
  it("[STREAM-1] welcomes a viewer and tells it everything from then on, in order", async () => {
    const clock = new ManualClock();
    const { hub, watch } = await openStage({ clock });
    hub.publishRecord(chat("before"));
    const viewer = await watch();
    const record = chat("hello", "Ada");
    hub.publishRecord(record);
    hub.publishRecord(chat("there"));
    await viewer.until(saying(2));
    expect(viewer.frames.slice(0, 2)).toEqual([
      { type: "welcome", message: "Connected to Chat Log Server", mode: "live", version: "1.2.3", n: 1 },
      {
        type: "chat_message",
        timestamp: record.timestamp,
        parsed_content: { type: "chat", user: "Ada", content: "hello" },
        stream_time: clock.now() / 1000,
      },
    ]);
    expect(wordsOf(viewer.frames)).toEqual(["hello", "there"]);
  });

  it("[STREAM-1] tells at once what comes after a silence, and together what follows; who comes then hears none of it", async () => {
    const clock = new ManualClock();
    const { hub, watch } = await openStage({ clock });
    const first = await watch();
    hub.publishRecord(chat("1"));
    await first.until(saying(1));
    hub.publishRecord(chat("2"));
    const second = await watch("?records");
    expect(second.frames[0]).toMatchObject({ n: 2 });
    await first.until(saying(2));
    hub.publishRecord(chat("3"));
    hub.publishRecord(chat("4"));
    await clock.advance(33);
    await Promise.all([first.until(saying(4)), second.until(saying(2))]);
    expect(wordsOf(first.frames)).toEqual(numbers(4));
    expect(wordsOf(second.frames)).toEqual(["3", "4"]);
  });

  it("[STREAM-1] speaks to the WebSocket that Node and browsers have", async () => {
    const { hub, server } = await openStage();
    const ws = new WebSocket(server.url.replace("http", "ws"));
    const told: string[] = [];
    await new Promise<void>((resolve) => {
      ws.addEventListener("message", ({ data }) => {
        told.push(String(data));
        if (told.length === 1) hub.publishRecord(chat("é ✓ 😀 ".repeat(20_000)));
        if (told.length === 2) resolve();
      });
    });
    expect(JSON.parse(told[1] ?? "")).toMatchObject({ parsed_content: { content: "é ✓ 😀 ".repeat(20_000) } });
    ws.close();
  });

  it("[STREAM-1] what is nested too deeply to be written is told as far as it can be, and nothing ends", async () => {
    const { hub, watch } = await openStage();
    const [chats, records] = [await watch(), await watch("?records")];
    const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    const call = { ...chat(""), type: "tool_call", call_id: "c", function: "append", arguments: deep } as const;
    hub.publishRecord(call);
    hub.publishRecord(chat("after"));
    await Promise.all([chats.until(saying(2)), records.until(saying(2))]);
    expect(chats.frames[1]).toMatchObject({ parsed_content: { type: "tool_call", function: "append" } });
    expect(wordsOf(chats.frames)).toEqual(["append((nested too deeply to be shown))", "after"]);
    expect(wordsOf(records.frames)).toEqual([
      expect.stringContaining("A record of type tool_call could not be written"),
      "after",
    ]);
  });

  it("[STREAM-4] sends words while they are generated, and keeps none of them", async () => {
    const watched: boolean[] = [];
    const { hub, watch } = await openStage({ hub: { onWatched: (on) => watched.push(on) } });
    const delta = {
      type: "delta",
      timestamp: "2026-01-15T10:30:45.123Z",
      user: "Ada",
      kind: "text",
      text: "he",
    } as const;
    hub.publishSignal(delta);
    expect(watched).toEqual([]);
    const [plain, whole] = [await watch(), await watch("?records")];
    hub.publishSignal({ ...delta, text: "h" });
    // Pieces of one text that come in one moment are one.
    hub.publishSignal({ ...delta, text: "e" });
    hub.publishSignal({ type: "activity", timestamp: delta.timestamp, user: "Ada", activity: "writing" });
    hub.publishRecord(chat("hello"));
    await Promise.all([plain.until(saying(1)), whole.until(saying(1))]);
    expect(plain.frames.map(({ type }) => String(type))).toEqual(["welcome", "delta", "chat_message"]);
    expect(whole.frames.map(({ type }) => String(type))).toEqual(["welcome", "delta", "activity", "record"]);
    expect(plain.frames[1]).toEqual(delta);
    const late = await watch("?records&after=0");
    await late.until(saying(1));
    expect(late.frames.map(({ type }) => String(type))).toEqual(["welcome", "record"]);
    for (const { ws, closed } of [plain, whole, late]) {
      ws.close();
      await closed;
    }
    await hub.close();
    expect(watched).toEqual([true, false]);
  });

  it("[STREAM-5] numbers whole records, and tells of bad lines and of a new begin", async () => {
    const { hub, watch } = await openStage({ hub: { mode: "replay" } });
    const [plain, whole] = [await watch(), await watch("?records")];
    const record = chat("one");
    hub.publishRecord(record, true);
    hub.publishProblem(2, "not JSON");
    hub.restart();
    hub.publishRecord(chat("again"));
    await Promise.all([plain.until(saying(2)), whole.until(saying(2))]);
    expect(whole.frames.slice(1)).toEqual([
      { type: "record", n: 1, legacy: true, record },
      { type: "problem", line: 2, problem: "not JSON" },
      { type: "restart" },
      { type: "record", n: 1, record: expect.objectContaining({ content: "again" }) },
    ]);
    expect(plain.messages).toHaveLength(2);
  });

  it("[STREAM-6] gives what is kept after a number, and counts what is not", async () => {
    const { hub, watch } = await openStage({ hub: { keep: { records: 10, characters: 1_000_000 } } });
    for (const word of numbers(25)) hub.publishRecord(chat(word));
    const [all, some, none, beyond] = await Promise.all(
      ["?records&after=0", "?records&after=20", "?records&after=25", "?records&after=99"].map((query) => watch(query)),
    );
    for (const viewer of [all, some, none, beyond]) expect(viewer?.frames[0]).toMatchObject({ n: 25 });
    hub.publishRecord(chat("26"));
    await all?.until(saying(11));
    await some?.until(saying(6));
    await none?.until(saying(1));
    await beyond?.until(saying(1));
    expect(all?.frames[1]).toEqual({ type: "dropped", count: 15 });
    expect(wordsOf(all?.frames ?? [])).toEqual(numbers(11, 16));
    expect(wordsOf(some?.frames ?? [])).toEqual(numbers(6, 21));
    expect(wordsOf(none?.frames ?? [])).toEqual(["26"]);
    expect(wordsOf(beyond?.frames ?? [])).toEqual(["26"]);
  });

  it("[STREAM-6] keeps no more than it may, by characters too", async () => {
    const { hub, watch } = await openStage({ hub: { keep: { records: 1_000, characters: 50_000 } } });
    for (const word of numbers(100)) hub.publishRecord(chat(word.padEnd(1_000)));
    const viewer = await watch("?records&after=0");
    await viewer.until((frames) => frames.length > 2 && frames.at(-1)?.["n"] === 100);
    const [, dropped, ...kept] = viewer.frames;
    expect(dropped).toEqual({ type: "dropped", count: 100 - kept.length });
    expect(kept.length).toBeGreaterThan(30);
    expect(kept.length).toBeLessThan(51);
  });

  it.each([1, 2, 3, 4, 5])(
    "[STREAM-6] a viewer that is cut at random has each record once, in order (seed %i)",
    async (seed) => {
      const random = seededRandom(seed, "cuts");
      const { hub, server } = await openStage();
      const total = 400;
      const got: number[] = [];
      let said = 0;
      const speak = () => {
        if (said >= total) return;
        for (let burst = Math.ceil(random() * 5); burst > 0 && said < total; burst--)
          hub.publishRecord(chat(`${++said}`));
        setImmediate(speak);
      };
      setImmediate(speak);
      for (let cuts = 0; got.length < total; cuts++) {
        expect(cuts).toBeLessThan(total);
        const before = got.length;
        const wanted = Math.min(total, before + 1 + Math.floor(random() * 60));
        const viewer = await watch(server.url, `?records&after=${got.at(-1) ?? 0}`);
        await viewer.until((frames) => before + frames.filter(({ type }) => type === "record").length >= wanted);
        // Whatever came until the cut is had.
        viewer.ws.terminate();
        got.push(...viewer.frames.filter(({ type }) => type === "record").map(({ n }) => Number(n)));
      }
      expect(got).toEqual(numbers(total).map(Number));
    },
  );

  it("[STREAM-7] a stalled viewer slows nobody; it gets the newest, and the exact count of what it missed", async () => {
    const { hub, server, watch } = await openStage({ hub: { queue: 100 } });
    const stalled = await stalledViewer(server);
    const fast = await watch();
    expect(hub.viewers).toBe(2);
    const total = 3_000;
    const size = 8_000;
    for (let number = 1; number <= total; number++) {
      hub.publishRecord(chat(`${number}`.padEnd(size)));
      // Each in a turn of its own.
      if (number % 20 === 0) await fast.until(saying(number));
    }
    await fast.until(saying(total));
    expect(wordsOf(fast.frames).map(Number)).toEqual(numbers(total).map(Number));
    expect(fast.messages.filter(({ type }) => type === "dropped")).toEqual([]);
    const chunks: Buffer[] = [];
    const done = new Promise<void>((resolve) => {
      stalled.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (chunk.includes(`"content":"${total} `)) resolve();
      });
    });
    stalled.resume();
    await done;
    const frames = textsIn(Buffer.concat(chunks));
    const words = wordsOf(frames).map(Number);
    const dropped = frames.filter(({ type }) => type === "dropped");
    expect(dropped).toHaveLength(1);
    expect(words.length + Number(dropped[0]?.["count"])).toBe(total);
    expect(dropped[0]?.["count"]).toBeGreaterThan(1_000);
    // It is told where the gap is.
    const gap = frames.findIndex(({ type }) => type === "dropped") - 1;
    expect(words[gap]).toBe((words[gap - 1] ?? 0) + Number(dropped[0]?.["count"]) + 1);
    expect(words.toSorted((one, other) => one - other)).toEqual(words);
  });

  it("[STREAM-7] what it is told in one turn is all told, in order, however much it is", async () => {
    const { hub, watch } = await openStage({ hub: { queue: 100_000, keep: { records: 100_000, characters: 1e9 } } });
    const viewer = await watch();
    for (const word of numbers(20_000)) hub.publishRecord(chat(word));
    await viewer.until((frames) => frames.length === 20_001);
    expect(wordsOf(viewer.frames)).toEqual(numbers(20_000));
  });

  it("[STREAM-8] gives up a viewer that gives no sign of life", async () => {
    const clock = new ManualClock();
    const { hub, server, watch } = await openStage({ clock });
    const alive = await watch();
    await stalledViewer(server);
    expect(hub.viewers).toBe(2);
    for (let beat = 0; beat < 4; beat++) {
      const pinged = new Promise((resolve) => alive.ws.once("ping", resolve));
      await clock.advance(30_000);
      await pinged;
      // Its answer has arrived when that to a later word has.
      alive.ws.send('{"type":"ping"}');
      await alive.until((frames) => frames.filter(({ type }) => type === "pong").length > beat);
    }
    expect(hub.viewers).toBe(1);
  });

  it("[STREAM-8] answers a ping and ignores everything else", async () => {
    const { hub, watch } = await openStage();
    const viewer = await watch();
    for (const word of [
      "",
      "{",
      "null",
      "7",
      '"ping"',
      '{"type":"pong"}',
      '{"type":{"type":"ping"}}',
      '{"__proto__":{"type":"ping"}}',
    ]) {
      viewer.ws.send(word);
    }
    viewer.ws.send(Buffer.from('{"type":"ping"}'));
    viewer.ws.send('{"type":"ping"}');
    const replied = new Promise((resolve) => viewer.ws.once("pong", resolve));
    viewer.ws.ping("mark");
    expect(String(await replied)).toBe("mark");
    expect(viewer.frames.slice(1)).toEqual([{ type: "pong" }]);
    expect(hub.viewers).toBe(1);
  });

  it("[STREAM-8] ends the connection that says too much, and no other", async () => {
    const { hub, watch } = await openStage();
    const [loud, quiet] = [await watch(), await watch()];
    loud.ws.send("x".repeat(5_000));
    expect(await loud.closed).toBe(1009);
    hub.publishRecord(chat("on"));
    await quiet.until(saying(1));
    expect(hub.viewers).toBe(1);
  });

  it("[STREAM-9] at the end viewers have everything, and are told", async () => {
    const { hub, server, watch } = await openStage();
    const [fast, slow] = [await watch("?records"), await watch("?records&after=0")];
    slow.ws.pause();
    for (const word of numbers(200)) hub.publishRecord(chat(word.padEnd(20_000)));
    const closing = server.close();
    slow.ws.resume();
    expect(await Promise.all([fast.closed, slow.closed])).toEqual([1001, 1001]);
    await closing;
    for (const { frames } of [fast, slow]) expect(frames.at(-1)).toMatchObject({ n: 200 });
    await expect(watch()).rejects.toThrow("ECONNREFUSED");
  });

  it("[STREAM-9] waits a second for one that does not read, and no longer", async () => {
    const clock = new ManualClock();
    const { hub, server, watch } = await openStage({ clock });
    await stalledViewer(server);
    const fast = await watch();
    expect(hub.viewers).toBe(2);
    for (const word of numbers(500)) hub.publishRecord(chat(word.padEnd(20_000)));
    const closing = server.close();
    expect(await fast.closed).toBe(1001);
    await clock.advance(1_000);
    await clock.advance(1_000);
    await closing;
    expect(hub.viewers).toBe(0);
  });

  it("[STREAM-1] takes hostile records for what they are", async () => {
    const { hub, watch } = await openStage();
    const [plain, whole] = [await watch(), await watch("?records")];
    const metadata = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}') as Record<string, unknown>;
    const hostile: LogRecord[] = [
      { format: "v3", timestamp: "", type: "session_start", user: "system", content: "\ud800 half \udc00", metadata },
      chat("<script>alert(1)</script>\u0000\u202e\x1b[31m", "__proto__"),
      chat("x".repeat(3_000_000)),
    ];
    for (const record of hostile) hub.publishRecord(record);
    await Promise.all([plain.until(saying(3)), whole.until(saying(3))]);
    expect(wordsOf(whole.frames)).toEqual(hostile.map(({ content }) => content));
    expect(plain.messages[1]?.["parsed_content"].user).toBe("__proto__");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("[STREAM-7] a thousand viewers are all told the same", async () => {
    const { hub, server } = await openStage();
    const counts = new Int32Array(1_000);
    const sockets: WsClient[] = [];
    const total = 20;
    const done: Promise<void>[] = [];
    for (let index = 0; index < 1_000; index += 100) {
      const some = Array.from({ length: 100 }, async (_, offset) => {
        const ws = new WsClient(server.url.replace("http", "ws"));
        sockets.push(ws);
        await new Promise<void>((resolve, reject) => {
          ws.once("message", () => resolve());
          ws.once("error", reject);
        });
        const place = index + offset;
        done.push(
          new Promise((resolve) => {
            ws.on("message", () => {
              counts[place] = (counts[place] ?? 0) + 1;
              if (counts[place] === total) resolve();
            });
          }),
        );
      });
      await Promise.all(some);
    }
    expect(hub.viewers).toBe(1_000);
    for (const word of numbers(total)) hub.publishRecord(chat(word));
    await Promise.all(done);
    expect(new Set(counts)).toEqual(new Set([total]));
    await server.close();
    expect(hub.viewers).toBe(0);
  });
});
