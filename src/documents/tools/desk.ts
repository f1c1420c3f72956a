/** What the tools of one agent work on: its pen, its document, what it has read of it, and what it has done. */
import { nearest } from "../../agents/nearest.ts";
import type { Pen } from "../document-host.ts";
import type { BlockMeta, BlockState, Document, Owner } from "../model.ts";
import { mention } from "./block-words.ts";
import { Reading } from "./reading.ts";

export type DoneAction = NonNullable<BlockMeta["actions"]>[number];

export interface DeskOptions {
  readonly pen: Pen;
  readonly document: Document;
  /** Nobody has given the document a name: it may get one. */
  readonly isUnnamed: boolean;
  /** Something was done to the document, for people who read the chat. */
  readonly onAction: (action: DoneAction) => void;
}

export type Found = { readonly state: BlockState } | { readonly problem: string };

/** So many blocks are named to who asks for one that is not there. */
const NAMED_BLOCKS = 30;

export class Desk {
  readonly pen: Pen;
  readonly document: Document;
  readonly isUnnamed: boolean;
  readonly owner: Owner;
  readonly reading = new Reading();
  readonly did: (action: DoneAction) => void;

  constructor({ pen, document, isUnnamed, onAction }: DeskOptions) {
    this.pen = pen;
    this.document = document;
    this.isUnnamed = isUnnamed;
    this.owner = { type: "document", document_id: document.id };
    this.did = onAction;
  }

  blocks(): Promise<readonly BlockState[]> {
    return this.pen.blocks(this.owner);
  }

  async find(blockId: string): Promise<Found> {
    const blocks = await this.blocks();
    const state = blocks.find(({ block }) => block.id === blockId.trim());
    if (state) return { state };
    const ids = blocks.map(({ block }) => block.id);
    const near = nearest(blockId, ids);
    if (near !== null) return { problem: `[system] There is no block ${quote(blockId)}. Did you mean ${near}?` };
    const named = blocks.slice(0, NAMED_BLOCKS).map(mention).join(", ");
    const there = named === "" ? "The document has no blocks yet." : `The blocks: ${named}.`;
    return { problem: `[system] There is no block ${quote(blockId)} (any more). ${there}` };
  }
}

function quote(id: string): string {
  return `'${id.slice(0, 64).replace(/\s+/gu, " ")}'`;
}
