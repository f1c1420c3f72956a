/** A colour for each author of what is shown, as different as colours go. */
import { assignColors } from "../../../src/logging/colors.ts";
import type { BlockState } from "../../../src/documents/model.ts";
import { authorWords } from "./block-words.ts";
import type { Shown } from "./shown.ts";

/** The same object as `before` while nobody has come. */
export function authorColors(
  { chat, document }: Shown,
  before: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const names = new Set([...(chat?.blocks ?? []), ...(document?.blocks ?? [])].flatMap(namesOf));
  if ([...names].every((name) => before.has(name))) return before;
  // Who has a colour keeps it.
  const all = assignColors([...before.keys(), ...names]);
  return new Map([...all].map(([name, { hex }]) => [name, hex]));
}

function namesOf({ block, proposals }: BlockState): readonly string[] {
  return [block, ...proposals].map(({ author }) => authorWords(author));
}
