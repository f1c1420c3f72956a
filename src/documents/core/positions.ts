/** Where a block is among the others, and where it goes: a key between two keys, so that no other block has to change. */
import { generateKeyBetween } from "fractional-indexing";
import type { Block, BlockState } from "../model.ts";
import type { Place } from "./command.ts";

/** `blocks` in order; one that is moved is not among them. */
export function positionAt(blocks: readonly BlockState[], place: Place): string {
  const positions = blocks.map(({ block }) => block.position);
  if (place !== "end" && place.after === null) return generateKeyBetween(null, positions[0]);
  const index = place === "end" ? -1 : blocks.findIndex(({ block }) => block.id === place.after);
  const before = positions.at(index);
  if (index === -1 || before === undefined) return generateKeyBetween(before, null);
  // Nothing fits between two equal keys. A store that brings such gets the block behind both.
  return generateKeyBetween(
    before,
    positions.find((each) => each > before),
  );
}

/** The order of blocks; two that were put in one place at the same moment are in the same order for everybody. */
export function byPosition(one: Block, other: Block): number {
  return (
    byCodeUnits(one.position, other.position) || one.created_at - other.created_at || byCodeUnits(one.id, other.id)
  );
}

/** Whatever language a machine or a database was made for. */
export function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
