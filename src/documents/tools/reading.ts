/** Which version of each block a model has read: what it was told while it wrote, it had not read when it was asked. */
import type { Block } from "../model.ts";

export class Reading {
  readonly #read = new Map<string, number>();
  readonly #told = new Map<string, number>();

  /** The block as it is stands in what the model is told next. */
  tell({ id, version }: Block): void {
    this.#told.set(id, version);
  }

  /** The model is asked, with all that it was told. */
  asked(): void {
    for (const [id, version] of this.#told) this.#read.set(id, version);
    this.#told.clear();
  }

  /** null: it has never read the block. */
  versionOf(blockId: string): number | null {
    return this.#read.get(blockId) ?? null;
  }
}
