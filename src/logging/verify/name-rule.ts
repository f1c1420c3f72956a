/** [VERIFY-9] Everybody has a name that a participant may have, and no two in the room have names that look alike. */
import { parseName } from "../../chatroom/core/names.ts";
import { ChatError } from "../../chatroom/errors.ts";
import { BoundedMap } from "./bounded-map.ts";
import { keysOf } from "./keys-of.ts";
import type { MakeRule } from "./rule.ts";

export const nameRule: MakeRule = ({ violation }) => {
  /** Key → who in the room has it. */
  const taken = new BoundedMap<string, string>();
  const known = new BoundedMap<string, true>();

  const meet = (line: number, name: string) => {
    if (known.has(name)) return;
    known.set(name, true);
    const problem = problemOf(name);
    if (problem !== null) violation(line, problem);
    const keys = keysOf(name);
    const other = keys.map((key) => taken.get(key)).find((each) => each !== undefined);
    if (other !== undefined) violation(line, `${name} cannot be told from ${other}, who is in the room`);
    for (const key of keys) taken.set(key, name);
  };

  const part = (name: string) => {
    known.delete(name);
    for (const key of keysOf(name)) if (taken.get(key) === name) taken.delete(key);
  };

  return {
    read({ line, record, notice }) {
      if (record.type === "chat") meet(line, record.user);
      else if (notice?.type === "left") part(notice.participant);
      else if (notice?.type === "joined") meet(line, notice.participant);
    },
  };
};

function problemOf(name: string): string | null {
  try {
    return parseName(name) === name ? null : `${name} is not written in the one form a name has (NFC)`;
  } catch (error) {
    if (error instanceof ChatError) return error.message;
    throw error;
  }
}
