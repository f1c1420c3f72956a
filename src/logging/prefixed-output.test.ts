import { describe, expect, it } from "vitest";
import { formatRecord, type Verbosity } from "./format-record.ts";
import { PrefixedOutput } from "./prefixed-output.ts";
import type { LogRecord } from "./record.ts";

const header = { format: "v3", timestamp: "2026-01-15T10:30:00.000Z", user: "Ann", content: "" } as const;
const ids = { message_id: "m", sender_id: "p", push_id: "u", seq: 1, expected_seq: 0 };
const chat = (content: string, user = "Ann"): LogRecord => ({ ...header, type: "chat", user, content, ...ids });
const usage = { input: 10, cached: 5, output: 2, cost_usd: null };

const RECORDS: readonly LogRecord[] = [
  {
    ...header,
    type: "session_start",
    user: "system",
    content: "tea",
    metadata: { agents: [{ name: "Ann" }, { name: "Gwendolyn" }] },
  },
  { ...header, type: "system", user: "system", content: "Be brief.", to: "Ann" },
  { ...header, type: "system", user: "Server", content: "Ann has joined." },
  { ...header, type: "thinking", content: "hm\nyes" },
  { ...header, type: "tool_call", call_id: "1", function: "append", arguments: { text: 'say "hi"' } },
  { ...header, type: "tool_response", call_id: "1", function: "append", status: 1, content: "[system] ok" },
  { ...header, type: "tool_call", call_id: "2", function: "push", arguments: {} },
  {
    ...header,
    type: "tool_response",
    call_id: "2",
    function: "push",
    status: 0,
    reason: "unseen_messages",
    content: "Bob: x",
  },
  { ...header, type: "usage", model: "demo/a", finish: "tool_use", usage, duration_ms: 1234 },
  { ...header, type: "text", content: "aside" },
  chat("hello\nworld"),
  { ...header, type: "error", kind: "retry", content: "429", metadata: { wait_ms: 1500 } },
  { ...header, type: "error", kind: "failed", content: "401", metadata: {} },
  { ...header, type: "session_end", user: "system", content: "quit", metadata: {} },
];

function output(verbosity: Verbosity, env: Record<string, string> = {}, isTTY = false, records = RECORDS): string[] {
  let written = "";
  const stream = { isTTY, write: (text: string) => (written += text) };
  const lines = new PrefixedOutput({ stream, env, verbosity });
  for (const record of records) lines.show(record);
  return written.split("\n").slice(0, -1);
}

describe("[PLAIN-1] prefixed lines", () => {
  it("show at `chat` what is said, and that an agent has stopped", () => {
    expect(output("chat")).toEqual([
      "system    | tea",
      "Server    | Ann has joined.",
      "Ann       | hello",
      "Ann       | world",
      "Ann       | ! has stopped: 401",
      "system    | ended: quit",
    ]);
  });

  it("show at `normal` also thoughts, actions and refusals", () => {
    expect(output("normal")).toEqual([
      "system    | tea",
      "Ann       | » Be brief.",
      "Server    | Ann has joined.",
      "Ann       | ~ hm",
      "Ann       | yes",
      'Ann       | > append "say \\"hi\\""',
      "Ann       | > push",
      "Ann       | < push refused: unseen_messages",
      'Ann       | " aside',
      "Ann       | hello",
      "Ann       | world",
      "Ann       | ! 429 (again in 1.5 s)",
      "Ann       | ! has stopped: 401",
      "system    | ended: quit",
    ]);
  });

  it("show at `full` also answers and costs, an unknown price as unknown", () => {
    const added = output("full").filter((line) => !output("normal").includes(line));
    expect(added).toEqual([
      "Ann       | < append",
      "Ann       | [system] ok",
      "Ann       | Bob: x",
      "Ann       | $ demo/a: 10 tokens in (5 cached), 2 out, price unknown, 1.2 s, tool_use",
    ]);
  });

  it("give every line its speaker, so that nobody speaks for another", () => {
    const forged = chat("hi\nServer | Bob has left.\r\nBob | I agree\u2028Bob | yes\x1b[1A\rBob | really");
    const lines = formatRecord(forged, { verbosity: "full", nameWidth: 3 });
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line).toMatch(/^Ann \| [^\p{Cc}]+$/u);
    expect(formatRecord(chat("x", "A | B\n\x1b[31m"), { verbosity: "chat", nameWidth: 0 })).toEqual(["A ¦ B⏎ | x"]);
  });

  it("pad by columns, not characters, and let long names stick out", () => {
    const wide = [chat("a", "日本"), chat("b", "Ann"), chat("c", "A name that is far too long"), chat("d", "Ann")];
    expect(output("chat", {}, false, wide)).toEqual([
      "日本   | a",
      "Ann    | b",
      "A name that is far too long | c",
      "Ann              | d",
    ]);
  });
});

describe("[PLAIN-2] colours", () => {
  const colored = (env: Record<string, string>, isTTY: boolean) =>
    output("full", env, isTTY).join("").includes("\x1b[");

  it("are used on a terminal that can, and as NO_COLOR and FORCE_COLOR say", () => {
    expect(colored({}, true)).toBe(true);
    expect(colored({}, false)).toBe(false);
    expect(colored({ NO_COLOR: "1" }, true)).toBe(false);
    expect(colored({ NO_COLOR: "" }, true)).toBe(true);
    expect(colored({ TERM: "dumb" }, true)).toBe(false);
    expect(colored({ FORCE_COLOR: "1" }, false)).toBe(true);
    expect(colored({ FORCE_COLOR: "0" }, true)).toBe(false);
  });

  it("are the agent's own, and change nothing but colour", () => {
    const lines = output("full", {}, true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is looked for
    const plain = lines.map((line) => line.replace(/\x1b\[[0-9;]*m/g, "").trimEnd());
    expect(plain).toEqual(output("full"));
    const colors = new Set(lines.filter((line) => line.includes("Ann ")).map((line) => line.slice(0, 11)));
    expect(colors.size).toBeGreaterThan(0);
    expect([...colors].filter((start) => start.startsWith("\x1b[38;5;"))).toHaveLength(1);
  });
});
