import { createReadStream } from "node:fs";
import { describe, expect, it } from "vitest";
import { isRecord, type LogRecord } from "./record.ts";
import type { LogItem } from "./log-decoder.ts";
import { LogError } from "./log-error.ts";
import { readLog } from "./reader.ts";
import { initialView, viewReducer } from "./view-state.ts";

const fixture = (name: string) => new URL(`../../test/fixtures/logs/${name}`, import.meta.url).pathname;
const good = (content: string) => JSON.stringify({ format: "v3", timestamp: "", type: "text", user: "Ann", content });

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  // The same buffer again and again, as a file reader would: what is kept must be a copy.
  const buffer = new Uint8Array(size);
  for (let from = 0; from < bytes.length; from += size) {
    const part = bytes.subarray(from, from + size);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
  }
}

async function read(source: string | Uint8Array, size = 7, longestLine?: number): Promise<LogItem[]> {
  const bytes = typeof source === "string" ? Buffer.from(source) : source;
  const options = longestLine === undefined ? {} : { longestLine };
  return collect(readLog(chunksOf(bytes, size), options));
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of source) all.push(item);
  return all;
}

/** Line and content, or line and problem. */
function brief(items: readonly LogItem[]): string[] {
  return items.map((item) =>
    "record" in item ? `${item.line} ${item.record.content}` : `${item.line} ! ${item.problem}`,
  );
}

async function recordsOf(name: string): Promise<LogRecord[]> {
  const items = await collect(readLog(fixture(name)));
  return items.flatMap((item) => ("record" in item ? [item.record] : []));
}

/** What the room saw. */
function roomOf(records: readonly LogRecord[]): string[] {
  return records.flatMap(({ type, user, content }) =>
    type === "chat" || user === "Server" ? [`${user}: ${content}`] : [],
  );
}

