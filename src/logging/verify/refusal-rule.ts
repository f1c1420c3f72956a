/** [VERIFY-15] Nobody is refused more than three times in a row: the third lends the floor. */
import { LIMITS } from "../../chatroom/protocol.ts";
import type { RecordOf } from "../record.ts";
import { isRefusedPush } from "../refusal.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { MakeRule } from "./rule.ts";

interface Row {
  count: number;
  /** Of the last refusal, epoch ms. */
  at: number;
}

export const refusalRule: MakeRule = ({ facts, proof, violation }) => {
  const rows = new BoundedMap<string, Row>();

  const readPush = (line: number, response: RecordOf<"tool_response">) => {
    const { user, status, reason, timestamp } = response;
    if (isRefusedPush(response)) proof.refused++;
    if (status === 1) rows.delete(user);
    // Only what the floor is lent for counts.
    if (status !== 0 || (reason !== "unseen_messages" && reason !== "floor_lent")) return;
    const at = Date.parse(timestamp);
    const row = rows.ensure(user, () => ({ count: 0, at }));
    // A lent floor ends with the silence of who has it, and so does the count. Who wrote meanwhile was not silent, but
    // the log does not tell.
    if (row.count >= LIMITS.refusalsBeforeFloor && at - row.at >= LIMITS.lentFloorMs) row.count = 0;
    row.count++;
    row.at = at;
    proof.worstRow = Math.max(proof.worstRow, row.count);
    if (row.count > LIMITS.refusalsBeforeFloor)
      violation(line, `the push of ${user} is refused, for the ${row.count}th time in a row`);
  };

  return {
    read({ line, record, notice }) {
      if (record.type === "tool_response") {
        const row = rows.get(record.user);
        if (record.function === "push") readPush(line, record);
        // It gives the floor back; the next refusal lends it again.
        else if (record.function === "reset" && record.status === 1 && row) row.count = Math.min(row.count, 2);
      } else if (record.type === "system") {
        if (notice?.type === "left") rows.delete(notice.participant);
        // A server that was away has forgotten whom it had refused.
        if (facts.served && record.event === undefined && record.to === undefined) rows.clear();
      }
    },
  };
};
