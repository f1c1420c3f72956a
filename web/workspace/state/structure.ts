/** A document in two parts: what it says, and what a whole new structure has put aside until somebody decides. */
import type { BlockState } from "../../../src/documents/model.ts";
import { isToGo, type Shown } from "./shown.ts";

export interface Structure {
  readonly blocks: readonly BlockState[];
  readonly earlier: readonly BlockState[];
}

/**
 * After a reload nobody tells that there is a new structure. It shows: the document begins with blocks that shall all go,
 * and all others were made after that was proposed.
 */
export function structureOf({ document, earlier }: Pick<Shown, "document" | "earlier">): Structure {
  const blocks = document?.blocks ?? [];
  if (earlier.size > 0) {
    return {
      blocks: blocks.filter(({ block }) => !earlier.has(block.id)),
      earlier: blocks.filter(({ block }) => earlier.has(block.id)),
    };
  }
  const length = blocks.findIndex((state) => !isToGo(state));
  const begin = length === -1 ? blocks : blocks.slice(0, length);
  const rest = length === -1 ? [] : blocks.slice(length);
  const since = Math.max(
    ...begin.map(({ proposals }) => proposals.find(({ kind }) => kind === "delete")?.created_at ?? 0),
  );
  const isNew = rest.length > 0 ? rest.every(({ block }) => block.created_at >= since) : begin.length > 1;
  return begin.length > 0 && isNew ? { blocks: rest, earlier: begin } : { blocks, earlier: [] };
}