describe("[LOG-5] any line may be bad, and reading goes on", () => {
  it.each([1, 2, 3, 64, 100_000])("reads the same in pieces of %i bytes", async (size) => {
    const text = [good("日本😀"), "", "not json", "  ", "[1]", "null", '"text"', good("b"), "{}"].join("\n");
    expect(brief(await read(text, size))).toEqual([
      "1 日本😀",
      "3 ! not JSON",
      "5 ! not a JSON object",
      "6 ! not a JSON object",
      "7 ! not a JSON object",
      "8 b",
      "9 ! not a log record: it has no content, role or format",
    ]);
  });

  it("says that the last line is cut off, and takes one that only lacks its newline", async () => {
    expect(brief(await read(`${good("a")}\n${good("b").slice(0, -9)}`))).toEqual([
      "1 a",
      "2 ! cut off: the file ends in the middle of it",
    ]);
    expect(brief(await read(`${good("a")}\n${good("b")}`))).toEqual(["1 a", "2 b"]);
  });

  it("takes CRLF and a byte order mark", async () => {
    expect(brief(await read(`\ufeff${good("a")}\r\n\r\n${good("b")}\r\n`))).toEqual(["1 a", "3 b"]);
  });

  it("tells of invalid UTF-8 and shows what is readable, but takes a real U+FFFD for what it is", async () => {
    const [before = "", after = ""] = good("x#y").split("#");
    const bytes = Buffer.concat([
      Buffer.from(before),
      Buffer.from([0xff]),
      Buffer.from(`${after}\n${good("\ufffd")}\n`),
    ]);
    expect(brief(await read(bytes))).toEqual([
      "1 ! not valid UTF-8; unreadable bytes are shown as \ufffd",
      "1 x\ufffdy",
      "2 \ufffd",
    ]);
  });

  it.each([3, 1000])("skips a line that is too long, and counts on (pieces of %i)", async (size) => {
    const text = `${good("a")}\n${good("x".repeat(500))}\n${good("b")}\n${"y".repeat(300)}`;
    expect(brief(await read(text, size, 200))).toEqual([
      "1 a",
      "2 ! longer than 200 bytes, skipped",
      "3 b",
      "4 ! longer than 200 bytes, skipped",
    ]);
  });

  it("names what is wrong with a v3 record", async () => {
    const [item] = await read('{"format":"v3","timestamp":"","user":"Ann","content":"","type":"thought"}');
    expect(item).toMatchObject({ line: 1, problem: expect.stringMatching(/^not a v3 record: type: /) });
    const [chat] = await read('{"format":"v3","timestamp":"","user":"Ann","content":"","type":"chat"}');
    expect(chat).toMatchObject({ problem: expect.stringMatching(/^not a v3 record: message_id: /) });
  });

  it("takes __proto__ for text", async () => {
    const line =
      '{"format":"v3","timestamp":"","user":"__proto__","content":"a","type":"tool_call","call_id":"1","function":"f","arguments":{"__proto__":{"polluted":1}}}';
    const [item] = await read(line);
    expect(item).toMatchObject({ record: { user: "__proto__" } });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("gives nothing for an empty input, and reads any stream of bytes", async () => {
    expect(await read("")).toEqual([]);
    expect(await read("\n\n")).toEqual([]);
    const fromStream = await collect(readLog(createReadStream(fixture("tea-v2.jsonl"))));
    expect(fromStream.length).toBeGreaterThan(5);
  });

  it.each([
    [fixture("nowhere.jsonl"), /Cannot read .*nowhere\.jsonl: there is no such file/],
    [fixture(""), /Cannot read .*: it is a directory/],
  ])("says why %s cannot be read", async (path, message) => {
    const reading = collect(readLog(path));
    await expect(reading).rejects.toThrow(LogError);
    await expect(reading).rejects.toThrow(message);
  });
});

describe("[LOG-6] a line of an old log", () => {
  it("may come to more records than a call takes arguments", async () => {
    const record = (text: string) => JSON.stringify({ timestamp: "", user: "Ann", content: `Ann | ${text}` });
    const items = await read(
      `${record("<bot_thinking>a</bot_thinking>b".repeat(100_000))}\n${record("after")}\n`,
      65_536,
    );
    expect(items).toHaveLength(200_001);
    expect(brief(items.slice(-2))).toEqual(["1 b", "2 after"]);
  });
});

describe("[LOG-6] a v1 log", () => {
  it("becomes v3: thinking, calls, and responses that were spread over records of several users", async () => {
    const records = await recordsOf("office-v1.jsonl");
    const agents = records.filter(({ user }) => user === "Dwight" || user === "Jim");
    const seen = agents.flatMap((record) => {
      if (record.type === "tool_call") return [`${record.user} ${record.function} ${JSON.stringify(record.arguments)}`];
      if (record.type === "tool_response")
        return [`${record.user} < ${record.function} ${record.status} ${record.content}`];
      return record.type === "chat" ? [] : [`${record.user} ${record.type} ${record.content}`];
    });
    expect(seen).toEqual([
      "Dwight thinking I should say hello.\nBut first I listen.",
      'Dwight login {"username":"Dwight"}',
      "Dwight < login 1 [system] Logged in as Dwight.",
      "Dwight check {}",
      'Jim append {"text":"Lunch at noon?"}',
      "Jim < append 1 ",
      "Jim push {}",
      "Dwight < check 1 [Server]: Jim has joined the chat.\n[Pam]: hello everybody,\nI brought cake\n[system] careful: Jim is writing",
      "Jim < push 1 [Server]: Jim has joined the chat.\n[Pam]: hello everybody,\nI brought cake",
      'Dwight append {"text":"No. Beets, which I grow myself, are at eleven, and they are far too good to wait."}',
      "Dwight < append 2 [Jim]: Lunch at noon?\n[system] msg truncated: current draft suffix: 'Beets, which I grow myself, are at eleven'",
      "Dwight undo {}",
      "Dwight < undo 1 ",
      'Dwight append {"text":"Noon is fine, \\"boss\\" 😀"}',
      "Dwight < append 1 ",
      "Dwight thinking Short is better.",
      "Dwight push {}",
      "Dwight < push 1 ",
      "Jim push {}",
      "Jim < push 0 [system] Nothing to push: no draft.",
      "Jim text I am done.",
      'Jim unknown "{not json}"',
      "Dwight < unknown undefined [Jim]: this one is never clo",
    ]);
  });

  it("tells once what was said to the room: by agents where they pushed, by people where it was first heard", async () => {
    expect(roomOf(await recordsOf("office-v1.jsonl"))).toEqual([
      "Server: Jim has joined the chat.",
      "Pam: hello everybody,\nI brought cake",
      "Jim: Lunch at noon?",
      'Dwight: Noon is fine, "boss" 😀',
    ]);
  });

  it("keeps the start, the times and the cut of a truncated append", async () => {
    const records = await recordsOf("office-v1.jsonl");
    expect(records[0]).toMatchObject({ type: "session_start", user: "system", metadata: { topic: "lunch" } });
    expect(records[1]?.timestamp).toBe("2025-06-18T14:03:01.400Z");
    const cut = records.find((record) => record.type === "tool_response" && record.status === 2);
    expect(cut).toMatchObject({ appended: "No. Beets, which I grow myself, are at eleven" });
  });

  it("is shown by the same view as any other", async () => {
    const view = (await recordsOf("office-v1.jsonl")).filter(isRecord).reduce(viewReducer, initialView);
    expect(view.agents.map(({ name, counts }) => `${name} ${counts.messages}`)).toEqual(["Dwight 1", "Jim 1"]);
    expect(view.counts.crossed).toBe(0);
    expect(view.participants).toEqual(["Pam", "Jim", "Dwight"]);
  });

  it("takes an element apart whose end was lost when the next one begins", async () => {
    const line = (text: string) => JSON.stringify({ timestamp: "?", user: "Ann", content: `Ann | ${text}` });
    const items = await read([line("<bot_thinking>lost"), line("<bot_thinking>next</bot_thinking>after")].join("\n"));
    expect(brief(items)).toEqual(["2 lost", "2 next", "2 after"]);
  });
});

describe("[LOG-6] a v2 log", () => {
  it("becomes v3: instructions, thinking, parallel calls answered by their ids, text in parts", async () => {
    const records = await recordsOf("tea-v2.jsonl");
    expect(records.map((record) => `${record.user} ${record.type} ${record.content}`)).toEqual([
      "system system You are Ann.",
      "system system Discuss tea.",
      "Ann thinking Tea is better.",
      "Ann tool_call ",
      "Ann tool_call ",
      "Ann tool_call ",
      "Ann tool_response ",
      "Ann tool_response ",
      "Ann chat Tea. Always tea.",
      "Server system Bob has joined.",
      "Ann tool_response [Server]: Bob has joined.",
      "Bob text Let me think.",
      "Bob tool_call ",
      "Bob tool_call ",
      "Bob tool_response [system] You have the talking stick.",
      "Bob tool_response [Ann]: Tea. Always tea.",
      "Bob tool_call ",
    ]);
    expect(records[0]).toMatchObject({ to: "Ann", timestamp: expect.stringMatching(/^2025-06-18T/) });
    expect(records[7]).toMatchObject({ call_id: "b", function: "append", status: 1, appended: "Always tea." });
    expect(records[14]).toMatchObject({ call_id: "z", function: "talking_stick", status: 1 });
    expect(records.at(-1)).toMatchObject({ call_id: "y", arguments: '{"text":"Coff' });
  });
});
