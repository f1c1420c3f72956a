/** [VERIFY-3] A log is one session: it begins with session_start, and nothing comes after its session_end. */
import type { MakeRule } from "./rule.ts";

export const sessionRule: MakeRule = ({ facts, violation, note }) => {
  let isFirst = true;
  return {
    read({ line, record }) {
      const isStart = record.type === "session_start";
      if (facts.ended) violation(line, `a ${record.type} record of ${record.user} after the session_end`);
      else if (isFirst && !isStart) violation(line, "the log does not begin with a session_start");
      else if (!isFirst && isStart) violation(line, "a second session_start");
      isFirst = false;
    },
    end() {
      if (!facts.ended) note("It has no session_end: it was cut off, or is still being written.");
    },
  };
};
