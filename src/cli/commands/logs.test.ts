import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type FakeHostOptions, fakeHost } from "../../../test/fakes/cli-host.ts";
import { LogFolder, teaTalk } from "../../../test/fakes/log-folder.ts";
import { Items } from "../../../test/fakes/timeline-items.ts";
import { main } from "../main.ts";

async function call(folder: LogFolder, args: readonly string[], options: FakeHostOptions = {}) {
  const host = fakeHost({ cwd: folder.path, configDir: folder.path, ...options });
  const code = await main(["logs", ...args], host);
  return { code, out: host.out(), err: host.err() };
}

function twoTalks(): LogFolder {
  const folder = new LogFolder();
  folder.write("old.jsonl", teaTalk(3, "Old tea"));
  folder.write("new.jsonl", teaTalk(14));
  return folder;
}
const terminal = { columns: 80, rows: 24 };
const files = (out: string) => out.split("\n").flatMap((line) => /\S+\.jsonl$/.exec(line)?.[0] ?? []);

describe("llm-chat logs", () => {
  it("[LOGS-1] lists a folder, newest first; into a pipe the table alone", async () => {
    const { code, out, err } = await call(twoTalks(), ["."]);
    expect([code, err]).toEqual([0, ""]);
    expect(out.split("\n").map((line) => line.replace(/ {2,}/g, " | "))).toEqual([
      "DATE | LENGTH | MSGS | AGENTS | TOPIC | FILE",
      expect.stringMatching(/^14 Jan \d\d:\d\d \| 01:04 \| 3 \| Ada, Bob \| Tea or coffee\? \| new\.jsonl$/),
      expect.stringMatching(/^3 Jan \d\d:\d\d \| 01:04 \| 3 \| Ada, Bob \| Old tea \| old\.jsonl$/),
      "",
    ]);
  });

  it("[LOGS-4] says on a terminal how to watch the newest, as it can be typed", async () => {
    const folder = new LogFolder();
    folder.write("it's.jsonl", teaTalk());
    expect((await call(folder, ["."], { terminal })).out).toContain(
      "\nWatch one again: llm-chat replay 'it'\\''s.jsonl'\n",
    );
  });

  it("shows as many as are asked for, and on a terminal not hundreds", async () => {
    expect(files((await call(twoTalks(), [".", "--limit", "1"])).out)).toEqual(["new.jsonl"]);
    const folder = new LogFolder();
    for (let number = 10; number < 70; number++) folder.write(`${number}.jsonl`, teaTalk());
    const { out } = await call(folder, ["."], { terminal });
    expect(out).toContain("… and 10 older (--limit 60)");
    expect(files((await call(folder, ["."])).out)).toHaveLength(60);
  });

  it("looks where conversations are logged: --log-dir, the config file, logs", async () => {
    const folder = twoTalks();
    writeFileSync(path.join(folder.path, "config.yaml"), "log_dir: .\n");
    expect(files((await call(folder, [])).out)).toEqual(["new.jsonl", "old.jsonl"]);
    const nowhere = new LogFolder();
    expect(files((await call(nowhere, ["--log-dir", folder.path])).out)).toEqual(["new.jsonl", "old.jsonl"]);
  });

  it.each([
    [[], "nothing has been logged here yet: there is no folder logs; start a conversation"],
    [["none"], "there is no folder none; name the one that holds the logs: llm-chat logs DIR"],
    [["new.jsonl"], "new.jsonl is a file; name its folder: llm-chat logs ., or watch it: llm-chat replay new.jsonl"],
    [[".", "--log-dir", "."], "the folder is given twice"],
    [[".", "--limit", "0"], "--limit: 0 is not a whole number"],
    [[".", "--search", " "], "--search: is empty"],
  ])("[LOGS-7] %j: one line with the fix, exit code 2", async (args, message) => {
    const { code, out, err } = await call(twoTalks(), args);
    expect(err).toContain(message);
    expect(err).toMatch(/^llm-chat: [^\n]+\n$/);
    expect([code, out]).toEqual([2, ""]);
  });

  it("[LOGS-7] says that a folder is empty", async () => {
    const { code, out, err } = await call(new LogFolder(), [".", "--json"]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toBe("llm-chat: there is no log in . (files that end with .jsonl or .log)\n");
  });

  it("[LOGS-6] --json is an object a line, also for what cannot be read", async () => {
    const folder = twoTalks();
    folder.write("zero.jsonl", "");
    const { out } = await call(folder, [".", "--json"], { terminal });
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toContainEqual({ path: "zero.jsonl", reason: "it is empty" });
    expect(lines).toContainEqual({
      path: "new.jsonl",
      bytes: expect.any(Number),
      started: "2026-01-14T10:30:00.000Z",
      ended: "2026-01-14T10:31:05.000Z",
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
});

describe("[LOGS-5] llm-chat logs --search", () => {
  it("shows the logs and the messages in which it is said, with their lines", async () => {
    const { code, out, err } = await call(twoTalks(), [".", "--search", "KEEPS"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out.split("\n")).toEqual([
      "new.jsonl",
      expect.stringMatching(/^ {2}14 Jan \d\d:\d\d · 01:04 · 3 messages · Ada, Bob · Tea or coffee\?$/),
      "  13  Bob: Coffee keeps **me** awake.",
      "",
      "old.jsonl",
      expect.stringContaining("Old tea"),
      "  13  Bob: Coffee keeps **me** awake.",
      "",
    ]);
  });

  it("marks the words where there are colours, and finds no more logs than are asked for", async () => {
    const options = { terminal, env: { FORCE_COLOR: "1" } };
    const { out } = await call(twoTalks(), [".", "--search", "me", "--limit", "1"], options);
    expect(out).toContain("Coffee keeps **\u001b[1;31mme\u001b[22;39m** awake.");
    expect(out).not.toContain("old.jsonl");
    expect((await call(twoTalks(), [".", "--search", "me"], { terminal, env: { NO_COLOR: "1" } })).out).not.toContain(
      "\u001b",
    );
  });

  it("cuts a long message around the words, and many messages to a few", async () => {
    const folder = new LogFolder();
    const items = new Items();
    const long = `${"word ".repeat(100)}needle${" word".repeat(100)}`;
    folder.write(
      "a.jsonl",
      Array.from({ length: 9 }, () => items.says("Ada", `${long}\u001b[2J`)),
    );
    const { out } = await call(folder, [".", "--search", "needle"], { terminal, env: { NO_COLOR: "1" } });
    const found = out.split("\n").filter((line) => line.includes("Ada:"));
    expect(found).toHaveLength(3);
    for (const line of found) expect(line).toMatch(/^ {2}\d {2}Ada: ….*needle.*…$/);
    expect(found.filter((line) => line.length > 80)).toEqual([]);
    expect(out).toContain("… and 6 more messages");
    expect(out).not.toContain("\u001b[2J");
  });

  it("says so where it is nowhere, and which logs were left out", async () => {
    const folder = twoTalks();
    folder.write("zero.jsonl", "");
    const { code, out, err } = await call(folder, [".", "--search", "whisky"]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toBe(
      'llm-chat: zero.jsonl was left out: it is empty\nllm-chat: "whisky" is in no log of . (3 searched)\n',
    );
  });

  it("--json says what was found", async () => {
    const { out } = await call(twoTalks(), [".", "--search", "water", "--limit", "1", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      path: "new.jsonl",
      matches: { topic: false, agents: [], total: 1, messages: [{ line: 14, sender: "Pam", text: "Water!" }] },
    });
  });
});
