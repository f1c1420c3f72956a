/** Where a model wants a block to be. */
import * as z from "zod";
import type { Place } from "../core/command.ts";
import type { Desk } from "./desk.ts";

export const AFTER = z
  .string()
  .optional()
  .describe('The id of the block it goes after, or "start" to put it first. Leave it out to put it at the end.');

/** Where the named block is gone it goes to the end, and the model is told. */
export async function placeOf(
  desk: Desk,
  after: string | undefined,
): Promise<{ readonly place: Place; readonly note: string }> {
  const named = after?.trim() ?? "";
  if (named === "" || named === "end") return { place: "end", note: "" };
  if (named === "start") return { place: { after: null }, note: "" };
  const found = await desk.find(named);
  if ("state" in found) return { place: { after: found.state.block.id }, note: "" };
  return { place: "end", note: " It is at the end, because the block it was to follow is not there." };
}
