import { describe, expect, it } from "vitest";
import type { LogEntry } from "../logging/log-folder.ts";
import { compactDate, fileWithin, logRow, namesWithin } from "./log-row.ts";
import { logTable } from "./log-table.ts";
import { cellWidth } from "./tui/cell-width.ts";

const NOW = new Date(2026, 10, 21, 18, 0).getTime();
const entry = (more: Partial<Extract<LogEntry, { kind: "log" }>> = {}): LogEntry => ({
  kind: "log",
  path: "logs/chat_session_20261121_090500.jsonl",
  bytes: 1,
  started: new Date(2026, 10, 21, 9, 5).toISOString(),
  ended: null,
  topic: "Should we colonise Mars?",
  agents: ["Ada", "Boole", "Curie"].map((name) => ({ name, model: "" })),
  messages: 20,
  records: null,
  problems: null,
  duration_ms: 133_869,
  ending: "all_waiting",
  ...more,
});
const tableOf = (entries: readonly LogEntry[], width: number) =>
  logTable(
    entries.map((each) => logRow(each, NOW)),
    width,
  );

describe("[LOGS-4] a list of logs", () => {
  it("is a table: when, how long, how many messages, who, about what, which file", () => {
    expect(tableOf([entry()], Infinity)).toBe(
      "DATE         LENGTH  MSGS  AGENTS             TOPIC                     FILE\n" +
        "today 09:05   02:13    20  Ada, Boole, Curie  Should we colonise Mars?  chat_session_20261121_090500.jsonl\n",
    );
  });

  it("keeps to the width of the terminal, and shows what tells the logs apart", () => {
    expect(tableOf([entry()], 80).split("\n")[1]).toBe(
      "today 09:05   02:13    20  Ada, Boole +1  Should we colonise…  …_20261121_090500",
    );
    const odd = entry({
      topic: "日本の話をしましょう、長い長い話".repeat(3),
      agents: [{ name: "😀".repeat(40), model: "" }],
    });
    for (const width of [60, 80, 100, 132]) {
      const lines = tableOf([entry(), odd, { kind: "unreadable", path: "x.jsonl", reason: "no permission" }], width);
      expect(lines.split("\n").filter((line) => cellWidth(line) > width)).toEqual([]);
    }
    // Nothing fits here; it is no reason to fail.
    expect(tableOf([entry()], 10)).toContain("DATE");
  });

  it("says what is not known, and why a log cannot be read", () => {
    const nothing = entry({ started: null, duration_ms: null, agents: [], topic: " ", messages: 0 });
    expect(tableOf([nothing], 100).split("\n")[1]).toMatch(/^– +– +0 +– +– +chat_/);
    expect(tableOf([{ kind: "unreadable", path: "a/x.jsonl", reason: "no permission" }], 100)).toContain(
      "(no permission)",
    );
  });

  it("[SAFE-1] is no command to a terminal, whatever a log says", () => {
    const evil = "a\u001b[2J\u009b31m\nb\u202e";
    const shown = tableOf([entry({ topic: evil, agents: [{ name: evil, model: evil }], path: `${evil}.jsonl` })], 100);
    expect(shown).not.toMatch(/[\u001b\u009b\u202e]/);
    expect(shown.split("\n")).toHaveLength(3);
  });
});

describe("the cells of a list", () => {
  it("dates are short, and nearer ones more exact", () => {
    const at = (...parts: [number, number, number, number, number]) => compactDate(new Date(...parts).getTime(), NOW);
    expect(at(2026, 10, 21, 0, 0)).toBe("today 00:00");
    expect(at(2026, 10, 20, 23, 59)).toBe("20 Nov 23:59");
    expect(at(2026, 0, 2, 9, 5)).toBe("2 Jan 09:05");
    expect(at(2025, 11, 31, 9, 5)).toBe("31 Dec 2025");
    expect(at(2026, 10, 22, 9, 5)).toBe("22 Nov 09:05");
  });

  it("lengths that a log claims stay short", () => {
    expect(logRow(entry({ duration_ms: 3_723_000 }), NOW).length).toBe("1:02:03");
    expect(logRow(entry({ duration_ms: Number.MAX_SAFE_INTEGER }), NOW).length).toBe("104249991 d");
  });

  it("names: as many as fit", () => {
    expect(namesWithin([], 10)).toBe("–");
    expect(namesWithin(["Ada", "Bob"], 8)).toBe("Ada, Bob");
    expect(namesWithin(["Ada", "Bob"], 7)).toBe("Ada +1");
    expect(namesWithin(["Gwendolyn", "Bob"], 8)).toBe("Gwen… +1");
    expect(
      namesWithin(
        Array.from({ length: 200 }, (_, n) => `user ${n}`),
        20,
      ),
    ).toBe("user 0, user 1 +198");
  });

  it("files: without what all have in common", () => {
    expect(fileWithin("a.jsonl", 7)).toBe("a.jsonl");
    expect(fileWithin("abcdef.jsonl", 6)).toBe("abcdef");
    expect(fileWithin("abcdef.jsonl", 4)).toBe("…def");
    expect(fileWithin("abcdef.jsonl", 0)).toBe("");
  });
});
