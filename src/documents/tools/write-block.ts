/** The tool `write_block`: a new block of Markdown, or the text of a planned or unfinished one. */
import * as z from "zod";
import { writer } from "../core/decide.ts";
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
  const text = unfinished(state);
  if (!text) {
    return { problem: `[system] Not written: ${mention(state)} is finished. Change it with edit_block.` };
  }
  const began = await desk.pen.begin(desk.owner, { type: "write_on", block_id: block.id, proposal_id: text.id });
  if ("refusal" in began) return { problem: refused(began.refusal) };
  const { open } = began;
  const label = labelOf(state);
  return {
    open,
    filter: filterFor(text.content),
    label,
    told: async () => {
      desk.did({ tool: "write_block", block_id: block.id, label: `Wrote “${label}”` });
      return `Written to ${block.id} “${label}” (${countWords(open.text)} in all).`;
    },
  };
}

/** Below a heading that stands alone it may come once more; in the middle of a text every character counts. */
function filterFor(text: string): TextFilter {
  const heading = text.trim();
  return /^#{1,6} [^\n]+$/u.test(heading) ? withoutHeading(heading) : asWritten();
}
