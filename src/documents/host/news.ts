/** Who wants to know what others do to a document, and what a command was in a word. */
import type { Change } from "../change.ts";
import type { Command } from "../core/command.ts";
import { isSameAuthor } from "../core/decide.ts";
import type { DocumentNews } from "../document-host.ts";
import type { Author, BlockState, Proposal } from "../model.ts";

type Listener = (news: DocumentNews) => void;

export class NewsListeners {
  readonly #byDocument = new Map<string, Set<{ readonly author: Author; readonly listener: Listener }>>();

  /** `listener` hears what is not by `author`; returns how to stop. */
  add(documentId: string, author: Author, listener: Listener): () => void {
    const all = this.#byDocument.get(documentId) ?? new Set();
    const entry = { author, listener };
    this.#byDocument.set(documentId, all.add(entry));
    return () => {
      all.delete(entry);
      if (all.size === 0 && this.#byDocument.get(documentId) === all) this.#byDocument.delete(documentId);
    };
  }

  tell(documentId: string, news: readonly DocumentNews[]): void {
    for (const { author, listener } of this.#byDocument.get(documentId) ?? []) {
      for (const one of news) if (!isSameAuthor(one.by, author)) listener(one);
    }
  }
}

/** A text that is still being written is no news yet: its end is. */
export function newsOf(
  command: Command,
  by: Author,
  changes: readonly Change[],
  before: readonly BlockState[],
  after: readonly BlockState[],
): readonly DocumentNews[] {
  const how = verbOf(command);
  if (how === null) return [];
  return touchedBy(command, changes, before).map((block_id) => ({
    by,
    how,
    block_id,
    state: after.find(({ block }) => block.id === block_id) ?? null,
    proposal: proposalOf(command, block_id, before, after),
  }));
}

function verbOf(command: Command): DocumentNews["how"] | null {
  switch (command.type) {
    case "accept":
    case "accept_all":
      return "accepted";
    case "revert":
      return "reverted";
    case "edit":
      return "changed";
    case "propose_text":
    case "finish":
      return isUnfinished(command) ? null : "changed";
    case "propose_block":
      return isUnfinished(command) ? null : "added";
    case "add":
      return "added";
    case "move":
    case "propose_move":
      return "moved";
    case "remove":
    case "propose_delete":
    case "propose_delete_all":
      return "removed";
    case "describe":
    case "write_on":
      return null;
  }
}

function isUnfinished(command: Extract<Command, { type: "propose_text" | "propose_block" | "finish" }>): boolean {
  return command.type !== "finish" && command.text.status === "streaming";
}

function touchedBy(command: Command, changes: readonly Change[], before: readonly BlockState[]): readonly string[] {
  if ("block_id" in command) return [command.block_id];
  if ("block" in command) return [command.block.id];
  const owners = new Map(before.flatMap(({ block, proposals }) => proposals.map(({ id }) => [id, block.id] as const)));
  const ids = changes.flatMap((change) => {
    if (change.type === "block_put") return [change.block.id];
    if (change.type === "block_drop") return [change.block_id];
    if (change.type === "proposal_add") return [change.proposal.block_id];
    return change.type === "proposal_drop" ? [owners.get(change.proposal_id) ?? ""] : [];
  });
  return [...new Set(ids)];
}

/** The one that was accepted, reverted or made. */
function proposalOf(
  command: Command,
  block_id: string,
  before: readonly BlockState[],
  after: readonly BlockState[],
): Proposal | null {
  const of = (blocks: readonly BlockState[]) => blocks.find(({ block }) => block.id === block_id)?.proposals ?? [];
  const left = new Set(of(after).map(({ id }) => id));
  switch (command.type) {
    case "accept":
    case "revert":
    case "accept_all":
      return of(before).findLast(({ id }) => !left.has(id)) ?? null;
    case "propose_text":
    case "propose_block":
    case "propose_delete":
    case "propose_delete_all":
    case "propose_move":
    case "finish":
      return of(after).at(-1) ?? null;
    case "add":
    case "edit":
    case "move":
    case "remove":
    case "describe":
    case "write_on":
      return null;
  }
}
