/** [VERIFY-17] What session_end has counted is what the log shows. */
import type { RecordOf } from "../record.ts";
import type { MakeRule } from "./rule.ts";

export const countRule: MakeRule = ({ facts, violation }) => {
  const seen = { messages: 0, byAgents: 0, byRunning: 0, turns: 0, traces: 0, tokens: 0 };
  let running = 0;

  /** The figure has to be from `least` to `most`. */
  const compare = (line: number, what: string, figure: unknown, least: number, most: number) => {
    if (typeof figure !== "number" || (figure >= least && figure <= most)) return;
    const range = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
    violation(line, `session_end counts ${figure} ${what}, the log shows ${range}`);
  };

  const readEnd = (line: number, { metadata, content }: RecordOf<"session_end">) => {
    const { messages, turns, tokens, reason } = metadata;
    // A person may have spoken once more when all agents were gone; in a served room others had spoken before.
    compare(line, "messages", messages, facts.whole ? seen.byRunning : seen.byAgents, seen.messages);
    // Calls that came to nothing, or were under way when it ended, have no record of their own.
    compare(line, "model calls", turns, seen.turns, seen.turns + seen.traces + facts.agentCount);
    compare(line, "tokens", tokens, seen.tokens, Infinity);
    if (typeof reason === "string" && reason !== content)
      violation(line, `session_end ends for ${reason} and for ${content}`);
  };

  return {
    read({ line, record, notice }) {
      switch (record.type) {
        case "chat":
          seen.messages++;
          if (facts.speaksHere(record.user)) seen.byAgents++;
          if (running > 0) seen.byRunning = seen.messages;
          break;
        case "system":
          if (notice?.type === "joined" && facts.isAgent(notice.participant)) running++;
          if (notice?.type === "left" && facts.isAgent(notice.participant)) running--;
          if (record.new_history) seen.traces++;
          break;
        case "usage":
          seen.turns++;
          if (record.usage.input > 0) seen.tokens += record.usage.input + record.usage.output;
          break;
        case "error":
          // A call that was tried again was one all the same; one that ended its agent perhaps.
          if (record.kind === "retry") seen.turns++;
          if (record.kind === "failed") seen.traces++;
          break;
        case "session_end":
          readEnd(line, record);
          break;
        default:
          break;
      }
    },
  };
};
