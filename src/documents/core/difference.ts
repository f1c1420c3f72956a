/** How two texts differ, as people and models read it. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/** Texts further apart than this many lines are not compared to the end: that takes long, and shows nothing. */
const MOST_EDITS = 2_000;

/** A unified diff. */
export function difference(current: string, proposed: string): string {
  const patch = createTwoFilesPatch("current", "new", current, proposed, undefined, undefined, {
    context: 2,
    maxEditLength: MOST_EDITS,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch ?? "The texts have too little in common to show how they differ.";
}
