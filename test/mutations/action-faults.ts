/** Faults in what an agent did: calls, turns, drafts, pushes: each kind makes a good log bad in one place, and says which rule must name which line. */
import { countCharacters } from "../../src/chatroom/core/characters.ts";
import type { LogRecord, RecordOf } from "../../src/logging/record.ts";
import { anyOf } from "./mutable-log.ts";
import { at, agentChats, responses, next, refusal, isAsked, type Mutation } from "./places.ts";

export const ACTION_FAULTS: readonly Mutation[] = [
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
];
