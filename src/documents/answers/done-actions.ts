/** What an answer has done to the document, kept with it as it happens, for people who read the chat. */
import type { Pen } from "../document-host.ts";
import type { BlockState, Owner } from "../model.ts";
import type { DoneAction } from "../tools/desk.ts";

/** Actions that are kept of one answer. */
const MOST = 200;

export class DoneActions {
  readonly #actions: DoneAction[];
  readonly #pen: Pen;
  readonly #owner: Owner;
  readonly #blockId: string;
  /** One after the other: the last one has all of them. */
  #writing: Promise<unknown> = Promise.resolve();

  /** `blockId`: the answer's, among `blocks` of the chat `owner`; one that is written on has done something already. */
  constructor(pen: Pen, owner: Owner, blockId: string, blocks: readonly BlockState[]) {
    this.#actions = [...(blocks.find(({ block }) => block.id === blockId)?.block.meta.actions ?? [])];
    this.#pen = pen;
    this.#owner = owner;
    this.#blockId = blockId;
  }

  get all(): readonly DoneAction[] {
    return this.#actions;
  }

  readonly add = (action: DoneAction): void => {
    if (this.#actions.length >= MOST) return;
    this.#actions.push(action);
    const actions = [...this.#actions];
    this.#writing = this.#writing
      .then(() => this.#pen.execute(this.#owner, { type: "describe", block_id: this.#blockId, meta: { actions } }))
      .catch(() => {});
  };

  /** All of it is stored. */
  async settled(): Promise<void> {
    await this.#writing;
  }
}
