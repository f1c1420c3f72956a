/** What blocks, authors and changes are called in the terminal: one line each, harmless. */
import type { Author, BlockState, BlockType, Proposal } from "../../documents/model.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { truncate } from "../tui/cell-width.ts";

const TYPES: Readonly<Record<BlockType, string>> = {
  md: "text",
  csv: "table",
  "image/jpg": "picture",
  "image/png": "picture",
  interactive_chart: "chart",
};
const LONGEST = 40;

/** Its title, or how it begins. */
export function blockWords(state: BlockState): string {
  const { type, meta } = state.block;
  if (meta.title) return quoted(meta.title);
  if (type !== "md") return `a ${TYPES[type]}`;
  const line = newestWords(state)
    .split("\n")
    .map((each) => each.replace(/^[\s#>*+\-\d.)]+/, "").trim())
    .find((each) => each !== "");
  return line === undefined ? "an empty text" : quoted(line.replace(/[*_`]+/g, ""));
}

/** What it says, or what it said before it is written anew. */
export function newestWords({ block, proposals }: BlockState): string {
  const texts = proposals.flatMap((each) => (each.kind === "text" ? [each.content] : []));
  return texts.findLast((text) => text.trim() !== "")?.trim() ?? block.current?.trim() ?? "";
}

export function typeWords(type: BlockType): string {
  return TYPES[type];
}

/** `Ada (demo/ada)`, where several talk. */
export function authorWords(author: Author): string {
  if (author.type === "user") return sanitizeLine(author.name);
  return sanitizeLine(author.name === undefined ? author.model : `${author.name} (${author.model})`);
}

/** What would be done: "new text", "change", "delete", "move". */
export function changeWords({ block }: BlockState, proposal: Proposal): string {
  switch (proposal.kind) {
    case "delete":
      return "delete";
    case "move":
      return "move";
    case "text":
      return block.current === null ? `new ${TYPES[block.type]}` : "change";
  }
}

function quoted(text: string): string {
  return `“${truncate(sanitizeLine(text).trim(), LONGEST)}”`;
}
