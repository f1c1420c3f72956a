/** [VERIFY-14] A segment is the beginning of what was to be appended, and no longer than one append takes. */
import { countCharacters } from "../../chatroom/core/characters.ts";
import { LIMITS } from "../../chatroom/protocol.ts";
import { fieldsOf } from "../fields.ts";
import type { RecordOf } from "../record.ts";
import { BoundedMap } from "./bounded-map.ts";
import { isRedacted } from "./redacted.ts";
import type { MakeRule } from "./rule.ts";

export const appendRule: MakeRule = ({ facts, violation }) => {
  /** What each agent was last about to append; null: not known. */
  const asked = new BoundedMap<string, string | null>();

  const readAnswer = (line: number, { user, status, appended }: RecordOf<"tool_response">) => {
    if (status !== 1 && status !== 2) return;
    if (appended === undefined) return violation(line, `an append of ${user} that says not what was appended`);
    const text = asked.get(user) ?? null;
    asked.delete(user);
    if (isRedacted(appended) || (text !== null && isRedacted(text))) return;
    const limit = facts.appendLimit ?? LIMITS.appendCharacters;
    const length = appended.length > limit ? countCharacters(appended) : appended.length;
    if (length > limit) violation(line, `a segment of ${user} has ${length} characters; one append takes ${limit}`);
    if (text === null) return;
    if (status === 1 && appended !== text) {
      violation(line, `what was appended is not what ${user} asked for`);
    } else if (status === 2 && (appended === text || !text.startsWith(appended))) {
      violation(line, `what was appended is not the beginning of what ${user} asked for`);
    }
  };

  return {
    read({ line, record }) {
      if (record.type === "tool_call" && record.function === "append") {
        const { text } = fieldsOf(record.arguments);
        asked.set(record.user, typeof text === "string" ? text : null);
      } else if (record.type === "tool_response" && record.function === "append") {
        readAnswer(line, record);
      }
    },
  };
};
