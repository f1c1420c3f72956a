/** [VERIFY-10] Every call of an action is answered, exactly once, by an answer to that call. */
import type { RecordOf } from "../record.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { MakeRule } from "./rule.ts";

interface Call {
  readonly id: string;
  readonly name: string;
  readonly line: number;
}

interface Caller {
  open: Call[];
  lastAnswered: string | null;
}

/** An agent's calls run one after the other, so that the next one shows that the one before has no answer. */
export const callRule: MakeRule = ({ facts, proof, violation, note }) => {
  const callers = new BoundedMap<string, Caller>();
  const callerOf = (name: string) => callers.ensure(name, () => ({ open: [], lastAnswered: null }));

  const unanswered = (user: string, { id, name, line }: Call) => {
    violation(line, `the call of ${name} (${id}) by ${user} was never answered`);
  };

  const readCall = (line: number, { user, call_id: id, function: name }: RecordOf<"tool_call">) => {
    proof.calls++;
    const { open } = callerOf(user);
    open.push({ id, name, line });
    const first = open.length > 1 ? open.shift() : undefined;
    if (first) unanswered(user, first);
  };

  const readAnswer = (line: number, { user, call_id: id, function: name }: RecordOf<"tool_response">) => {
    const caller = callerOf(user);
    // Some servers use an id twice: the oldest open call is the one that is answered.
    const index = caller.open.findIndex((call) => call.id === id);
    const [call] = index < 0 ? [] : caller.open.splice(index, 1);
    if (call) {
      proof.answered++;
      if (call.name !== name) violation(line, `the answer is to ${name}, the call (${id}) was of ${call.name}`);
    } else if (caller.lastAnswered === id) violation(line, `the call of ${name} (${id}) is answered a second time`);
    else violation(line, `the answer to ${name} (${id}) of ${user} answers no call`);
    caller.lastAnswered = id;
  };

  return {
    read({ line, record }) {
      if (record.type === "tool_call") readCall(line, record);
      else if (record.type === "tool_response") readAnswer(line, record);
    },
    end() {
      for (const [user, { open }] of callers) {
        for (const call of open) {
          // What was cut off from its answer is no broken promise.
          if (facts.ended) unanswered(user, call);
          else proof.underWay++;
        }
      }
      if (proof.underWay === 1) note("One call was under way where the log ends.");
      if (proof.underWay > 1) note(`${proof.underWay} calls were under way where the log ends.`);
    },
  };
};
