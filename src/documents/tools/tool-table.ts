/** The table of what an agent can do to a document. A Map, so that a model's `__proto__` is simply unknown. */
import { toolSpec } from "../../agents/tools.ts";
import type { ToolSpec } from "../../agents/types.ts";
import { addChart } from "./add-chart.ts";
import { addTable } from "./add-table.ts";
import { deleteBlock } from "./delete-block.ts";
import type { DocumentTool } from "./document-tool.ts";
import { editBlock } from "./edit-block.ts";
import { moveBlock } from "./move-block.ts";
import { planDocument } from "./plan-document.ts";
import { searchDocument } from "./search-document.ts";
import { writeBlock } from "./write-block.ts";

export const DOCUMENT_TOOLS: ReadonlyMap<string, DocumentTool> = new Map(
  [planDocument, writeBlock, editBlock, deleteBlock, moveBlock, addTable, addChart, searchDocument].map((tool) => [
    tool.name,
    tool as DocumentTool,
  ]),
);

export const DOCUMENT_TOOL_SPECS: readonly ToolSpec[] = [...DOCUMENT_TOOLS.values()].map(toolSpec);
