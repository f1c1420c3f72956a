import { afterEach, describe, expect, it, vi } from "vitest";
import { FakeTerminal } from "../../../test/fakes/terminal.ts";
import { type Chooser, openChooser } from "./open-chooser.tsx";
import type { LogChoice } from "./log-choice.ts";

const open: Chooser[] = [];
afterEach(async () => {
  for (const chooser of open.splice(0)) await chooser.stop();
});

function choice(index: number, more: Partial<LogChoice> = {}): LogChoice {
  return {
    path: `logs/talk-${index}.jsonl`,
    name: `talk-${index}.jsonl`,
    started: new Date(2026, 0, index + 1, 10, 30).getTime(),
    topic: `Question ${index}`,
    agents: ["Ada", "Bob"],
    messages: index * 10,
    duration: index * 61_000,
    problem: null,
    ...more,
  };
}

function start(
  choices: readonly LogChoice[],
  columns = 80,
  rows = 24,
  env: Record<string, string> = { TERM: "xterm" },
) {
  const terminal = new FakeTerminal(columns, rows);
  const quits: string[] = [];
  const chooser = openChooser({
    dir: "logs",
    choices,
    stdout: terminal.stdout,
    stdin: terminal.stdin,
    env,
    quit: (how) => quits.push(how),
  });
  open.push(chooser);
  const press = async (keys: string) => {
    terminal.type(keys);
    await chooser.flush();
    await terminal.settled();
    return terminal.lines();
  };
  return { terminal, quits, chooser, press };
}

const MANY = Array.from({ length: 40 }, (_, index) => choice(index));
const selected = (rows: readonly string[]) => rows.find((row) => row.startsWith("▸"));

describe("[REPLAY-30] the list of logs", () => {
  it.each([
    [60, 20],
    [80, 24],
    [120, 36],
  ])("has date, length, messages, agents and topic, at %ix%i", async (columns, rows) => {
    const { press } = start(MANY, columns, rows);
    const lines = await press("");
    expect(lines).toHaveLength(rows);
    expect(lines[0]).toMatch(/^ replay {2}logs +40 logs$/);
    const messages = columns === 60 ? "" : " +20";
    expect(lines[2]).toMatch(columns === 60 ? /began +length +agents +topic/ : /began +length +msgs +agents +topic/);
    expect(lines[5]).toMatch(new RegExp(`^ {2}2026-01-03 10:30 +02:02${messages} {2}Ada, Bob +Question 2$`));
    expect(selected(lines)).toContain("Question 0");
    expect(lines.at(-1)).toContain("↑↓ choose  enter play  q quit");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it("is gone through with the arrows, and what is chosen stays in sight", async () => {
    const { press, chooser } = start(MANY);
    expect(selected(await press("\x1b[B\x1b[B\x1b[A"))).toContain("Question 1");
    expect(selected(await press("\x1b[F"))).toContain("Question 39");
    expect(selected(await press("\x1b[B"))).toContain("Question 39");
    expect(selected(await press("\x1b[5~"))).toContain("Question 20");
    expect(selected(await press("\x1b[H"))).toContain("Question 0");
    await press("\x1b[6~\r");
    await chooser.done;
    expect(chooser.picked).toBe("logs/talk-19.jsonl");
  });

  it("is narrowed by typing, and widened with Esc", async () => {
    const { press, chooser, terminal } = start([...MANY, choice(7, { topic: "A quick quiz", agents: ["Zoë"] })]);
    const lines = await press("zoë QUI");
    expect(lines[1]).toContain("filter › zoë QUI");
    expect(lines[0]).toContain("1 of 41");
    expect(selected(lines)).toContain("A quick quiz");
    expect((await press("xx")).join()).toContain("nothing matches");
    terminal.type("\x1b");
    await vi.waitFor(async () => expect((await press(""))[0]).toContain("41 logs"));
    await press("talk-39");
    await press("\r");
    expect(chooser.picked).toBe("logs/talk-39.jsonl");
  });

  it("tells what cannot be played, and does not play it", async () => {
    const { press, chooser } = start([choice(1, { problem: "it is empty", started: null, duration: null })]);
    expect(selected(await press(""))).toContain("talk-1.jsonl: it is empty");
    expect((await press("\r")).at(-1)).toContain("talk-1.jsonl cannot be played: it is empty");
    expect(chooser.picked).toBeNull();
  });

  it.each([
    ["q", "quit"],
    ["\x03", "interrupted"],
    ["abc\x03", "interrupted"],
  ])("is left with %j, and gives the terminal back", async (keys, how) => {
    const { terminal, quits, chooser } = start(MANY);
    terminal.type(keys);
    await chooser.done;
    await terminal.settled();
    expect(quits).toEqual([how]);
    expect(chooser.picked).toBeNull();
    expect(terminal.alternate).toBe(false);
    expect(terminal.raw).toBe(false);
  });

  it("takes a paste for words, and follows the size of the terminal", async () => {
    const { press, terminal } = start(MANY);
    expect((await press("\x1b[200~Question\x1b[2J\r39\x1b[201~"))[1]).toContain("filter › Question⏎39");
    terminal.resize(40, 8);
    const lines = await press("\x15");
    expect(lines).toHaveLength(8);
    expect(selected(lines)).toBeDefined();
  });

  it("[TUI-2] steers no terminal, and reads without colour", async () => {
    const evil = "\x1b[2J\x1b]0;owned\x07\x9b31mevil";
    const { press, terminal } = start([choice(1, { topic: evil, agents: [evil], name: evil })], 80, 24, {
      NO_COLOR: "1",
    });
    expect(selected(await press("ev"))).toContain("evil");
    expect(terminal.alarms).toEqual([]);
    expect(terminal.erasures).toBe(1);
    expect(terminal.written).not.toMatch(/\x1b\[[\d;]*m/);
  });
});
