/**
 * [VERIFY-7] The stick has one holder at a time, who alone speaks in a `stick` room; grants are numbered and go by turn,
 * and who has spoken gives it back in the same step.
 */
import type { StickBody } from "../../chatroom/protocol.ts";
import { isEventRecord } from "./event-record.ts";
import type { MakeRule } from "./rule.ts";

/** So that a hostile log cannot fill the memory. */
const LONGEST_QUEUE = 10_000;

export const stickRule: MakeRule = ({ facts, proof, violation }) => {
  /** undefined: not known yet, where the log begins in the middle of a room. */
  let holder: string | null | undefined;
  let epoch: number | null = null;
  /** In the order they came. */
  const queue = new Set<string>();
  /** What the very next event must be, because it is one step with the last. */
  let due: { readonly action: "released" | "granted"; readonly participant: string } | null = null;

  const readStick = (line: number, { action, participant: who, epoch: number }: StickBody) => {
    const current = epoch ?? (facts.whole ? 0 : null);
    switch (action) {
      case "claimed":
        if (holder === who) violation(line, `${who} claims the stick, and holds it`);
        else if (queue.has(who)) violation(line, `${who} claims the stick, and waits for it already`);
        else if (holder === null && facts.whole) violation(line, `${who} waits for the stick, and it is free`);
        if (current !== null && number !== current) violation(line, `the claim has epoch ${number}, not ${current}`);
        if (queue.size < LONGEST_QUEUE) queue.add(who);
        return;
      case "granted": {
        proof.grants++;
        const [first] = queue;
        if (typeof holder === "string") {
          violation(line, `${who} is granted the stick, and ${holder} holds it`);
        } else if (current !== null && number !== current + 1) {
          violation(line, `the stick is granted for epoch ${number}, and the one before was ${current}`);
        } else if (first !== undefined && first !== who && (facts.whole || queue.has(who))) {
          violation(line, `${who} is granted the stick, and it is the turn of ${first}`);
        }
        queue.delete(who);
        holder = who;
        epoch = number;
        return;
      }
      case "released":
      case "expired": {
        const word = action === "released" ? "gives the stick back" : "loses the stick";
        if (holder === undefined && !facts.whole) epoch ??= number;
        else if (holder !== who) violation(line, `${who} ${word}, and ${holder ?? "nobody"} holds it`);
        else if (epoch !== null && number !== epoch) violation(line, `${who} ${word} of epoch ${number}, not ${epoch}`);
        holder = null;
        const [next] = queue;
        if (next !== undefined) due = { action: "granted", participant: next };
        return;
      }
    }
  };

  return {
    read({ line, record, notice }) {
      if (!isEventRecord(record)) return;
      if (facts.floor === "open") {
        if (notice?.type === "stick" && notice.action !== "claimed") {
          violation(line, `the stick is ${notice.action} in an open room, where nobody holds it`);
        }
        return;
      }
      holder ??= facts.whole ? null : undefined;
      const owed = due;
      due = null;
      const isDue =
        notice?.type === "stick" && notice.action === owed?.action && notice.participant === owed.participant;
      if (owed && !isDue && notice?.type !== "stick") {
        const what =
          owed.action === "released" ? "has spoken and keeps the stick" : "is next and is not granted the stick";
        violation(line, `${owed.participant} ${what}`);
      }
      if (record.type === "chat") {
        if (holder === undefined) holder = record.user;
        if (holder !== record.user) violation(line, `${record.user} speaks, and ${holder ?? "nobody"} holds the stick`);
        else due = { action: "released", participant: record.user };
      } else if (notice?.type === "stick") {
        readStick(line, notice);
      } else if (notice?.type === "left") {
        if (holder === notice.participant) violation(line, `${notice.participant} leaves with the stick`);
        if (holder === notice.participant) holder = null;
        queue.delete(notice.participant);
      }
    },
  };
};
