/** Faults in the session as a whole: each kind makes a good log bad in one place, and says which rule must name which line. */
import type { RecordOf } from "../../src/logging/record.ts";
import { anyOf } from "./mutable-log.ts";
import { at, chats, agentChats, notices, countWrong, type Mutation } from "./places.ts";

export const SESSION_FAULTS: readonly Mutation[] = [
  {
    name: "a message above the limit",
    rule: "limit",
    apply(log) {
      const last = agentChats(log).at(-1);
      if (last === undefined) return null;
      const messages = chats(log).filter((line) => line < last).length;
      const { metadata } = log.at(1) as RecordOf<"session_start">;
      log.changeSession({ limits: { ...(metadata["limits"] as object), messages } });
      return last;
    },
  },
  {
    name: "a model call above the limit",
    rule: "limit",
    apply(log) {
      const calls = log.find("usage");
      log.changeSession({ limits: { turns: calls.length - 1 } });
      return calls.at(-1) ?? null;
    },
  },
  {
    name: "calls after the tokens were used up",
    rule: "limit",
    apply(log) {
      const seen = new Set<string>();
      const again = log.find("usage", ({ user }) => seen.has(user) || !seen.add(user));
      log.changeSession({ limits: { tokens: 1 } });
      return again[0] ?? null;
    },
  },
  {
    name: "a call past the cost limit",
    rule: "limit",
    apply: at(
      (log) => log.find("usage"),
      (log, line) => {
        const { usage } = log.at(line) as RecordOf<"usage">;
        log.change(line, { usage: { ...usage, cost_usd: 7 } });
        log.changeSession({ limits: { costUsd: 6.99 } });
        return line;
      },
    ),
  },
  {
    name: "a conversation longer than its time",
    rule: "limit",
    apply(log) {
      const { metadata } = log.at(log.length) as RecordOf<"session_end">;
      log.changeSession({ limits: { minutes: (Number(metadata["duration_ms"]) - 11_000) / 60_000 } });
      return log.length;
    },
  },
  {
    name: "a nudge above the limit",
    rule: "limit",
    apply(log) {
      const [first] = log.notices({ type: "nudge" });
      log.changeSession({ limits: { nudges: 0 } });
      return first ?? null;
    },
  },
  {
    name: "a record after the end",
    rule: "session",
    apply(log, random) {
      const again = anyOf(log.find("chat"), random);
      if (again === null) return null;
      log.insert(log.length + 1, log.at(again));
      return log.length;
    },
  },
  {
    name: "a second beginning",
    rule: "session",
    apply(log, random) {
      const line = 2 + random.below(log.length - 2);
      log.insert(line, log.at(1));
      return line;
    },
  },
  {
    name: "no beginning",
    rule: "session",
    apply(log) {
      log.drop(1);
      return 1;
    },
  },
  ...(["messages", "turns", "tokens"] as const).flatMap((what): Mutation[] => [
    { name: `too few ${what} counted at the end`, rule: "count", apply: (log) => countWrong(log, what, -1) },
  ]),
  { name: "too many messages counted at the end", rule: "count", apply: (log) => countWrong(log, "messages", 1) },
  { name: "too many model calls counted at the end", rule: "count", apply: (log) => countWrong(log, "turns", 50) },
  {
    name: "an end for another reason",
    rule: "count",
    apply(log) {
      log.change(log.length, { content: "victory" });
      return log.length;
    },
  },
  {
    name: "a malformed line",
    rule: "format",
    apply: at(
      (log) => log.find("tool_response"),
      (log, line, random) => {
        log.setRaw(line, random.pick(["{", "null", "[]", "{}", '"text"', '{"format":"v3","type":"chat"}', "what?"]));
        return line;
      },
    ),
  },
  {
    name: "a line that is cut",
    rule: "format",
    apply(log, random) {
      const line = 1 + random.below(log.length - 1);
      const text = log.raw(line);
      log.setRaw(line, text.slice(0, 1 + random.below(text.length - 2)));
      return line;
    },
  },
  {
    name: "a timestamp that is none",
    rule: "format",
    apply(log, random) {
      const line = 1 + random.below(log.length);
      log.change(line, {
        timestamp: random.pick([
          "",
          "yesterday",
          "2026-01-15 10:30:45",
          "1705312245",
          "2026-99-99T99:99:99.999Z",
          "2026-02-30T10:30:45.000Z",
        ]),
      });
      return line;
    },
  },
  {
    name: "an event that no room has",
    rule: "format",
    apply: at(notices, (log, line) => {
      log.change(line, { event: { type: "coup", participant: "Ada" } });
      return line;
    }),
  },
  {
    name: "a notice with other words than its event",
    rule: "format",
    apply: at(notices, (log, line) => {
      log.change(line, { content: "Mallory has joined the room." });
      return line;
    }),
  },
  {
    name: "a model call that gives tokens back",
    rule: "format",
    apply: at(
      (log) => log.find("usage"),
      (log, line) => {
        const { usage } = log.at(line) as RecordOf<"usage">;
        log.change(line, { usage: { ...usage, output: -usage.output - 1 } });
        return line;
      },
    ),
  },
  {
    name: "a line of an older format",
    rule: "format",
    apply(log, random) {
      const line = 2 + random.below(log.length - 1);
      log.insert(line, { timestamp: "2025-06-18T14:03:00.700000", user: "Ada", content: "Ada | I was here" });
      return line;
    },
  },
];
