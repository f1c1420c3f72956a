/** The tool `search_document`: which blocks have some words, or all of one block. */
import * as z from "zod";
import { newestText } from "../core/decide.ts";
import type { BlockState } from "../model.ts";
import { mention } from "./block-words.ts";
import { renderBlock } from "./render-blocks.ts";
import { definePlain } from "./document-tool.ts";

const MOST_BLOCKS = 60;
const AROUND = 80;

export const searchDocument = definePlain({
  name: "search_document",
  description:
    "Find blocks of the document by words, or list all of them (without words), or read one block as it is now (block_id).",
  readOnly: true,
  parameters: z.object({
    query: z.string().optional().describe("Words to look for. Leave it out to list all blocks."),
    block_id: z.string().optional().describe("A block to read as a whole."),
  }),
  async run(desk, { query = "", block_id = "" }) {
    if (block_id.trim() !== "") {
      const found = await desk.find(block_id);
      if ("problem" in found) return found.problem;
      desk.reading.tell(found.state.block);
      return renderBlock(found.state);
    }
    const words = query
      .toLowerCase()
      .split(/\s+/u)
      .filter((word) => word !== "");
    const blocks = (await desk.blocks()).filter((state) => words.every((word) => searched(state).includes(word)));
    if (blocks.length === 0) return words.length > 0 ? "No block has these words." : "The document has no blocks yet.";
    const lines = blocks.slice(0, MOST_BLOCKS).map((state) => `${mention(state)}: ${excerpt(state, words[0])}`);
    const more = blocks.length > MOST_BLOCKS ? [`… and ${blocks.length - MOST_BLOCKS} more.`] : [];
    return [...lines, ...more].join("\n");
  },
});

function searched(state: BlockState): string {
  return `${state.block.meta.title ?? ""}\n${textOf(state)}`.toLowerCase();
}

function textOf(state: BlockState): string {
  return state.block.type.startsWith("image/") ? "(an image)" : newestText(state);
}

function excerpt(state: BlockState, word: string | undefined): string {
  const text = textOf(state).replace(/\s+/gu, " ").trim();
  const at = word === undefined ? 0 : Math.max(0, text.toLowerCase().indexOf(word));
  const start = Math.max(0, at - AROUND);
  const cut = text.slice(start, at + AROUND).toWellFormed();
  return `${start > 0 ? "…" : ""}${cut}${at + AROUND < text.length ? "…" : ""}`;
}
