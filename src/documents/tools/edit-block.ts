/** The tool `edit_block`: a new text beside the one that is there, for the version that the model has read. */
import * as z from "zod";
import { newestText, writer } from "../core/decide.ts";
import type { BlockType } from "../model.ts";
import { busyWords, countWords, labelOf, refused } from "./block-words.ts";
import { csvFilter } from "./csv-filter.ts";
import { defineWriting } from "./document-tool.ts";
import { asWritten, type TextFilter, withoutFence } from "./text-filter.ts";

export const editBlock = defineWriting({
  name: "edit_block",
  description:
    "Change a block: write the whole text of it anew, also what stays as it is. It is proposed beside the text that is there, and the person accepts or reverts it. Of a table write all rows, of a chart its header line and all rows.",
  parameters: z.object({
    block_id: z.string().min(1).describe("The block to change."),
    content: z.string().describe("Its whole new text. No fence around it."),
  }),
  text: "content",
  async begin(desk, { block_id }) {
    const found = await desk.find(block_id);
    if ("problem" in found) return found;
    const { state } = found;
    const { id, type, version } = state.block;
    if (type.startsWith("image/")) return { problem: `[system] Not changed: ${id} is an image, and has no text.` };
    if (writer(state)) return { problem: `[system] Not changed: ${busyWords(state)}` };
    const base = desk.reading.versionOf(id) ?? version;
    const began = await desk.pen.begin(desk.owner, { type: "edit", block_id: id, base });
    if ("refusal" in began) return { problem: refused(began.refusal) };
    const { open } = began;
    const label = labelOf(state);
    return {
      open,
      filter: filterFor(type),
      label,
      told: async () => {
        desk.did({ tool: "edit_block", block_id: id, label: `Changed “${label}”` });
        const now = await desk.find(id);
        const changed = `Your new text for ${id} (${countWords(open.text)}) is proposed.`;
        if ("problem" in now || now.state.block.version === base) return changed;
        const { block } = now.state;
        desk.reading.tell(block);
        return `${changed} But somebody has changed ${id} since you read it: yours is for version ${base}, and version ${block.version} reads as follows. Both stay until the person chooses; edit it again where yours should take that in.\n${block.current ?? newestText(now.state)}`;
      },
    };
  },
});

function filterFor(type: BlockType): TextFilter {
  if (type === "csv") return csvFilter({ columns: null });
  return type === "md" ? withoutFence() : asWritten();
}
