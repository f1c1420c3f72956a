/**
 * What can be said of the calls of a v1 or v2 log: how many were answered. All of a turn may come before their answers, and
 * the ids of v1 answers are inferred, so that nothing amiss here proves a fault.
 */
import { BoundedMap } from "./bounded-map.ts";
import type { MakeRule } from "./rule.ts";

/** Of one participant. */
const MOST_OPEN = 100;

export const legacyCallRule: MakeRule = ({ proof, note }) => {
  const open = new BoundedMap<string, Set<string>>();
  let strays = 0;
  return {
    read({ record }) {
      if (record.type !== "tool_call" && record.type !== "tool_response") return;
      const calls = open.ensure(record.user, () => new Set());
      if (record.type === "tool_call") {
        proof.calls++;
        if (calls.size < MOST_OPEN) calls.add(record.call_id);
      } else if (calls.delete(record.call_id)) {
        proof.answered++;
      } else {
        strays++;
      }
    },
    end() {
      if (proof.answered < proof.calls) note(`Calls without an answer: ${proof.calls - proof.answered}.`);
      if (strays > 0) note(`Answers without a call: ${strays}.`);
    },
  };
};
