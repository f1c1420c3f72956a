/** What of a document is exported: its title and the blocks that say something, in order. */
import { applyChanges } from "../core/apply.ts";
import { isStale, newestText } from "../core/block-state.ts";
import { move } from "../core/edit.ts";
import type { Block, BlockState, BlockType } from "../model.ts";

export interface ExportSource {
  readonly title: string;
  /** In order. */
  readonly blocks: readonly BlockState[];
}

export interface ExportOptions {
  /** What the document would be if everything were accepted: the newest texts, moved, without what is to be deleted. Absent: what was accepted. */
  readonly proposals?: boolean;
  /** A picture of a chart, as a data URL of PNG or JPEG; null: there is none. The chart's table comes in any case. */
  readonly chartImage?: (block: Block, content: string) => string | null;
}

export interface ExportedBlock {
  readonly block: Block;
  readonly type: BlockType;
  /** "" where it has none. */
  readonly title: string;
  readonly content: string;
}

export function exportedBlocks(
  { blocks }: ExportSource,
  { proposals = false }: ExportOptions,
): readonly ExportedBlock[] {
  if (!proposals) {
    return blocks.flatMap(({ block }) => (block.current === null ? [] : [exported(block, block.current)]));
  }
  return moved(blocks)
    .filter((state) => !isToGo(state))
    .map((state) => exported(state.block, newestText(state)));
}

function exported(block: Block, content: string): ExportedBlock {
  return { block, type: block.type, title: block.meta.title ?? "", content };
}

/** The newest of what is proposed is that it goes, and it has not changed since. */
function isToGo({ block, proposals }: BlockState): boolean {
  const newest = proposals.findLast(({ kind }) => kind !== "move");
  return newest?.kind === "delete" && !isStale(block, newest);
}

function moved(blocks: readonly BlockState[]): readonly BlockState[] {
  let now = blocks;
  for (const state of blocks) {
    const newest = state.proposals.findLast((each) => each.kind === "move");
    if (!newest) continue;
    const decision = move(now, state, newest.after);
    if ("changes" in decision) now = applyChanges(now, decision.changes);
  }
  return now;
}
