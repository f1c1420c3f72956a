/** The blocks of one owner under the pure core: commands in, blocks and revisions out, ids that count. */
import { applyChanges } from "../../src/documents/core/apply.ts";
import type { Command } from "../../src/documents/core/command.ts";
import { decide } from "../../src/documents/core/decide.ts";
import type { Change } from "../../src/documents/change.ts";
import type { Author, BlockState, Owner, Revision } from "../../src/documents/model.ts";
import type { Refusal } from "../../src/documents/refusal.ts";

export const GRACE: Author = { type: "user", id: "u1", name: "Grace" };
export const ALAN: Author = { type: "user", id: "u2", name: "Alan" };
export const AGENT: Author = { type: "agent", model: "demo/scribe" };
export const OTHER_AGENT: Author = { type: "agent", model: "demo/scribe", name: "Ada" };

export class BlockBoard {
  readonly owner: Owner;
  blocks: readonly BlockState[] = [];
  readonly revisions: Revision[] = [];
  #now = 1_000;
  #ids = 0;

  constructor(owner: Owner = { type: "document", document_id: "d1" }) {
    this.owner = owner;
  }

  /** What was written; nothing where it was refused. */
  run(author: Author, command: Command): { readonly changes: readonly Change[]; readonly refusal: Refusal | null } {
    const { owner } = this;
    this.#now += 1;
    const newId = (kind: string) => `${kind.charAt(0)}-${++this.#ids}`;
    const decision = decide(this.blocks, command, { author, owner, now: this.#now, newId });
    if ("refusal" in decision) return { changes: [], refusal: decision.refusal };
    this.write(decision.changes);
    return { changes: decision.changes, refusal: null };
  }

  write(changes: readonly Change[]): void {
    this.blocks = applyChanges(this.blocks, changes);
    this.revisions.push(...changes.flatMap((each) => (each.type === "revision_add" ? [each.revision] : [])));
  }

  add(id: string, content: string, after?: string | null): this {
    const place = after === undefined ? "end" : { after };
    this.run(GRACE, { type: "add", block: { id, type: "md", meta: {}, place }, content });
    return this;
  }

  proposeBlock(id: string, content: string, status: "done" | "streaming" | "cut" = "done", by: Author = AGENT): string {
    const text = { proposal_id: `${id}-text`, content, status };
    this.run(by, { type: "propose_block", block: { id, type: "md", meta: {}, place: "end" }, text });
    return text.proposal_id;
  }

  /** Beside the version that is there, unless `base` says another. */
  proposeText(
    id: string,
    content: string,
    by: Author = AGENT,
    { base, status = "done" }: { base?: number; status?: "done" | "streaming" | "cut" } = {},
  ): string {
    const text = { proposal_id: `t-${++this.#ids}`, content, status };
    this.run(by, { type: "propose_text", block_id: id, base: base ?? this.at(id).block.version, text });
    return text.proposal_id;
  }

  at(id: string): BlockState {
    const state = this.blocks.find(({ block }) => block.id === id);
    if (!state) throw new Error(`no block ${id}`);
    return state;
  }

  /** Ids in order. */
  get order(): readonly string[] {
    return this.blocks.map(({ block }) => block.id);
  }

  /** What the proposals of a block are, in short. */
  proposed(id: string): readonly string[] {
    return this.at(id).proposals.map((each) => (each.kind === "text" ? each.content : each.kind));
  }
}
