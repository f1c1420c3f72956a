import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LogFolder, logText, teaTalk } from "../../test/fakes/log-folder.ts";
import { Items } from "../../test/fakes/timeline-items.ts";
import { LogError } from "./log-error.ts";
import { type LogEntry, listLogs } from "./log-folder.ts";

const brief = (entries: readonly LogEntry[], folder: LogFolder) =>
  entries.map((entry) => {
    const name = entry.path.slice(folder.path.length + 1);
    return entry.kind === "log" ? name : `${name}: ${entry.reason}`;
  });

describe("[LOGS-1] the logs of a folder", () => {
  it("are listed newest first, by when they began, and nothing else of the folder is", async () => {
    const folder = new LogFolder();
    folder.write("b.jsonl", teaTalk(3));
    folder.write("a.log", teaTalk(20));
    folder.write("c.jsonl", teaTalk(10));
    folder.write("notes.txt", "not a log");
    mkdirSync(join(folder.path, "old.jsonl"));
    expect(brief(await listLogs(folder.path), folder)).toEqual(["a.log", "c.jsonl", "b.jsonl"]);
  });

  it("are entries with the reason where they cannot be read", async () => {
    const folder = new LogFolder();
    folder.write("good.jsonl", teaTalk());
    folder.write("data.jsonl", '{"a":1}\n{"b":2}\n');
    folder.write("empty.jsonl", "");
    folder.write(
      "binary.log",
      new Uint8Array(50_000).map((_, index) => (index * 7) % 256),
    );
    symlinkSync("nowhere", join(folder.path, "broken.jsonl"));
    symlinkSync("/dev/null", join(folder.path, "device.jsonl"));
    expect(brief(await listLogs(folder.path), folder).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      "binary.log: no line of it is a record of a log",
      "broken.jsonl: there is no such file or directory",
      "data.jsonl: no line of it is a record of a log",
      "device.jsonl: it is no file",
      "empty.jsonl: it is empty",
      "good.jsonl",
    ]);
  });

  it.skipIf(process.getuid?.() === 0)("say so where there is no permission", async () => {
    const folder = new LogFolder();
    chmodSync(folder.write("closed.jsonl", teaTalk()), 0);
    expect(brief(await listLogs(folder.path), folder)).toEqual(["closed.jsonl: no permission"]);
  });

  it("are read a few at a time, and told of as they come", async () => {
    const folder = new LogFolder();
    for (let day = 1; day <= 9; day++) folder.write(`${day}.jsonl`, teaTalk(day));
    const told: number[] = [];
    const entries = await listLogs(folder.path, { concurrency: 2, onLog: (done, all) => told.push(done / all) });
    expect(entries).toHaveLength(9);
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((done) => done / 9));
  });

  it("need a folder that can be read", async () => {
    const folder = new LogFolder();
    const file = folder.write("a.jsonl", teaTalk());
    await expect(listLogs(file)).rejects.toThrow(LogError);
    await expect(listLogs(join(folder.path, "none"))).rejects.toThrow("there is no such file or directory");
    await expect(listLogs(folder.path, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
  });
});

describe("[LOGS-2] what is said of a log", () => {
  const only = async (content: Parameters<LogFolder["write"]>[1]) => {
    const folder = new LogFolder();
    folder.write("a.jsonl", content);
    const [entry] = await listLogs(folder.path);
    return entry;
  };

  it("is what its first and last line say, without reading what is between", async () => {
    const [start, ...rest] = teaTalk();
    // Nobody who read it could miss this.
    const middle = "not a record\n".repeat(1_000);
    const entry = await only(`${logText([start].flat() as never)}${middle}${logText(rest)}`);
    expect(entry).toMatchObject({
      kind: "log",
      started: "2026-01-15T10:30:00.000Z",
      ended: "2026-01-15T10:31:05.000Z",
      topic: "Tea or coffee?",
      agents: [
        { name: "Ada", model: "demo/Ada" },
        { name: "Bob", model: "demo/Bob" },
      ],
      messages: 3,
      records: null,
      problems: null,
      duration_ms: 64_500,
      ending: "all_waiting",
    });
  });

  it("is counted where it has no end: everything, and the lines that are none", async () => {
    const talk = teaTalk().slice(0, -1);
    const entry = await only(`${logText(talk)}not a record\n{"cut`);
    expect(entry).toMatchObject({ messages: 3, records: talk.length, problems: 2, duration_ms: 62_000, ending: null });
  });

  it("is counted where the last line is cut off, is not the end, or does not count the messages", async () => {
    const whole = logText(teaTalk());
    expect(await only(whole.slice(0, -1))).toMatchObject({ ending: "all_waiting", messages: 3, problems: 0 });
    expect(await only(whole.slice(0, -9))).toMatchObject({ ending: null, messages: 3, problems: 1 });
    const items = new Items();
    expect(await only(`${whole}${logText([items.says("Ada", "One more.")])}`)).toMatchObject({
      messages: 4,
      ending: "all_waiting",
    });
    const talk = [...teaTalk().slice(0, -1), items.ended("quit")];
    expect(await only(talk)).toMatchObject({ messages: 3, records: talk.length, ending: "quit" });
  });

  it("takes no end for one that says nonsense", async () => {
    const [end] = teaTalk().slice(-1);
    for (const messages of [-1, 1e300, "3", null]) {
      const lie = { ...end, metadata: { messages, duration_ms: -5 } } as never;
      expect(await only([...teaTalk().slice(0, -1), lie])).toMatchObject({ messages: 3, duration_ms: 65_000 });
    }
  });

  it("finds a first line longer than one read", async () => {
    const [start, ...rest] = teaTalk();
    const long = {
      ...start,
      metadata: { topic: "Tea", agents: [{ name: "Ada", model: "m", system: "x".repeat(300_000) }] },
    };
    expect(await only([long as never, ...rest])).toMatchObject({ topic: "Tea", records: null, messages: 3 });
  });

  it("is told of old logs too", async () => {
    const entries = await listLogs(new URL("../../test/fixtures/logs", import.meta.url).pathname);
    expect(entries).toMatchObject([
      { agents: [{ name: "Ann" }, { name: "Bob" }], messages: 1, topic: "", ending: null },
      { agents: [{ name: "Dwight" }, { name: "Jim" }], messages: 3, topic: "lunch" },
    ]);
  });
});
