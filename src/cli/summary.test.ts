import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { Items } from "../../test/fakes/timeline-items.ts";
import type { TimelineItem } from "../logging/record.ts";
import { initialView, viewReducer } from "../logging/view-state.ts";
import { EXIT_CODES, exitCodeOf } from "./exit-codes.ts";
import { summaryOf } from "./summary.ts";

function summary(make: (items: Items) => TimelineItem[], width = Infinity): string[] {
  return summaryOf(make(new Items()).reduce(viewReducer, initialView), "/tmp/logs/talk.jsonl", width, "people").split(
    "\n",
  );
}

const talk = (names: readonly string[]) => (items: Items) => [
  items.session("Topic", names),
  ...names.flatMap((name) => [
    items.says(name, "Hello."),
    ...items.acts(name, "push", {}, { status: 0, reason: "unseen_messages" }),
    items.used(name, 1_200, 34, 0.0123),
  ]),
  items.ended("all_waiting"),
];

describe("summaryOf", () => {
  it("says why it ended, what each agent did, the sum, and where the log is", () => {
    expect(summary(talk(["Ada", "Bob"]))).toEqual([
      "Ended: everybody was waiting and had nothing to add.",
      "",
      "                messages  refused  calls  tokens in  cached  out  cost",
      "Ada (demo/Ada)  1         1        1      1,200      0       34   $0.0123",
      "Bob (demo/Bob)  1         1        1      1,200      0       34   $0.0123",
      "total           2         2        2      2,400      0       68   $0.0246",
      "",
      "Log: /tmp/logs/talk.jsonl",
      "",
    ]);
  });

  it("has a column for tokens thrown away where there are any", () => {
    const cut = (items: Items) => {
      const spoken = talk(["Ada"])(items);
      const metadata = { kept: "segment", tokens: 61 };
      const error = { format: "v3", type: "error", kind: "interrupted", user: "Ada", content: "", metadata } as const;
      return [...spoken, { ...error, timestamp: spoken[0]?.timestamp ?? "" }];
    };
    expect(summary(cut)[2]).toBe("                messages  refused  calls  tokens in  cached  out  cut off  cost");
    expect(summary(cut)[3]).toBe("Ada (demo/Ada)  1         1        1      1,200      0       34   61       $0.0123");
  });

  it("has no sum for one agent, and a line for people who spoke", () => {
    expect(summary(talk(["Ada"])).join("\n")).not.toContain("total");
    const lines = summary((items) => [
      ...talk(["Ada"])(items).slice(0, -1),
      items.says("Guest", "Hi."),
      items.ended("quit"),
    ]);
    expect(lines).toContain("people          1");
    expect(lines.find((line) => line.startsWith("total"))).toMatch(/^total +2 /);
  });

  it.each([200, 73, 72, 60, 50, 42])("leaves out what matters least where the terminal is %i wide", (width) => {
    const lines = summary(talk(["Ada", "Bob"]), width);
    const rows = lines.filter((line) => /^(total|Ada|Bob|  )/.test(line));
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatch(/messages.* cost$/);
    expect(rows[0]?.includes("cached")).toBe(width >= 73);
    for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(width);
  });

  it("keeps its columns straight under wide characters, and lets no text steer the terminal", () => {
    const lines = summary(talk(["明日香", "A\x1b[2J\nB", "Bob"]));
    const rows = lines.slice(3, 6);
    const column = stringWidth(lines[2]?.split("messages")[0] ?? "");
    expect(rows.map((row) => stringWidth(row.split(/(?<=\)) +/)[0] ?? "") <= column)).toEqual([true, true, true]);
    expect(new Set(rows.map((row) => stringWidth(row))).size).toBe(1);
    expect(lines.join("")).toMatch(/^\P{Cc}+$/u);
  });

  it("says what is unknown of the costs: all, or a part", () => {
    const cost = (...costs: (number | null)[]) =>
      summary((items) => [items.session("T", ["Ada"]), ...costs.map((each) => items.used("Ada", 1, 1, each))])
        .find((line) => line.startsWith("Ada"))
        ?.match(/\S+(?: \$\S+)?$/)?.[0];
    expect(cost(null)).toBe("unknown");
    expect(cost(null, 0.5)).toBe("≥ $0.50");
    expect(cost(0)).toBe("$0");
  });

  it("names the agents that failed, with the reason", () => {
    const lines = summary((items) => [
      items.session("T", ["Ada"]),
      items.error("Ada", "the key\x07 was refused", "failed"),
    ]);
    expect(lines).toContain("Ended: it was cut off.");
    expect(lines).toContain("Ada stopped: the key was refused");
  });

  it("knows every reason", () => {
    const reasons = ["all_waiting", "quit", "agents_failed", "loop", "interrupted", "terminated"] as const;
    const limits = ["max_messages", "max_turns", "max_minutes", "max_tokens", "max_cost"] as const;
    const words = [...reasons, ...limits].map((reason) => summary((items) => [items.ended(reason)])[0]);
    expect(new Set(words).size).toBe(reasons.length + limits.length);
    expect(words).not.toContain("Ended: it was cut off.");
    for (const [index, limit] of limits.entries()) {
      expect(words[reasons.length + index]).toContain(`(--${limit.replace("_", "-")})`);
      expect(exitCodeOf(limit)).toBe(10 + index);
    }
    expect(EXIT_CODES.map(([codes]) => codes)).toEqual(["0", "1", "2", "3", "10 to 14", "15", "130, 143"]);
  });
});
