/** Where steps really happen: the pure core, or a host over a database. */
import { applyChanges } from "../../src/documents/core/apply.ts";
import { DocumentHost, type OpenText } from "../../src/documents/document-host.ts";
import type { Command } from "../../src/documents/core/command.ts";
import type { NewId } from "../../src/documents/ids.ts";
import type { Author, BlockState, Owner, Revision } from "../../src/documents/model.ts";
import type { Refusal } from "../../src/documents/refusal.ts";
import { BlockBoard } from "../fakes/block-board.ts";
import { ADA, CHAT } from "../fakes/document-stage.ts";
import { ManualClock } from "../fakes/manual-clock.ts";
import type { WatchedStore } from "../fakes/watched-store.ts";
import type { Action } from "./steps.ts";

export interface World {
  /** In no other world over the same database. */
  readonly idPrefix: string;
  run(author: Author, action: Action): Promise<Refusal | null>;
  /** In order. */
  blocks(): Promise<readonly BlockState[]>;
  /** Of all blocks that ever were. */
  revisions(blockIds: ReadonlySet<string>): Promise<readonly Revision[]>;
}

export function pureWorld(): World {
  const board = new BlockBoard();
  return {
    idPrefix: "",
    run: async (author, action) => {
      if (action.type === "append") board.write([action]);
      else if (action.type !== "append_and_finish") return board.run(author, action).refusal;
      else {
        const { text, finish } = action;
        board.write([{ type: "append", proposal_id: finish.proposal_id, text }]);
        return board.run(author, finish).refusal;
      }
      return null;
    },
    blocks: async () => board.blocks,
    revisions: async () => board.revisions,
  };
}

/** A document of its own in `store`: texts are written as agents write them, and what is stored is what the changes make. */
export async function hostWorld(store: WatchedStore, idPrefix: string): Promise<World> {
  const world = new HostWorld(store, idPrefix);
  await world.open();
  return world;
}

class HostWorld implements World {
  readonly idPrefix: string;
  readonly #store: WatchedStore;
  readonly #owner: Owner & { readonly type: "document" };
  readonly #host: DocumentHost;
  readonly #texts = new Map<string, OpenText>();
  /** What the next proposal is called. */
  #proposalId = "";
  #ids = 0;

  constructor(store: WatchedStore, idPrefix: string) {
    this.#store = store;
    this.idPrefix = idPrefix;
    this.#owner = { type: "document", document_id: `d${idPrefix}` };
    const newId: NewId = (kind) => {
      const named = kind === "proposal" ? this.#proposalId : "";
      this.#proposalId = "";
      return named || `${kind.charAt(0)}${idPrefix}-new-${++this.#ids}`;
    };
    const log = (line: string) => {
      throw new Error(line);
    };
    this.#host = new DocumentHost({ store, clock: new ManualClock(), newId, log, activityOf: () => "idle" });
  }

  async open(): Promise<void> {
    const document = { id: this.#owner.document_id, user_id: ADA.id, title: "", created_at: 1, updated_at: 1 };
    await this.#store.write([
      { type: "user_put", user: ADA, token_hash: null },
      { type: "chat_put", chat: CHAT },
      { type: "document_put", document },
    ]);
    this.#store.transactions.length = 0;
  }

  async run(author: Author, action: Action): Promise<Refusal | null> {
    const actor = { author, chat_id: author.type === "user" ? null : CHAT.id };
    if (action.type === "append") {
      this.#texts.get(action.proposal_id)?.write(action.text);
      await this.#host.settled();
      return null;
    }
    if (action.type === "append_and_finish") {
      this.#texts.get(action.finish.proposal_id)?.write(action.text);
      return this.run(author, action.finish);
    }
    const open = action.type === "finish" ? this.#texts.get(action.proposal_id) : undefined;
    if (open && action.type === "finish" && action.block_id === open.block_id) {
      this.#texts.delete(open.proposal_id);
      await open.end(action.status);
      return null;
    }
    const target = targetOf(action);
    if (!target) {
      const done = await this.#host.execute(this.#owner, action, actor);
      return "refusal" in done ? done.refusal : null;
    }
    const id = "text" in action ? action.text.proposal_id : "";
    this.#proposalId = id;
    const began = await this.#host.begin(this.#owner, target, actor);
    this.#proposalId = "";
    if ("refusal" in began) return began.refusal;
    this.#texts.set(began.open.proposal_id, began.open);
    if ("text" in action) {
      began.open.write(action.text.content);
      await this.#host.settled();
    }
    return null;
  }

  async blocks(): Promise<readonly BlockState[]> {
    const blocks = await this.#host.blocks(this.#owner);
    const folded = this.#store.transactions.reduce(applyChanges, [] as readonly BlockState[]);
    const [is, should] = [JSON.stringify(blocks.map(inOrder)), JSON.stringify(folded.map(inOrder))];
    if (is !== should) throw new Error(`stored: ${is} instead of ${should}`);
    return blocks;
  }

  async revisions(blockIds: ReadonlySet<string>): Promise<readonly Revision[]> {
    const all = await Promise.all([...blockIds].map((id) => this.#store.revisions(id)));
    return all.flat();
  }
}

/** Of what streams; null: it is a command. */
function targetOf(action: Command) {
  if ("text" in action && action.text.status !== "streaming") return null;
  switch (action.type) {
    case "propose_block":
      return { type: "new", block: action.block } as const;
    case "propose_text":
      return { type: "edit", block_id: action.block_id, base: action.base } as const;
    case "write_on":
      return { type: "write_on", block_id: action.block_id, proposal_id: action.proposal_id } as const;
    default:
      return null;
  }
}

/** Fields of both in the same order. */
function inOrder(state: BlockState): unknown {
  const sorted = (value: object) => Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [sorted(state.block), state.proposals.map(sorted)];
}
