/**
 * [VERIFY-8] Who says something is who it says: in the room, under its own id; and the log's records of agents are those
 * of its agents.
 */
import { type NoticeBody, SERVER_NAME } from "../../chatroom/protocol.ts";
import type { LogRecord, RecordOf } from "../record.ts";
import { BoundedMap } from "./bounded-map.ts";
import { keysOf } from "./keys-of.ts";
import { isProgram } from "./log-facts.ts";
import type { MakeRule, RuleContext } from "./rule.ts";

export const senderRule: MakeRule = ({ facts, violation }) => {
  /** Who is in the room, with its id; null where the log begins too late to tell. */
  const present = new BoundedMap<string, string | null>();
  const byId = new BoundedMap<string, string>();
  const gone = new BoundedMap<string, true>();
  /** Name key → the id it had. */
  const ids = new BoundedMap<string, string>();

  const enter = (name: string, id: string | null) => {
    present.set(name, id);
    gone.delete(name);
    if (id === null) return;
    byId.set(id, name);
    for (const key of keysOf(name)) ids.set(key, id);
  };

  /** Whether `name` is in the room; where the log begins in the middle of it, who was not seen leaving is. */
  const isPresent = (name: string) => {
    if (present.has(name)) return true;
    if (facts.whole || gone.has(name)) return false;
    enter(name, null);
    return true;
  };

  const readJoined = (line: number, seq: number, { participant, participant_id: id }: NoticeOf<"joined">) => {
    const known = keysOf(participant).flatMap((key) => ids.get(key) ?? []);
    const expected = known.find((each) => !byId.has(each)) ?? (facts.whole ? `user-${seq}` : id);
    const holder = byId.get(id);
    if (present.has(participant)) violation(line, `${participant} comes in, and is in the room already`);
    else if (holder !== undefined) violation(line, `${participant} comes in with the id of ${holder}, ${id}`);
    else if (id !== expected) violation(line, `${participant} comes in with the id ${id}, and not with ${expected}`);
    enter(participant, id);
  };

  const readLeft = (line: number, name: string) => {
    if (!isPresent(name)) violation(line, `${name} leaves, and is not in the room`);
    const id = present.get(name);
    if (typeof id === "string") byId.delete(id);
    present.delete(name);
    gone.set(name, true);
  };

  const readMessage = (line: number, { user, sender_id: id }: RecordOf<"chat">) => {
    if (!isPresent(user)) {
      violation(line, `${user} speaks, and ${gone.has(user) ? "has left the room" : "has not come in"}`);
      // Told once for each stay.
      enter(user, id);
      return;
    }
    const own = present.get(user);
    const holder = byId.get(id);
    if (holder !== undefined && holder !== user) violation(line, `${user} speaks with the id of ${holder}, ${id}`);
    else if (typeof own === "string" && own !== id)
      violation(line, `${user} speaks with the id ${id}, its own is ${own}`);
    if (own === null) enter(user, id);
  };

  const readNotice = (line: number, seq: number, notice: NoticeBody) => {
    switch (notice.type) {
      case "joined":
        return readJoined(line, seq, notice);
      case "left":
        return readLeft(line, notice.participant);
      case "stick":
      case "waiting":
      case "nudge":
        if (isPresent(notice.participant)) return;
        return violation(line, `a ${notice.type} notice about ${notice.participant}, who is not in the room`);
      case "announcement":
        return;
    }
  };

  return {
    read({ line, record, notice }) {
      if (record.type === "chat") readMessage(line, record);
      else if (notice) readNotice(line, "seq" in record ? (record.seq ?? 0) : 0, notice);
      const problem = speakerProblem(record, facts);
      if (problem !== null) violation(line, problem);
    },
  };
};

type NoticeOf<T extends NoticeBody["type"]> = Extract<NoticeBody, { type: T }>;

/** What is wrong with the `user` of a record that is no message; null: nothing. */
function speakerProblem(record: LogRecord, facts: RuleContext["facts"]): string | null {
  const { type, user } = record;
  switch (type) {
    case "chat":
      return null;
    case "session_start":
    case "session_end":
      return isProgram(user) ? null : `a ${type} of ${user}`;
    case "system": {
      const { event, to } = record;
      if (to !== undefined && facts.knowsAgents && !facts.isAgent(to)) {
        return `an instruction to ${to}, who is no agent of this session`;
      }
      const isRight = event === undefined ? isProgram(user) : user === SERVER_NAME;
      return isRight ? null : `a ${event === undefined ? "word of the program" : "notice"} in the name of ${user}`;
    }
    case "thinking":
    case "text":
    case "tool_call":
    case "tool_response":
    case "usage":
    case "error":
      if (!facts.knowsAgents || facts.isAgent(user)) return null;
      return `a ${type} of ${user}, who is no agent of this session`;
  }
}
