/** The store as the host uses it: texts that nobody writes any more are found, and a failure is told once. */
import type { Clock } from "../../chatroom/clock.ts";
import type { Change } from "../change.ts";
import { applyChanges } from "../core/apply.ts";
import type { BlockState, Owner, TextProposal } from "../model.ts";
import type { DocumentStore, Written } from "../store/document-store.ts";
import { StoreError } from "../store/store-error.ts";

/** Nobody writes one text for so long, ms. */
const LONGEST_TEXT_MS = 3_600_000;

export interface KeptOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  /** Whether a proposal is being written by this process. */
  readonly isOpen: (proposalId: string) => boolean;
  /** One line for the operator. */
  readonly log: (line: string) => void;
}

export class Kept {
  readonly #options: KeptOptions;
  /** Of this process, and given up. */
  readonly #abandoned = new Set<string>();
  #isFailing = false;

  constructor(options: KeptOptions) {
    this.#options = options;
  }

  /** Rejects where the database fails, which the operator is told when it begins. */
  async write(changes: readonly Change[]): Promise<Written> {
    try {
      const written = await this.#options.store.write(changes);
      this.#isFailing = false;
      return written;
    } catch (error) {
      if (!this.#isFailing) {
        this.#options.log(`documents cannot be stored: ${messageOf(error)}; what is written until then is refused`);
      }
      this.#isFailing = true;
      throw error;
    }
  }

  abandon(proposalId: string): void {
    this.#abandoned.add(proposalId);
  }

  /** Blocks in order. A text whose writer is gone (a crash) is `cut` from here on. */
  async blocks(owner: Owner): Promise<readonly BlockState[]> {
    const blocks = await this.#options.store.blocks(owner);
    const streaming = blocks
      .flatMap(({ proposals }) => proposals.filter((each) => each.kind === "text"))
      .filter(({ id, status }) => status === "streaming" && !this.#options.isOpen(id));
    if (streaming.length === 0) return blocks;
    // Another process may write to the same database just now.
    const isAlone = await this.#options.store.isAlone();
    const cut = streaming
      .filter((text) => isAlone || this.#isOrphan(text))
      .map(({ id }): Change => ({ type: "proposal_status", proposal_id: id, status: "cut" }));
    if (cut.length === 0) return blocks;
    await this.write(cut);
    return applyChanges(blocks, cut);
  }

  #isOrphan({ id, created_at }: TextProposal): boolean {
    return this.#abandoned.has(id) || this.#options.clock.now() - created_at > LONGEST_TEXT_MS;
  }
}

/** What may be told to people elsewhere: not where the database is. */
export function reasonOf(error: unknown): string {
  return error instanceof StoreError ? `the database: ${error.reason}` : messageOf(error);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
