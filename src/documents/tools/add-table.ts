/** The tool `add_table`: a table, as CSV. */
import * as z from "zod";
import { csvFilter } from "./csv-filter.ts";
import { defineWriting } from "./document-tool.ts";
import { beginNew } from "./new-block.ts";
import { AFTER, placeOf } from "./place.ts";

export const addTable = defineWriting({
  name: "add_table",
  description: "Add a table to the document. It can be sorted and copied there, so prefer it to a table in Markdown.",
  parameters: z.object({
    title: z.string().optional().describe("What stands above it."),
    after: AFTER,
    csv: z
      .string()
      .describe(
        "CSV: the first row is the header, then a row a line. Put cells that have a comma in double quotes. No fence around it.",
      ),
  }),
  text: "csv",
  async begin(desk, { title, after }) {
    const { place, note } = await placeOf(desk, after);
    return beginNew(desk, { tool: "add_table", type: "csv", title, place, filter: csvFilter({ columns: null }), note });
  },
});
