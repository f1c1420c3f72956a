/** What can be wrong with a log: each kind makes a good one bad in one place, and says which rule must name which line. */
import { countCharacters } from "../../src/chatroom/core/characters.ts";
import type { LogRecord, RecordOf } from "../../src/logging/record.ts";
import type { RuleName } from "../../src/logging/verify/index.ts";
import type { Random } from "../interleavings/random.ts";
import { anyOf, type MutableLog } from "./mutable-log.ts";

export interface Mutation {
  readonly name: string;
  readonly rule: RuleName;
  /** Changes the log at a random place; returns the line to be named, or null where this log has no such place. */
  readonly apply: (log: MutableLog, random: Random) => number | null;
}

/** The same at one random line of those that fit. */
function at(
  lines: (log: MutableLog) => number[],
  change: (log: MutableLog, line: number, random: Random) => number | null,
) {
  return (log: MutableLog, random: Random) => {
    const line = anyOf(lines(log), random);
    return line === null ? null : change(log, line, random);
  };
}

const chats = (log: MutableLog) => log.find("chat");
const agentChats = (log: MutableLog) => log.find("chat", ({ expected_seq }) => expected_seq !== null);
const chatAt = (log: MutableLog, line: number) => log.at(line) as RecordOf<"chat">;
const notices = (log: MutableLog) => log.find("system", ({ event }) => event !== undefined);
const sticks = (action: string) => (log: MutableLog) => (isStick(log) ? log.notices({ type: "stick", action }) : []);
const responses = (action: string, status: number) => (log: MutableLog) =>
  log.find("tool_response", (record) => record.function === action && record.status === status);
const isStick = (log: MutableLog) => (log.at(1) as RecordOf<"session_start">).metadata["floor"] === "stick";
const agentsOf = (log: MutableLog) =>
  ((log.at(1) as RecordOf<"session_start">).metadata["agents"] as { name: string }[]).map(({ name }) => name);

/** The first line after `line` (before it where `back`) that fits; null where there is none. */
function next(log: MutableLog, line: number, wanted: (record: LogRecord) => boolean, back = false): number | null {
  for (let each = line + (back ? -1 : 1); each >= 1 && each <= log.length; each += back ? -1 : 1) {
    if (wanted(log.at(each))) return each;
  }
  return null;
}

const isEvent = (record: LogRecord) => "seq" in record && record.seq !== undefined;
const turnBefore = (log: MutableLog, line: number, user: string) =>
  next(log, line, (record) => record.type === "usage" && record.user === user, true);
/** The seq of the last message before `line` by somebody else. */
const lastOfOthers = (log: MutableLog, line: number) => {
  const { user } = chatAt(log, line);
  const before = next(log, line, (record) => record.type === "chat" && record.user !== user, true);
  return before === null ? 0 : log.seqAt(before);
};
const refusal = (log: MutableLog, user: string, id: string, timestamp: string): object[] => {
  const call = { format: "v3", timestamp, user, content: "", call_id: id, function: "push" };
  return [
    { ...call, type: "tool_call", arguments: {} },
    { ...call, type: "tool_response", content: "[system] Not sent", status: 0, reason: "unseen_messages" },
  ];
};

