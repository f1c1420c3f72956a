/** What a name is known by, also where a hostile log has a name that is none: folding a very long one takes long. */
import { nameKeys } from "../../chatroom/core/names.ts";

const LONGEST_NAME = 1_000;

export function keysOf(name: string): readonly string[] {
  return nameKeys(name.slice(0, LONGEST_NAME));
}
