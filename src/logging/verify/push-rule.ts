/** [VERIFY-12] An agent's push is told to be sent if its message is in the room, and its messages all come of a push. */
import type { RecordOf } from "../record.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { MakeRule } from "./rule.ts";

interface Pusher {
  /** A push is under way; `line` is that of its message, once there is one. */
  pushing: { line: number | null } | null;
  /** Pushes of which it is known, or possible, that their message is still to come over the stream of a served room. */
  owed: number;
}

export const pushRule: MakeRule = ({ facts, violation }) => {
  const pushers = new BoundedMap<string, Pusher>();
  const pusherOf = (name: string) => pushers.ensure(name, () => ({ pushing: null, owed: 0 }));

  const readMessage = (line: number, name: string) => {
    const pusher = pusherOf(name);
    if (pusher.owed > 0) pusher.owed--;
    else if (pusher.pushing?.line === null) pusher.pushing.line = line;
    else if (pusher.pushing) violation(line, `a second message of ${name} for one push`);
    else violation(line, `${name} has not pushed this`);
  };

  const readAnswer = (line: number, { user, status }: RecordOf<"tool_response">) => {
    const pusher = pusherOf(user);
    const sent = pusher.pushing?.line ?? null;
    pusher.pushing = null;
    if (status === 1 && sent === null) {
      if (facts.whole) violation(line, `${user} was told that its message was sent, and there is none`);
      else pusher.owed++;
    } else if (status === 0 && sent !== null) {
      violation(line, `${user} was told that its message was not sent, and it is in line ${sent}`);
    } else if (status === undefined && sent === null && !facts.whole) {
      // Nobody knows what came of it.
      pusher.owed++;
    }
  };

  return {
    read({ line, record }) {
      switch (record.type) {
        case "tool_call":
          if (record.function === "push") pusherOf(record.user).pushing = { line: null };
          break;
        case "tool_response":
          if (record.function === "push") readAnswer(line, record);
          break;
        case "chat":
          if (facts.speaksHere(record.user)) readMessage(line, record.user);
          break;
        default:
          break;
      }
    },
  };
};
