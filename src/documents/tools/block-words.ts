/** Blocks, authors and refusals in words for models. */
import { newestText, writer } from "../core/decide.ts";
import type { Author, BlockState, TextProposal } from "../model.ts";
import type { Refusal } from "../refusal.ts";

const LABEL_CHARACTERS = 60;

/** What a block is about: its title, its heading, or how it begins. */
export function labelOf(state: BlockState): string {
  return state.block.meta.title ?? labelOfText(newestText(state));
}

export function labelOfText(text: string): string {
  const line = text
    .split("\n")
    .map((each) => each.replace(/^[#>*\-\s]+/u, "").trim())
    .find((each) => each !== "");
  if (line === undefined) return "empty";
  return line.length > LABEL_CHARACTERS ? `${line.slice(0, LABEL_CHARACTERS).toWellFormed()}…` : line;
}

/** `b12 “Introduction”` */
export function mention(state: BlockState): string {
  return `${state.block.id} “${labelOf(state)}”`;
}

export function nameOf(author: Author): string {
  if (author.type === "user") return author.name;
  return author.name === undefined ? author.model : `${author.name} (${author.model})`;
}

/** The newest text that ended before its author was done, and can be written on; null: none. */
export function unfinished({ proposals }: BlockState): TextProposal | null {
  const text = proposals.findLast((each): each is TextProposal => each.kind === "text");
  return text?.status === "cut" ? text : null;
}

/** Who writes to the block just now, if anybody does. */
export function busyWords(state: BlockState): string | null {
  const text = writer(state);
  return text && `${nameOf(text.author)} is writing ${mention(state)} just now; write elsewhere, and come back to it.`;
}

export function refused({ message }: Refusal): string {
  return `[system] Not done: ${message}`;
}

export function countWords(text: string): string {
  const count = text.split(/\s+/u).filter((word) => word !== "").length;
  return `${count} ${count === 1 ? "word" : "words"}`;
}
