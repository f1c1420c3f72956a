import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../test/fakes/manual-clock.ts";
import { LogError } from "./log-error.ts";
import type { LogRecord } from "./record.ts";
import { createRedactor } from "./redact.ts";
import { openLogWriter } from "./writer.ts";

const clock = new ManualClock(new Date(2026, 0, 5, 7, 8, 9).getTime());
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "log-writer-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function text(content: string): LogRecord {
  return { format: "v3", timestamp: "2026-01-05T07:08:09.000Z", type: "text", user: "Ann", content };
}

function contentsOf(path: string): unknown[] {
  const lines = readFileSync(path, "utf8").split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => JSON.parse(line).content);
}

describe("[LOG-2] the log file", () => {
  it("is named by local time, in a directory that is made, and never written over", () => {
    const deep = join(dir, "a", "b");
    const writers = [1, 2, 3].map(() => openLogWriter({ dir: deep, clock }));
    expect(writers.map(({ path }) => path)).toEqual([
      join(deep, "chat_session_20260105_070809.jsonl"),
      join(deep, "chat_session_20260105_070809_2.jsonl"),
      join(deep, "chat_session_20260105_070809_3.jsonl"),
    ]);
    for (const writer of writers) writer.close();
  });

  it("holds every record at the end of the turn it happened in", async () => {
    const writer = openLogWriter({ dir, clock });
    writer.write(text("one"));
    writer.write(text("two"));
    await settle();
    expect(contentsOf(writer.path)).toEqual(["one", "two"]);
    writer.write(text("three"));
    writer.flush();
    expect(contentsOf(writer.path)).toEqual(["one", "two", "three"]);
    writer.close();
  });

  it("joins the lines of one turn into one write, and does not gather them without end", async () => {
    const sizes: number[] = [];
    const write = (_file: number, bytes: Uint8Array) => sizes.push(bytes.length);
    const writer = openLogWriter({ dir, clock, write });
    for (let index = 0; index < 100; index++) writer.write(text("x"));
    await settle();
    expect(sizes).toHaveLength(1);
    writer.write(text("x".repeat(100_000)));
    expect(sizes).toHaveLength(2);
    writer.close();
  });

  it.each([
    "line\nfeed\r\n",
    "nul \0 and \x1b[31m",
    "\ud800 alone, and \udc00",
    "\u2028 \u2029 \u0085",
    '"quoted" \\ <tool_call>',
    "😀 日本",
  ])("keeps %j on one line, and gives it back", (content) => {
    const writer = openLogWriter({ dir, clock });
    writer.write(text(content));
    writer.write(text("next"));
    writer.close();
    expect(contentsOf(writer.path)).toEqual([content, "next"]);
    expect(readFileSync(writer.path, "utf8").split(/[\n\u2028\u2029\u0085]/)).toHaveLength(3);
  });

  it("is redacted", () => {
    const redact = createRedactor({ env: { OUR_KEY: "abc\ndefgh" } });
    const writer = openLogWriter({ dir, clock, redact });
    writer.write(text("it is abc\ndefgh."));
    writer.close();
    expect(contentsOf(writer.path)).toEqual(["it is [redacted]."]);
  });

  it("tells of a record that cannot be written as JSON, and goes on", () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const writer = openLogWriter({ dir, clock });
    writer.write({ ...text(""), type: "tool_call", call_id: "1", function: "append", arguments: circle });
    writer.write(text("next"));
    writer.close();
    expect(contentsOf(writer.path)).toEqual([expect.stringContaining("type tool_call could not be written"), "next"]);
  });
});

describe("[LOG-3] trouble with the disk", () => {
  it("warns once, goes on, and marks the gap when it can write again", () => {
    let full = false;
    const warnings: string[] = [];
    const write = (file: number, bytes: Uint8Array) => {
      writeSync(file, full ? bytes.subarray(0, 10) : bytes);
      if (full) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    };
    const writer = openLogWriter({ dir, clock, write, onError: (message) => warnings.push(message) });
    const say = (content: string) => {
      writer.write(text(content));
      writer.flush();
    };
    say("one");
    full = true;
    say("lost");
    say("lost too");
    full = false;
    say("two");
    writer.close();
    expect(warnings).toEqual([expect.stringMatching(/cannot be written: the disk is full\. The conversation goes on/)]);
    const lines = readFileSync(writer.path, "utf8").split("\n");
    const contents = lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line).content);
    expect(contents).toEqual(["one", expect.stringContaining("2 records are missing here"), "two"]);
  });

  it("neither throws nor writes after close, nor when a listener throws", () => {
    const writer = openLogWriter({
      dir,
      clock,
      onError: () => {
        throw new Error("nobody listens");
      },
    });
    writer.write(text("one"));
    writer.close();
    writer.close();
    writer.write(text("late"));
    writer.flush();
    expect(contentsOf(writer.path)).toEqual(["one"]);
  });

  it("says why no log can be begun, and what to do", () => {
    const file = join(dir, "file");
    writeFileSync(file, "");
    for (const place of [file, join(file, "deeper")]) {
      const open = () => openLogWriter({ dir: place, clock });
      expect(open).toThrow(LogError);
      expect(open).toThrow(/Cannot write a log in .*file.*--log-dir/);
    }
    expect(statSync(file).size).toBe(0);
  });
});

describe("[LOG-2] a kill at any time", () => {
  const program = `
    import { openLogWriter } from ${JSON.stringify(new URL("./writer.ts", import.meta.url).href)};
    const clock = { now: () => 0, monotonic: () => 0, schedule: () => () => {} };
    const writer = openLogWriter({ dir: process.argv[1], clock });
    const record = (content) => ({ format: "v3", timestamp: "", type: "text", user: "Ann", content });
    console.log(writer.path);
    for (let count = 0; ; count++) {
      writer.write(record(String(count)));
      if (process.argv[2] === "exit" && count === 99) process.exit(0);
      await new Promise((resolve) => setImmediate(resolve));
      console.log(count);
    }`;

  async function run(how: string, onCount: (count: number, kill: () => void) => void) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, dir, how]);
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += String(chunk);
      onCount(out.split("\n").length, () => child.kill("SIGKILL"));
    });
    await new Promise((resolve) => child.once("close", resolve));
    const [path = "", ...counts] = out.trim().split("\n");
    return { path, counts };
  }

  it("leaves every record of the turns that were over (kill -9)", async () => {
    const { path, counts } = await run("kill", (count, kill) => count > 200 && kill());
    const contents = contentsOf(path);
    expect(contents.length).toBeGreaterThanOrEqual(counts.length);
    expect(contents.slice(0, counts.length)).toEqual(counts);
  });

  it("leaves every record when the program exits in the middle of a turn", async () => {
    const { path } = await run("exit", () => {});
    expect(contentsOf(path)).toHaveLength(100);
  });
});
