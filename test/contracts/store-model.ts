/** Random changes of the blocks of one document that no store may refuse, beside what core/apply.ts makes of them. */
import type { Change } from "../../src/documents/change.ts";
import { applyChanges } from "../../src/documents/core/apply.ts";
import type { BlockState } from "../../src/documents/model.ts";
import { aBlock, aMove, aText, inDocument } from "../fakes/document-samples.ts";
import type { Random } from "../interleavings/random.ts";

const POSITIONS = ["Zz", "a0", "a0V", "a1", "aA", "aa", "b00", "b0A", "b0a"];
const STATUSES = ["streaming", "cut", "done"] as const;

export class StoreModel {
  blocks: readonly BlockState[] = [];
  readonly #random: Random;
  #made = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The next change, which has happened here already. */
  next(): Change {
    const change = this.#change();
    this.blocks = applyChanges(this.blocks, [change]);
    return change;
  }

  #change(): Change {
    const block = this.#one(this.blocks)?.block;
    if (!block || this.#random.chance(0.1)) return this.#newBlock();
    const proposal_id = this.#one(this.blocks.flatMap(({ proposals }) => proposals))?.id ?? "none";
    const id = `p${++this.#made}`;
    switch (this.#random.below(12)) {
      case 0:
        return { type: "block_drop", block_id: block.id };
      case 1:
        return { type: "block_put", block: { ...block, version: block.version + 1, current: `now ${this.#made}` } };
      case 2:
        return { type: "proposal_add", proposal: { ...aMove(id, block.id, block.id).proposal } };
      case 3:
        return { type: "proposal_drop", proposal_id };
      case 4:
        return {
          ...{ type: "proposal_status", proposal_id, status: "streaming" },
          author: { type: "agent", model: "demo/bob", name: "Bob" },
        };
      case 5:
        return { type: "proposal_status", proposal_id, status: this.#one(STATUSES) ?? "done" };
      case 6:
      case 7:
        return aText(id, block.id);
      default:
        return { type: "append", proposal_id, text: `${this.#made} ` };
    }
  }

  /** Each in a place of its own: of two in one place the store and the core need not say the same. */
  #newBlock(): Change {
    const number = ++this.#made;
    return aBlock(`b${number}`, inDocument("d1"), `${this.#one(POSITIONS) ?? ""}${number}V`);
  }

  #one<T>(values: readonly T[]): T | undefined {
    return values[this.#random.below(Math.max(1, values.length))];
  }
}
