/** The tool `move_block`: a block goes after another one. */
import * as z from "zod";
import type { Command } from "../core/command.ts";
import { labelOf, refused } from "./block-words.ts";
import { definePlain } from "./document-tool.ts";

export const moveBlock = definePlain({
  name: "move_block",
  description: "Propose that a block goes to another place. What nobody has accepted yet is moved at once.",
  parameters: z.object({
    block_id: z.string().min(1).describe("The block that is moved."),
    after: z.string().min(1).describe('The id of the block it goes after, or "start" to put it first.'),
  }),
  async run(desk, { block_id, after }) {
    const found = await desk.find(block_id);
    if ("problem" in found) return found.problem;
    const before = after.trim() === "start" ? null : await desk.find(after);
    if (before && "problem" in before) return before.problem;
    const { block } = found.state;
    const place = { block_id: block.id, after: before?.state.block.id ?? null };
    const command: Command =
      block.current === null
        ? { type: "move", ...place }
        : { type: "propose_move", ...place, base: desk.reading.versionOf(block.id) ?? block.version };
    const done = await desk.pen.execute(desk.owner, command);
    if ("refusal" in done) return refused(done.refusal);
    const label = labelOf(found.state);
    desk.did({ tool: "move_block", block_id: block.id, label: `Moved “${label}”` });
    return `${block.id} “${label}” ${block.current === null ? "is moved" : "is proposed to move"}.`;
  },
});
