/** [VERIFY-11] What a model asks for in a turn is called, in that order, and nothing else is called in its name. */
import { fieldsOf } from "../fields.ts";
import type { RecordOf } from "../record.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { MakeRule } from "./rule.ts";

interface Asked {
  readonly id: unknown;
  readonly name: unknown;
}

interface Turn {
  /** Calls of the turn that are still to come. */
  asked: readonly Asked[];
  /** Calls that are made in the model's place have ids of our own; of a turn that was cut, any work that was saved. */
  isCut: boolean;
  readonly line: number;
}

/** Calls made in the model's place. */
const OWN_CALL = /^own_\d+$/;

export const turnRule: MakeRule = ({ facts, proof, violation }) => {
  const turns = new BoundedMap<string, Turn>();

  const settle = (user: string) => {
    const turn = turns.get(user);
    if (!turn) return;
    for (const { id, name } of turn.asked) {
      violation(turn.line, `${user} asked for ${String(name)} (${String(id)}) in this turn, and it was not called`);
    }
    turn.asked = [];
  };

  const readCall = (line: number, { user, call_id: id, function: name }: RecordOf<"tool_call">) => {
    const turn = turns.get(user);
    if (!turn || turn.isCut) return;
    const place = turn.asked.findIndex((asked) => asked.id === id && asked.name === name);
    if (place === 0) {
      turn.asked = turn.asked.slice(1);
      return;
    }
    const [due] = turn.asked;
    if (due === undefined) {
      if (!OWN_CALL.test(id)) violation(line, `${user} calls ${name} (${id}), which its turn did not ask for`);
      return;
    }
    violation(
      line,
      `${user} calls ${name} (${id}), and its turn asked for ${String(due.name)} (${String(due.id)}) here`,
    );
    // What was left out is told; one that was never asked for takes the place of what was.
    turn.asked = turn.asked.slice(Math.max(0, place) + 1);
  };

  return {
    read({ line, record }) {
      switch (record.type) {
        case "usage": {
          proof.turns++;
          settle(record.user);
          const asked = askedIn(record);
          turns.set(record.user, {
            asked: asked ?? [],
            isCut: asked === null || record.finish === "interrupted",
            line,
          });
          break;
        }
        case "tool_call":
          readCall(line, record);
          break;
        case "error":
          // Who has failed does nothing more.
          if (record.kind === "failed") turns.delete(record.user);
          break;
        default:
          break;
      }
    },
    end() {
      if (facts.ended) for (const [user] of turns) settle(user);
    },
  };
};

/** null where the record does not hold the turn's message. */
function askedIn({ message }: RecordOf<"usage">): readonly Asked[] | null {
  const calls = message?.["tool_calls"];
  if (!Array.isArray(calls)) return null;
  return calls.map((call: unknown) => {
    const { call_id: id, name } = fieldsOf(call);
    return { id, name };
  });
}
