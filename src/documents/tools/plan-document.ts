/** The tool `plan_document`: the document gets a new structure, a block a section, each with its heading only. */
import * as z from "zod";
import { refused } from "./block-words.ts";
import { definePlain } from "./document-tool.ts";

const heading = z.string().trim().min(1).max(200);

export const planDocument = definePlain({
  name: "plan_document",
  description:
    "Begin a document anew: give it a title and its sections, in order. Each becomes a block with its heading; write them one after the other with write_block and their block_id. What was in the document is proposed to be deleted, so use this for a new document only, not to change one.",
  parameters: z.object({
    title: heading.describe("Of the document."),
    sections: z.array(heading).min(1).max(40).describe("The headings of the sections, in order."),
  }),
  async run(desk, { title, sections }) {
    const { pen, owner, document } = desk;
    const old = await desk.blocks();
    if (old.length > 0) {
      const done = await pen.execute(owner, { type: "propose_delete_all" });
      if ("refusal" in done) return refused(done.refusal);
    }
    if (desk.isUnnamed) await pen.rename(document.id, title);
    const planned: string[] = [];
    for (const section of sections) {
      const words = section.replace(/^#+\s*/u, "").replace(/\s+/gu, " ");
      const block = { id: pen.newId("block"), type: "md", meta: {}, place: "end" } as const;
      const began = await pen.begin(owner, { type: "new", block }, { newDoc: planned.length === 0 });
      if ("refusal" in began) return refused(began.refusal);
      began.open.write(`## ${words}\n\n`);
      await began.open.end("cut");
      planned.push(`${block.id} “${words}”`);
    }
    desk.did({ tool: "plan_document", label: `Planned “${title}”` });
    return `Planned “${title}”. Write the sections now, one write_block each:\n${planned.join("\n")}`;
  },
});
