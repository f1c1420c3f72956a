/** The tool `add_chart`: a chart's header, then its rows as CSV. */
import * as z from "zod";
import { csvFilter } from "./csv-filter.ts";
import { defineWriting } from "./document-tool.ts";
import { beginNew } from "./new-block.ts";
import { AFTER, placeOf } from "./place.ts";

export const CHART_KINDS = ["line", "area", "bar", "scatter", "pie"] as const;

export const addChart = defineWriting({
  name: "add_chart",
  description: "Add a chart to the document. It is drawn while you write its rows.",
  parameters: z.object({
    title: z.string().optional().describe("What stands above it."),
    kind: z.enum(CHART_KINDS),
    x: z.string().min(1).describe("What the first cell of each row is: Year."),
    series: z
      .array(z.string().min(1))
      .min(1)
      .max(12)
      .describe("What the other cells of each row are, in order: the lines, the bars. A pie has one."),
    unit: z.string().optional().describe("Of the values: USD, %."),
    after: AFTER,
    rows: z
      .string()
      .describe("CSV without a header: a row a line, the value of x, then a number for each of the series."),
  }),
  text: "rows",
  async begin(desk, { title, kind, x, series, unit, after }) {
    const { place, note } = await placeOf(desk, after);
    const header = { kind, ...(title !== undefined && { title }), x, series, ...(unit !== undefined && { unit }) };
    return beginNew(desk, {
      tool: "add_chart",
      type: "interactive_chart",
      title,
      place,
      filter: csvFilter({ columns: [x, ...series] }),
      first: `${JSON.stringify(header)}\n`,
      note,
    });
  },
});
