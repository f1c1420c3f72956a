/** Faults in who spoke: each kind makes a good log bad in one place, and says which rule must name which line. */
import type { RecordOf } from "../../src/logging/record.ts";
import { anyOf } from "./mutable-log.ts";
import {
  at,
  chats,
  agentChats,
  chatAt,
  notices,
  sticks,
  isStick,
  agentsOf,
  next,
  isEvent,
  type Mutation,
} from "./places.ts";

export const SENDER_FAULTS: readonly Mutation[] = [
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
];
