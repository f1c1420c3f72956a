/** Faults in order and identity of the room's events: each kind makes a good log bad in one place, and says which rule must name which line. */
import type { LogRecord } from "../../src/logging/record.ts";
import { anyOf } from "./mutable-log.ts";
import {
  at,
  chats,
  agentChats,
  chatAt,
  notices,
  next,
  isEvent,
  turnBefore,
  lastOfOthers,
  type Mutation,
} from "./places.ts";

export const SEQUENCE_FAULTS: readonly Mutation[] = [
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
];
