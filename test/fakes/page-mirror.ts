/** What a page shows, made of the frames it gets and nothing else. */
import type { BlockState } from "../../src/documents/model.ts";
import type { Chunk, ServerFrame } from "../../src/documents/wire.ts";

export class PageMirror {
  readonly blocks = new Map<string, BlockState>();

  apply(frame: ServerFrame): void {
    switch (frame.type) {
      case "snapshot":
        this.blocks.clear();
        for (const state of [...(frame.chat?.blocks ?? []), ...(frame.document?.blocks ?? [])]) this.#put(state);
        return;
      case "block":
        return this.#put(frame.block);
      case "block_gone":
        this.blocks.delete(frame.block_id);
        return;
      case "md":
      case "csv":
      case "image/jpg":
      case "image/png":
      case "interactive_chart":
        return this.#append(frame);
      default:
    }
  }

  /** What is proposed or current, by block: the newest text. */
  get texts(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.blocks].map(([id, state]) => [id, textOf(state)]));
  }

  #put(state: BlockState): void {
    this.blocks.set(state.block.id, state);
  }

  #append({ block_ids, content }: Chunk): void {
    const state = this.blocks.get(block_ids);
    if (!state) throw new Error(`a chunk of ${block_ids}, which no frame has told of`);
    const proposals = state.proposals.map((each) =>
      each.kind === "text" && each.status === "streaming" ? { ...each, content: each.content + content } : each,
    );
    this.#put({ ...state, proposals });
  }
}

function textOf({ block, proposals }: BlockState): string {
  return proposals.findLast((each) => each.kind === "text")?.content ?? block.current ?? "";
}
