/** [VERIFY-4] The room's events count on: no seq is missing, is there twice, or comes after a later one. */
import { isEventRecord } from "./event-record.ts";
import type { MakeRule } from "./rule.ts";

export const sequenceRule: MakeRule = ({ facts, proof, violation }) => {
  let last: number | null = null;
  return {
    read({ line, record }) {
      if (!isEventRecord(record)) return;
      const { seq } = record;
      // The log of a served room begins in the middle of it.
      const before: number = last ?? (facts.whole ? 0 : seq - 1);
      if (!Number.isSafeInteger(seq) || seq < 1) return violation(line, `seq ${seq} is no number of an event`);
      proof.events++;
      proof.firstSeq ??= seq;
      last = Math.max(before, seq);
      proof.lastSeq = last;
      if (seq === before) violation(line, `seq ${seq} is there twice`);
      else if (seq < before) violation(line, `seq ${seq} comes after seq ${before}`);
      else if (seq === before + 2) violation(line, `seq ${before + 1} is missing before it`);
      else if (seq > before + 2) violation(line, `seq ${before + 1} to ${seq - 1} are missing before it`);
    },
  };
};
