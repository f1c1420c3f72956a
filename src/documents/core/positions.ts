/** Where a block goes among the others: a key between two keys, so that no other block has to change. */
import { generateKeyBetween } from "fractional-indexing";
import type { BlockState } from "../model.ts";
import type { Place } from "./command.ts";

/** `blocks` in order; one that is moved is not among them. */
export function positionAt(blocks: readonly BlockState[], place: Place): string {
  const index = place === "end" ? -1 : blocks.findIndex(({ block }) => block.id === place.after);
  const before = place !== "end" && place.after === null ? undefined : blocks.at(index);
  const after = place === "end" || (index === -1 && place.after !== null) ? undefined : blocks[index + 1];
  return generateKeyBetween(before?.block.position ?? null, after?.block.position ?? null);
}
