/** How blocks and authors are called, in few words. */
import { newestText } from "../../../src/documents/core/block-state.ts";
import type { Author, BlockState, BlockType } from "../../../src/documents/model.ts";
import { nameText } from "../../state/display-text.ts";

export const TYPE_WORDS: Readonly<Record<BlockType, string>> = {
  md: "Text",
  csv: "Table",
  "image/jpg": "Picture",
  "image/png": "Picture",
  interactive_chart: "Chart",
};

const MOST = 60;

/** What one would call it: its title, or how it begins. */
export function blockWords(state: BlockState): string {
  const { block } = state;
  if (block.meta.title) return nameText(block.meta.title);
  if (block.type !== "md") return TYPE_WORDS[block.type];
  const line = newestText(state)
    .slice(0, 400)
    .split("\n")
    .map((each) => each.replaceAll(/[#>*_`~|[\]]+|^\s*[-+]\s/g, "").trim())
    .find((each) => each !== "");
  if (line === undefined) return "Empty text";
  return nameText(line.length > MOST ? `${line.slice(0, MOST).trimEnd()}…` : line);
}

/** Short: a provider's name says nothing to readers. */
export function authorWords(author: Author): string {
  if (author.type === "user") return nameText(author.name);
  return nameText(author.name ?? modelWords(author.model));
}

/** Of several, comma separated, each. */
export function modelWords(model: string): string {
  const short = model.split(",").map((each) => each.slice(each.lastIndexOf("/") + 1).trim());
  return short.every((each) => each === "") ? "the model" : nameText(short.join(", "));
}
