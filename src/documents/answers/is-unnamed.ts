/** Whether a document still has the title it got by itself: from the first words of a prompt, or none at all. */
import { newestText } from "../core/decide.ts";
import type { BlockState, Document } from "../model.ts";
import { titleOf } from "../processor/title-of.ts";

export function isUnnamed({ title }: Document, chat: readonly BlockState[]): boolean {
  if (/^(?:untitled|new document|)(?:\s+\d+)?$/iu.test(title.trim())) return true;
  return chat.some((state) => state.block.meta.role === "user" && titleOf(newestText(state)) === title);
}
