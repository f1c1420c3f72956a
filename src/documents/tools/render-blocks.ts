/** Blocks as a model reads them: their text between marks with their id, and what is proposed for them. */
import type { BlockState, Proposal } from "../model.ts";
import { nameOf, unfinished } from "./block-words.ts";

export interface RenderOptions {
  /** Characters of one text at most; default: all of it. */
  readonly most?: number;
}

/** The marks hold the id, which nobody who writes a text can know beforehand. */
export function renderBlock(state: BlockState, { most = Infinity }: RenderOptions = {}): string {
  const { block, proposals } = state;
  const { id, type, version, current, meta } = block;
  const title = meta.title === undefined ? "" : `, titled “${meta.title}”`;
  const known = current === null ? "only proposed" : `version ${version}`;
  const parts = [`[block ${id}: ${type}${title}, ${known}]`];
  if (current !== null) parts.push(shown(type, current, most));
  for (const proposal of proposals) parts.push(...renderProposal(state, proposal, most));
  parts.push(`[end of ${id}]`);
  return parts.join("\n");
}

function renderProposal(state: BlockState, proposal: Proposal, most: number): readonly string[] {
  const { block } = state;
  const by = nameOf(proposal.author);
  const stale = proposal.base === block.version ? "" : `, for version ${proposal.base}`;
  switch (proposal.kind) {
    case "delete":
      return [`[${by} proposes to delete ${block.id}]`];
    case "move":
      return [
        `[${by} proposes to move ${block.id} ${proposal.after === null ? "to the start" : `after ${proposal.after}`}]`,
      ];
    case "text": {
      const isOpen = unfinished(state)?.id === proposal.id;
      const open = isOpen ? `, unfinished: go on with write_block and block_id ${block.id}` : "";
      const writing = proposal.status === "streaming" ? ", being written just now" : "";
      return [
        `[proposed by ${by}${stale}${open}${writing}]`,
        // Where one goes on every character counts, those at the end too.
        isOpen ? proposal.content : shown(block.type, proposal.content, most),
      ];
    }
  }
}

function shown(type: string, text: string, most: number): string {
  if (type.startsWith("image/")) return `(an image, ${Math.ceil((text.length * 3) / 4 / 1_024)} KiB)`;
  if (text.length <= most) return text.trimEnd();
  const half = Math.floor(most / 2);
  const left = text.length - 2 * half;
  return `${text.slice(0, half).toWellFormed()}\n[… ${left} characters; search_document with this block_id reads all of it …]\n${text.slice(-half).toWellFormed().trimEnd()}`;
}
