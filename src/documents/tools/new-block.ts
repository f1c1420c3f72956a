/** A new block that is written to as it is made. */
import type { NewBlock, Place } from "../core/command.ts";
import type { BlockType } from "../model.ts";
import { LIMITS } from "../wire.ts";
import { countWords, labelOfText, refused } from "./block-words.ts";
import type { Desk } from "./desk.ts";
import type { Problem, Sheet } from "./document-tool.ts";
import type { TextFilter } from "./text-filter.ts";

export interface NewSheet {
  readonly tool: string;
  readonly type: BlockType;
  /** What stands above it. */
  readonly title?: string | undefined;
  readonly place: Place;
  readonly filter: TextFilter;
  /** Written before all that the model writes. */
  readonly first?: string;
  /** For the model, after what was done. */
  readonly note: string;
}

export async function beginNew(desk: Desk, sheet: NewSheet): Promise<Sheet | Problem> {
  const { tool, type, title, place, filter, first, note } = sheet;
  const meta = title === undefined || title.trim() === "" ? {} : { title: title.trim().slice(0, LIMITS.title) };
  const block: NewBlock = { id: desk.pen.newId("block"), type, meta, place };
  const began = await desk.pen.begin(desk.owner, { type: "new", block });
  if ("refusal" in began) return { problem: refused(began.refusal) };
  const { open } = began;
  if (first !== undefined) open.write(first);
  const label = () => block.meta.title ?? labelOfText(open.text);
  return {
    open,
    filter,
    get label() {
      return label();
    },
    undo: async () => {
      await open.end("cut");
      const { block_id, proposal_id } = open;
      await desk.pen.execute(desk.owner, { type: "revert", block_id, proposal_id });
    },
    told: async () => {
      desk.did({ tool, block_id: block.id, label: `Added “${label()}”` });
      const size = type === "md" ? countWords(open.text) : `${open.text.trim().split("\n").length} lines`;
      return `Written as ${block.id} “${label()}” (${size}).${note}`;
    },
  };
}
