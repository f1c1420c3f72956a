/** The tool `write_block`: a new block of Markdown, or the text of a planned or unfinished one. */
import * as z from "zod";
import { writer } from "../core/decide.ts";
import type { TextTarget } from "../document-host.ts";
import type { BlockState } from "../model.ts";
import { busyWords, countWords, labelOf, mention, refused, unfinished } from "./block-words.ts";
import type { Desk } from "./desk.ts";
import { defineWriting, type Problem, type Sheet } from "./document-tool.ts";
import { beginNew } from "./new-block.ts";
import { AFTER, placeOf } from "./place.ts";
import { asWritten, type TextFilter, withoutFence, withoutHeading } from "./text-filter.ts";

export const writeBlock = defineWriting({
  name: "write_block",
  description:
    "Write one block of Markdown into the document: a section with its heading, or a part of one. The person sees it while you write. To write a planned section, or to go on with an unfinished block, name it in block_id: what you write is added at its end, so do not repeat what is there, its heading least of all. Without block_id a new block is made.",
  parameters: z.object({
    block_id: z.string().optional().describe("A planned or unfinished block. Leave it out for a new one."),
    after: AFTER,
    content: z.string().describe("The text, in Markdown. No fence around it."),
  }),
  text: "content",
  async begin(desk, { block_id, after }) {
    if (block_id !== undefined && block_id.trim() !== "") return writeOn(desk, block_id);
    const { place, note } = await placeOf(desk, after);
    return beginNew(desk, { tool: "write_block", type: "md", place, filter: withoutFence(), note });
  },
});

async function writeOn(desk: Desk, blockId: string): Promise<Sheet | Problem> {
  const found = await desk.find(blockId);
  if ("problem" in found) return found;
  const { state } = found;
  const { block } = state;
  if (writer(state)) return { problem: `[system] Not written: ${busyWords(state)}` };
  const begun = beginningOf(state);
  if (!begun) {
    return { problem: `[system] Not written: ${mention(state)} is finished. Change it with edit_block.` };
  }
  const began = await desk.pen.begin(desk.owner, begun.target);
  if ("refusal" in began) return { problem: refused(began.refusal) };
  const { open } = began;
  if (open.text === "") open.write(begun.text);
  const label = labelOf(state);
  return {
    open,
    filter: filterFor(begun.text),
    label,
    told: async () => {
      desk.did({ tool: "write_block", block_id: block.id, label: `Wrote “${label}”` });
      return `Written to ${block.id} “${label}” (${countWords(open.text)} in all).`;
    },
  };
}

/** What is written on; null: the block is finished. Of a planned section that the person has accepted it is the heading. */
function beginningOf(state: BlockState): { readonly target: TextTarget; readonly text: string } | null {
  const { block, proposals } = state;
  const text = unfinished(state);
  if (text) return { target: { type: "write_on", block_id: block.id, proposal_id: text.id }, text: text.content };
  if (block.current === null || !isHeading(block.current) || proposals.some(({ kind }) => kind === "text")) return null;
  return { target: { type: "edit", block_id: block.id, base: block.version }, text: block.current };
}

/** Below a heading that stands alone it may come once more; in the middle of a text every character counts. */
function filterFor(text: string): TextFilter {
  return isHeading(text) ? withoutHeading(text.trim()) : asWritten();
}

/** And nothing else. */
function isHeading(text: string): boolean {
  return /^#{1,6} [^\n]+$/u.test(text.trim());
}
