/** The tool `delete_block`: a block is proposed to go. */
import * as z from "zod";
import { busyWords, labelOf, refused } from "./block-words.ts";
import { definePlain } from "./document-tool.ts";

export const deleteBlock = definePlain({
  name: "delete_block",
  description: "Propose that a block goes. It stays until the person accepts that.",
  parameters: z.object({ block_id: z.string().min(1).describe("The block that goes.") }),
  async run(desk, { block_id }) {
    const found = await desk.find(block_id);
    if ("problem" in found) return found.problem;
    const { block } = found.state;
    const busy = busyWords(found.state);
    if (busy !== null) return `[system] Not deleted: ${busy}`;
    const label = labelOf(found.state);
    const base = desk.reading.versionOf(block.id) ?? block.version;
    const done = await desk.pen.execute(desk.owner, { type: "propose_delete", block_id: block.id, base });
    if ("refusal" in done) return refused(done.refusal);
    desk.did({ tool: "delete_block", block_id: block.id, label: `Proposed to delete “${label}”` });
    return `It is proposed to delete ${block.id} “${label}”.`;
  },
});