export const MUTATIONS: readonly Mutation[] = [
  {
    name: "two messages swapped",
    rule: "sequence",
    apply(log, random) {
      const lines = chats(log);
      const first = random.below(lines.length - 1);
      const [one, other] = [lines[first], lines[first + 1 + random.below(lines.length - first - 1)]];
      if (one === undefined || other === undefined) return null;
      log.swap(one, other);
      return one;
    },
  },
  {
    name: "a message dropped",
    rule: "sequence",
    apply: at(chats, (log, line) => {
      log.drop(line);
      return next(log, line - 1, isEvent);
    }),
  },
  {
    name: "a notice dropped",
    rule: "sequence",
    apply: at(
      (log) => notices(log).slice(0, -1),
      (log, line) => {
        log.drop(line);
        return next(log, line - 1, isEvent);
      },
    ),
  },
  {
    name: "a message twice",
    rule: "sequence",
    apply: at(chats, (log, line) => {
      log.insert(line + 1, log.at(line));
      return line + 1;
    }),
  },
  {
    name: "a message twice, under a seq of its own",
    rule: "duplicate",
    apply: at(chats, (log, line) => {
      log.insert(line + 1, log.at(line));
      log.shiftSeqs(line + 1, 1);
      return line + 1;
    }),
  },
  {
    name: "a notice twice",
    rule: "sequence",
    apply: at(notices, (log, line) => {
      log.insert(line + 1, log.at(line));
      return line + 1;
    }),
  },
  {
    name: "a late push: expected_seq lowered past a message",
    rule: "causality",
    apply: at(
      (log) => agentChats(log).filter((line) => lastOfOthers(log, line) > 0),
      (log, line, random) => {
        log.change(line, { expected_seq: random.below(lastOfOthers(log, line)) });
        return line;
      },
    ),
  },
  {
    name: "expected_seq raised to what had not happened when the model was asked",
    rule: "causality",
    apply: at(
      (log) =>
        agentChats(log).filter((line) => {
          const { user } = log.at(line);
          const turn = turnBefore(log, line, user) ?? line;
          const isAnswer = (record: LogRecord) => record.type === "tool_response" && record.user === user;
          const answer = next(log, turn, isAnswer, true);
          return answer !== null && (next(log, answer, isEvent) ?? line) < line;
        }),
      (log, line) => {
        log.change(line, { expected_seq: log.seqAt(line) - 1 });
        return line;
      },
    ),
  },
  {
    name: "expected_seq raised past the message itself",
    rule: "causality",
    apply: at(agentChats, (log, line, random) => {
      log.change(line, { expected_seq: log.seqAt(line) + random.below(9) });
      return line;
    }),
  },
  {
    name: "an agent's message that claims nothing",
    rule: "causality",
    apply: at(agentChats, (log, line) => {
      log.change(line, { expected_seq: null });
      return line;
    }),
  },
  {
    name: "a message pushed, and its sender's answers had not shown the one before",
    rule: "causality",
    apply: at(
      (log) =>
        agentChats(log).filter((line) => {
          const { user } = log.at(line);
          const [joined = 0] = log.notices({ type: "joined", participant: user });
          return (
            lastOfOthers(log, line) > log.seqAt(joined) &&
            log.find("system", ({ to }) => to === user).every((told) => told < (log.find("chat")[0] ?? 0))
          );
        }),
      (log, line) => {
        const { user } = log.at(line);
        const least = lastOfOthers(log, line);
        const shown = log.find(
          "tool_response",
          (record, each) => record.user === user && each < line && (record.seen ?? 0) >= least,
        );
        for (const each of shown) log.change(each, { seen: undefined });
        return line;
      },
    ),
  },
  {
    name: "an answer that shows what had not happened",
    rule: "causality",
    apply: at(
      (log) => log.find("tool_response", ({ seen }) => seen !== undefined),
      (log, line, random) => {
        const before = next(log, line, isEvent, true);
        log.change(line, { seen: (before === null ? 0 : log.seqAt(before)) + 1 + random.below(20) });
        return line;
      },
    ),
  },
  {
    name: "a message in another's name",
    rule: "sender",
    apply: at(agentChats, (log, line, random) => {
      const { user } = log.at(line);
      log.change(line, {
        user: anyOf(
          agentsOf(log).filter((name) => name !== user),
          random,
        ),
      });
      return line;
    }),
  },
  {
    name: "a message in the name of nobody there",
    rule: "sender",
    apply: at(chats, (log, line) => {
      log.change(line, { user: "Mallory" });
      return line;
    }),
  },
  {
    name: "a message with an id of its own",
    rule: "sender",
    apply: at(chats, (log, line) => {
      log.change(line, { sender_id: "user-999" });
      return line;
    }),
  },
  {
    name: "a message with the id of another",
    rule: "sender",
    apply: at(chats, (log, line, random) => {
      const { sender_id: own } = chatAt(log, line);
      const ids = log.find("chat").map((each) => chatAt(log, each).sender_id);
      const other = anyOf(
        ids.filter((id) => id !== own),
        random,
      );
      if (other === null) return null;
      log.change(line, { sender_id: other });
      return line;
    }),
  },
  {
    name: "a message of one who has left",
    rule: "sender",
    apply: at(
      (log) =>
        log
          .notices({ type: "left" })
          .filter((line) =>
            agentsOf(log).includes(String((log.at(line) as RecordOf<"system">).event?.["participant"])),
          ),
      (log, line) => {
        const name = (log.at(line) as RecordOf<"system">).event?.["participant"];
        const spoken = log.find("chat", ({ user }) => user === name).at(-1);
        if (spoken === undefined) return null;
        log.insert(line + 1, { ...log.at(spoken), push_id: "push-late" });
        log.shiftSeqs(line + 1, 1);
        const seq = log.seqAt(line) + 1;
        log.change(line + 1, { seq, message_id: `msg-${seq}` });
        return line + 1;
      },
    ),
  },
  {
    name: "somebody who has not come in",
    rule: "sender",
    apply: at(
      (log) => log.notices({ type: "joined" }),
      (log, line) => {
        const name = (log.at(line) as RecordOf<"system">).event?.["participant"];
        log.change(line, { event: { type: "announcement", content: "hello" } });
        return next(log, line, (record) =>
          record.type === "chat"
            ? record.user === name
            : record.type === "system" && record.event?.["participant"] === name,
        );
      },
    ),
  },
  {
    name: "a call of one who is no agent",
    rule: "sender",
    apply: at(
      (log) => log.find("tool_call"),
      (log, line) => {
        log.change(line, { user: "Mallory" });
        return line;
      },
    ),
  },
  {
    name: "a notice in a participant's name",
    rule: "sender",
    apply: at(notices, (log, line, random) => {
      log.change(line, { user: anyOf(agentsOf(log), random) });
      return line;
    }),
  },
  {
    name: "a name that nobody may have",
    rule: "name",
    apply: at(
      (log) => log.notices({ type: "joined" }),
      (log, line, random) => {
        const { event } = log.at(line) as RecordOf<"system">;
        const participant = random.pick(["Server", "Assistant", "a|b", "", "x\u202ey", " Ada", "[Ada]"]);
        log.change(line, { event: { ...event, participant } });
        return line;
      },
    ),
  },
  {
    name: "a name that looks like another's",
    rule: "name",
    apply: at(
      (log) => log.notices({ type: "joined" }).slice(1),
      (log, line) => {
        const { event } = log.at(line) as RecordOf<"system">;
        // The first a is a Cyrillic one.
        log.change(line, { event: { ...event, participant: "\u0410da" } });
        return line;
      },
    ),
  },
  {
    name: "two holders of the stick",
    rule: "stick",
    apply: at(
      (log) => sticks("claimed")(log),
      (log, line) => {
        const { event } = log.at(line) as RecordOf<"system">;
        log.change(line, { event: { ...event, action: "granted", epoch: Number(event?.["epoch"]) + 1 } });
        return line;
      },
    ),
  },
  {
    name: "a push without the stick",
    rule: "stick",
    apply: at(
      (log) => (isStick(log) ? agentChats(log) : []),
      (log, line, random) => {
        const { user } = log.at(line);
        const other = anyOf(
          chats(log).filter((each) => log.at(each).user !== user),
          random,
        );
        if (other === null) return null;
        const { user: name, sender_id } = chatAt(log, other);
        log.change(line, { user: name, sender_id });
        return line;
      },
    ),
  },
  {
    name: "a push under a lease that has run out",
    rule: "stick",
    apply: at(
      (log) => (isStick(log) ? chats(log) : []),
      (log, line) => {
        const given = next(log, line, isEvent);
        if (given === null) return null;
        const [seq, { event }] = [log.seqAt(line), log.at(given) as RecordOf<"system">];
        log.change(given, { seq, event: { ...event, action: "expired" } });
        log.change(line, { seq: seq + 1, message_id: `msg-${seq + 1}` });
        log.swap(line, given);
        return given;
      },
    ),
  },
  {
    name: "an epoch that does not rise",
    rule: "stick",
    apply: at(sticks("granted"), (log, line) => {
      const { event } = log.at(line) as RecordOf<"system">;
      log.change(line, { event: { ...event, epoch: Number(event?.["epoch"]) - 1 } });
      return line;
    }),
  },
  {
    name: "a stick given back by another",
    rule: "stick",
    apply: at(sticks("released"), (log, line, random) => {
      const { event } = log.at(line) as RecordOf<"system">;
      const participant = anyOf(
        agentsOf(log).filter((name) => name !== event?.["participant"]),
        random,
      );
      log.change(line, { event: { ...event, participant } });
      return line;
    }),
  },
  {
    name: "a stick kept after a message",
    rule: "stick",
    apply: at(
      (log) => sticks("released")(log).filter((line) => log.at(next(log, line, isEvent, true) ?? line).type === "chat"),
      (log, line) => {
        const { event } = log.at(line) as RecordOf<"system">;
        log.change(line, { event: { type: "waiting", participant: event?.["participant"], seconds: 2 } });
        return line;
      },
    ),
  },
  {
    name: "a stick granted in an open room",
    rule: "stick",
    apply: at(
      (log) => (isStick(log) ? [] : log.notices({ type: "waiting" })),
      (log, line) => {
        const { event } = log.at(line) as RecordOf<"system">;
        log.change(line, {
          event: { type: "stick", action: "granted", participant: event?.["participant"], epoch: 1 },
        });
        return line;
      },
    ),
  },
  {
    name: "an answer dropped",
    rule: "call",
    apply: at(
      (log) => log.find("tool_response"),
      (log, line) => {
        const { call_id, user } = log.at(line) as RecordOf<"tool_response">;
        log.drop(line);
        return next(
          log,
          line,
          (record) => record.type === "tool_call" && record.user === user && record.call_id === call_id,
          true,
        );
      },
    ),
  },
  {
    name: "an answer twice",
    rule: "call",
    apply: at(
      (log) => log.find("tool_response"),
      (log, line) => {
        log.insert(line + 1, log.at(line));
        return line + 1;
      },
    ),
  },
  {
    name: "an answer before its call",
    rule: "call",
    apply: at(
      (log) => log.find("tool_call"),
      (log, line) => {
        const { call_id, user } = log.at(line) as RecordOf<"tool_call">;
        const answer = next(
          log,
          line,
          (record) => record.type === "tool_response" && record.user === user && record.call_id === call_id,
        );
        if (answer === null) return null;
        log.swap(line, answer);
        return line;
      },
    ),
  },
  {
    name: "an answer to another call",
    rule: "call",
    apply: at(
      (log) => log.find("tool_response"),
      (log, line) => {
        log.change(line, { call_id: "call-of-nobody" });
        return line;
      },
    ),
  },
  {
    name: "a call dropped",
    rule: "call",
    apply: at(
      (log) => log.find("tool_call"),
      (log, line) => {
        const { call_id, user } = log.at(line) as RecordOf<"tool_call">;
        log.drop(line);
        return next(
          log,
          line - 1,
          (record) => record.type === "tool_response" && record.user === user && record.call_id === call_id,
        );
      },
    ),
  },
  {
    name: "a call of another action than was asked for",
    rule: "turn",
    apply: at(
      (log) => log.find("tool_call", ({ call_id }) => !call_id.startsWith("own_")).filter((line) => isAsked(log, line)),
      (log, line) => {
        log.change(line, { function: "whisper" });
        return line;
      },
    ),
  },
  {
    name: "a call that nobody asked for",
    rule: "turn",
    apply: at(
      (log) => log.find("usage", ({ finish, message }) => finish !== "interrupted" && message !== undefined),
      (log, line) => {
        const { user, timestamp } = log.at(line);
        const call = { format: "v3", timestamp, user, content: "", call_id: "extra", function: "preview" };
        log.insert(
          line + 1,
          { ...call, type: "tool_call", arguments: {} },
          { ...call, type: "tool_response", status: 1 },
        );
        return line + 1;
      },
    ),
  },
  {
    name: "a turn twice",
    rule: "turn",
    apply: at(
      (log) =>
        log.find("usage", ({ message, finish }) => finish === "tool_use" && Array.isArray(message?.["tool_calls"])),
      (log, line) => {
        log.insert(line + 1, log.at(line));
        return line;
      },
    ),
  },
  {
    name: "a message that is told not to be sent",
    rule: "push",
    apply: at(responses("push", 1), (log, line) => {
      log.change(line, { status: 0, reason: "unseen_messages" });
      return line;
    }),
  },
  {
    name: "a refused push that is told to be sent",
    rule: "push",
    apply: at(responses("push", 0), (log, line) => {
      log.change(line, { status: 1, reason: undefined });
      return line;
    }),
  },
  {
    name: "a message without a push",
    rule: "push",
    apply: at(
      (log) =>
        agentChats(log).filter(
          (line) =>
            next(
              log,
              line,
              (record) =>
                record.type === "tool_call" && record.function === "push" && record.user === log.at(line).user,
              true,
            ) !== null,
        ),
      (log, line) => {
        const { user } = log.at(line);
        const isPush = (record: LogRecord) =>
          "function" in record && record.function === "push" && record.user === user;
        const [call, answer] = [next(log, line, isPush, true), next(log, line, isPush)];
        if (call === null || answer === null) return null;
        log.drop(answer);
        log.drop(call);
        return line - 1;
      },
    ),
  },
  {
    name: "a message with another content",
    rule: "draft",
    apply: at(agentChats, (log, line, random) => {
      const { content } = log.at(line);
      const place = random.below(content.length);
      log.change(line, { content: `${content.slice(0, place)}#${content.slice(place + 1)}` });
      return line;
    }),
  },
  {
    name: "the contents of two messages exchanged",
    rule: "draft",
    apply(log, random) {
      const lines = agentChats(log);
      const one = anyOf(lines, random);
      const other = anyOf(
        lines.filter((line) => one !== null && log.at(line).content !== log.at(one).content),
        random,
      );
      if (one === null || other === null) return null;
      const [first, second] = [log.at(one).content, log.at(other).content];
      log.change(one, { content: second });
      log.change(other, { content: first });
      return Math.min(one, other);
    },
  },
  {
    name: "a segment that was not asked for",
    rule: "append",
    apply: at(
      (log) => log.find("tool_response", ({ appended }) => appended !== undefined && appended !== ""),
      (log, line) => {
        const { appended } = log.at(line) as RecordOf<"tool_response">;
        log.change(line, { appended: `not ${appended}` });
        return line;
      },
    ),
  },
  {
    name: "a segment longer than one append takes",
    rule: "append",
    apply(log) {
      const length = (line: number) => countCharacters((log.at(line) as RecordOf<"tool_response">).appended ?? "");
      const lines = log.find("tool_response", ({ appended }) => appended !== undefined);
      const append_limit = Math.max(...lines.map(length)) - 1;
      log.changeSession({ append_limit });
      return lines.find((line) => length(line) > append_limit) ?? null;
    },
  },
  {
    name: "a push id that was another message's",
    rule: "duplicate",
    apply: at(
      (log) => chats(log).slice(1),
      (log, line, random) => {
        const other = anyOf(
          chats(log).filter((each) => each < line),
          random,
        );
        if (other === null) return null;
        log.change(line, { push_id: chatAt(log, other).push_id });
        return line;
      },
    ),
  },
  {
    name: "a message id that was another's",
    rule: "duplicate",
    apply: at(
      (log) => chats(log).slice(1),
      (log, line, random) => {
        const other = anyOf(
          chats(log).filter((each) => each < line),
          random,
        );
        if (other === null) return null;
        log.change(line, { message_id: chatAt(log, other).message_id });
        return line;
      },
    ),
  },
  {
    name: "a gap in the seqs",
    rule: "sequence",
    apply: at(
      (log) => log.events(),
      (log, line, random) => {
        log.shiftSeqs(line, 1 + random.below(3));
        return line;
      },
    ),
  },
  {
    name: "a seq repeated",
    rule: "sequence",
    apply: at(
      (log) => log.events().slice(1),
      (log, line) => {
        log.change(line, { seq: log.seqAt(line) - 1 });
        return line;
      },
    ),
  },
  {
    name: "a seq that goes backwards",
    rule: "sequence",
    apply: at(
      (log) => log.events().slice(4),
      (log, line, random) => {
        log.change(line, { seq: log.seqAt(line) - 2 - random.below(3) });
        return line;
      },
    ),
  },
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
    name: "four refusals in a row",
    rule: "refusal",
    apply: at(
      (log) => responses("push", 1)(log),
      (log, line) => {
        const { user, timestamp } = log.at(line);
        log.insert(line + 1, ...[1, 2, 3, 4].flatMap((n) => refusal(log, user, `own_9${n}`, timestamp)));
        return line + 8;
      },
    ),
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

function countWrong(log: MutableLog, what: string, by: number): number {
  const { metadata } = log.at(log.length) as RecordOf<"session_end">;
  log.change(log.length, {
    metadata: { ...metadata, [what]: Number(metadata[what]) + by * (what === "tokens" ? 10_000_000 : 1) },
  });
  return log.length;
}

/** The call is one of those that the turn before it names. */
function isAsked(log: MutableLog, line: number): boolean {
  const { user, call_id } = log.at(line) as RecordOf<"tool_call">;
  const turn = turnBefore(log, line, user);
  return turn !== null && log.raw(turn).includes(`"call_id":${JSON.stringify(call_id)}`);
}
