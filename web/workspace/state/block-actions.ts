/** What a person does to the blocks of the document. What comes of it is heard as frames. */
import { newestText } from "../../../src/documents/core/block-state.ts";
import type { BlockMeta, BlockState } from "../../../src/documents/model.ts";
import type { NewContent } from "../connect/api.ts";
import { newestProposal } from "./pending.ts";
import type { WorkspaceModel } from "./workspace-model.ts";

export class BlockActions {
  readonly #model: WorkspaceModel;

  constructor(model: WorkspaceModel) {
    this.#model = model;
  }

  stateOf(id: string): BlockState | undefined {
    return this.#blocks.find(({ block }) => block.id === id);
  }

  /** By default the newest change. What is stale is shown first. */
  async accept(id: string, proposalId = this.#newest(id)): Promise<void> {
    if (proposalId === undefined) return;
    const answer = await this.#model.api.accept(id, { proposal_id: proposalId });
    if (!("failure" in answer)) return;
    if (answer.failure.code !== "stale_base") return this.#model.fail(answer.failure);
    this.#model.ui({ overlay: { type: "stale", block_id: id, proposal_id: proposalId, failure: answer.failure } });
  }

  /** After its difference has been seen. */
  async acceptOver(id: string, proposalId: string, version: number): Promise<void> {
    this.#model.ui({ overlay: null });
    const answer = await this.#model.api.accept(id, { proposal_id: proposalId, over: version });
    if (!("failure" in answer)) return;
    if (answer.failure.code !== "stale_base") return this.#model.fail(answer.failure);
    // It has changed once more meanwhile: that is to be seen as well.
    this.#model.ui({ overlay: { type: "stale", block_id: id, proposal_id: proposalId, failure: answer.failure } });
  }

  async revert(id: string, proposalId = this.#newest(id)): Promise<void> {
    const state = this.stateOf(id);
    if (!state || proposalId === undefined) return;
    const after = this.#before(id);
    const proposal = state.proposals.find((each) => each.id === proposalId);
    if (!this.#model.did(await this.#model.api.revert(id, { proposal_id: proposalId }))) return;
    if (proposal?.kind !== "text" || proposal.content.trim() === "") return;
    const { current, type, meta } = state.block;
    this.#model.tell("The change is reverted.", {
      words: "Take it after all",
      run: () => {
        if (current === null) void this.add({ type, content: proposal.content, meta: titleIn(meta), after });
        else void this.restore(id, proposal.content);
      },
    });
  }

  async acceptAll(): Promise<void> {
    const { document_id } = this.#model.state.place;
    if (document_id === null) return;
    const answer = await this.#model.api.acceptAll(document_id);
    if (!this.#model.did(answer)) return;
    const { accepted, left } = answer.body;
    const rest = left.length > 0 ? `; ${left.length} left to look at` : "";
    this.#model.tell(`${counted(accepted.length, "change")} accepted${rest}.`);
  }

  /** Whether it was done. */
  async add(content: NewContent): Promise<boolean> {
    const { document_id } = this.#model.state.place;
    if (document_id === null) return false;
    const answer = await this.#model.api.addBlock(document_id, content);
    if (!this.#model.did(answer)) return false;
    this.#model.ui({ editing: null, selected: answer.body.block.id });
    return true;
  }

  async remove(id: string): Promise<void> {
    const blocks = this.#blocks;
    const index = blocks.findIndex(({ block }) => block.id === id);
    const state = blocks[index];
    const after = this.#before(id);
    if (!state || !this.#model.did(await this.#model.api.deleteBlock(id))) return;
    this.#model.ui({ selected: blocks[index + 1]?.block.id ?? after });
    const { type, meta } = state.block;
    const content = state.block.current ?? newestText(state);
    if (content.trim() === "") return this.#model.tell("The block is gone.");
    this.#model.tell("The block is gone.", {
      words: "Undo",
      run: () => void this.add({ type, content, meta: titleIn(meta), after }),
    });
  }

  async move(id: string, direction: 1 | -1): Promise<void> {
    const blocks = this.#blocks;
    const index = blocks.findIndex(({ block }) => block.id === id);
    const to = index + direction;
    if (index === -1 || to < 0 || to >= blocks.length) return;
    const after = direction === 1 ? blocks[to] : blocks[to - 1];
    this.#model.did(await this.#model.api.moveBlock(id, after?.block.id ?? null));
  }

  async history(id: string): Promise<void> {
    this.#model.ui({ overlay: { type: "history", block_id: id, revisions: null } });
    const answer = await this.#model.api.revisions(id);
    if (!this.#model.did(answer)) return this.#model.ui({ overlay: null });
    const { overlay } = this.#model.state.ui;
    if (overlay?.type !== "history" || overlay.block_id !== id) return;
    this.#model.ui({ overlay: { ...overlay, revisions: answer.body.revisions } });
  }

  /** As an edit by the person, of the block as it is now. */
  async restore(id: string, content: string): Promise<void> {
    const state = this.stateOf(id);
    if (!state) return;
    this.#model.ui({ overlay: null });
    this.#model.did(await this.#model.api.editBlock(id, content, state.block.version));
  }

  get #blocks(): readonly BlockState[] {
    return this.#model.state.shown.document?.blocks ?? [];
  }

  /** The block above; null: there is none. */
  #before(id: string): string | null {
    const index = this.#blocks.findIndex(({ block }) => block.id === id);
    return this.#blocks[index - 1]?.block.id ?? null;
  }

  #newest(id: string): string | undefined {
    const state = this.stateOf(id);
    return state && newestProposal(state)?.id;
  }
}

/** What a person may say of a block. */
function titleIn({ title }: BlockMeta): BlockMeta {
  return title === undefined ? {} : { title };
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
