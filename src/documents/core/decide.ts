/**
 * What a command does to the blocks of a chat or document: the changes, or why not. Pure. No text is ever lost but by the
 * person who reverts it: what is replaced, superseded or deleted becomes a revision.
 */
import type { Change } from "../change.ts";
import type { Author, Block, BlockState, Proposal, Revision, TextProposal } from "../model.ts";
import { LIMITS } from "../wire.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { applyChanges } from "./apply.ts";
import type { Command, NewBlock, NewText, Origin } from "./command.ts";
import { difference } from "./difference.ts";
import { positionAt } from "./positions.ts";

export type Decision = { readonly changes: readonly Change[] } | { readonly refusal: Refusal };

/** `blocks`: all of the owner, in order. */
export function decide(blocks: readonly BlockState[], command: Command, origin: Origin): Decision {
  if ("content" in command && command.content.length > LIMITS.block) return tooLarge();
  if ("text" in command && command.text.content.length > LIMITS.block) return tooLarge();
  switch (command.type) {
    case "add": {
      if (blocks.some(({ block }) => block.id === command.block.id)) return taken(command.block);
      const block = { ...newBlock(blocks, command.block, origin), version: 1, current: command.content };
      return done({ type: "block_put", block });
    }
    case "propose_block": {
      if (blocks.some(({ block }) => block.id === command.block.id)) return taken(command.block);
      const block = newBlock(blocks, command.block, origin);
      return done({ type: "block_put", block }, addText(block, 0, command.text, origin));
    }
    case "accept_all":
      return acceptAll(blocks, origin);
    case "propose_delete_all":
      return { changes: blocks.flatMap((state) => proposeDelete(state, state.block.version, origin)) };
    default: {
      const state = blocks.find(({ block }) => block.id === command.block_id);
      if (!state) return refusal("not_found", `There is no block ${command.block_id} here.`);
      return decideFor(state, blocks, command, origin);
    }
  }
}

type BlockCommand = Extract<Command, { readonly block_id: string }>;

function decideFor(state: BlockState, blocks: readonly BlockState[], command: BlockCommand, origin: Origin): Decision {
  const { block, proposals } = state;
  switch (command.type) {
    case "edit":
      if (command.base !== block.version) return stale(block, command.base, command.content);
      return done(
        ...keepCurrent(block, "replaced", origin),
        put(block, { current: command.content, version: block.version + 1, author: origin.author }),
      );
    case "accept": {
      const found = findProposal(state, command.proposal_id, "accept");
      if ("refusal" in found) return found;
      const { proposal } = found;
      if (proposal.base !== block.version && proposal.kind !== "move" && command.over !== block.version) {
        return stale(block, proposal.base, proposal.kind === "text" ? proposal.content : "");
      }
      return accept(blocks, state, proposal, origin);
    }
    case "revert": {
      const found = findProposal(state, command.proposal_id, "revert");
      if ("refusal" in found) return found;
      const isLast = block.current === null && proposals.length === 1;
      if (isLast) return done({ type: "block_drop", block_id: block.id });
      return done({ type: "proposal_drop", proposal_id: found.proposal.id });
    }
    case "move":
      if (command.after === block.id) return refusal("invalid", "A block cannot go after itself; name another one.");
      return done(move(blocks, block, command.after));
    case "remove":
      if (command.base !== undefined && command.base !== block.version) return stale(block, command.base, "");
      return remove(state, origin);
    case "describe":
      return done(put(block, { meta: { ...block.meta, ...command.meta } }));
    case "propose_text": {
      if (writer(state)) return beingWritten(state);
      return done(...supersede(state, origin), addText(block, command.base, command.text, origin));
    }
    case "propose_delete":
      return { changes: proposeDelete(state, command.base, origin) };
    case "propose_move": {
      if (command.after === block.id) return refusal("invalid", "A block cannot go after itself; name another one.");
      const { base, after } = command;
      return done({
        type: "proposal_add",
        proposal: { ...newProposal(block, base, origin.newId("proposal"), origin), kind: "move", after },
      });
    }
    case "write_on":
    case "finish": {
      const proposal = proposals.find(({ id }) => id === command.proposal_id);
      if (proposal?.kind !== "text") return refusal("not_found", `What was written to ${block.id} is gone.`);
      if (command.type === "write_on" && writer(state)) return beingWritten(state);
      const status = command.type === "finish" ? command.status : "streaming";
      return done({ type: "proposal_status", proposal_id: proposal.id, status });
    }
  }
}

/** The text that is being written to a block; null: none. */
export function writer({ proposals }: BlockState): TextProposal | null {
  return (proposals.find((each) => each.kind === "text" && each.status === "streaming") as TextProposal | null) ?? null;
}

/** What a block would say if its newest text were accepted. */
export function newestText({ block, proposals }: BlockState): string {
  return proposals.findLast((each) => each.kind === "text")?.content ?? block.current ?? "";
}

export function isStale(block: Block, proposal: Proposal): boolean {
  return proposal.kind !== "move" && proposal.base !== block.version;
}

function accept(blocks: readonly BlockState[], state: BlockState, proposal: Proposal, origin: Origin): Decision {
  const { block } = state;
  switch (proposal.kind) {
    case "text":
      return done(
        ...keepCurrent(block, "replaced", origin),
        put(block, { current: proposal.content, version: block.version + 1, author: proposal.author }),
        { type: "proposal_drop", proposal_id: proposal.id },
      );
    case "delete":
      return remove(state, origin);
    case "move":
      return done(move(blocks, block, proposal.after), { type: "proposal_drop", proposal_id: proposal.id });
  }
}

/** One after the other: where a block goes depends on where those before it went. */
function acceptAll(blocks: readonly BlockState[], origin: Origin): Decision {
  let now = blocks;
  const changes: Change[] = [];
  for (const { block } of blocks) {
    const state = now.find((each) => each.block.id === block.id);
    const next = state ? acceptNewest(now, state, origin) : [];
    now = applyChanges(now, next);
    changes.push(...next);
  }
  return { changes };
}

/** The newest text or deletion that is neither stale nor being written, and the newest move of a block that stays. */
function acceptNewest(blocks: readonly BlockState[], state: BlockState, origin: Origin): readonly Change[] {
  const { block, proposals } = state;
  if (writer(state)) return [];
  const newest = proposals.findLast((each) => each.kind !== "move" && !isStale(block, each));
  const moves = proposals.filter((each) => each.kind === "move");
  const last = newest?.kind === "delete" ? undefined : moves.at(-1);
  const moved = last ? [move(blocks, block, last.after), ...moves.map(drop)] : [];
  if (!newest) return moved;
  const [settled = state] = applyChanges([state], moved);
  const decision = accept(blocks, settled, newest, origin);
  return "changes" in decision ? [...moved, ...decision.changes] : moved;
}

function drop(proposal: Proposal): Change {
  return { type: "proposal_drop", proposal_id: proposal.id };
}

function findProposal(
  state: BlockState,
  id: string | undefined,
  verb: "accept" | "revert",
): { readonly proposal: Proposal } | { readonly refusal: Refusal } {
  const { block, proposals } = state;
  const proposal = id === undefined ? proposals.at(-1) : proposals.find((each) => each.id === id);
  if (!proposal) {
    const message =
      id === undefined ? `there is nothing new in ${block.id}` : `${block.id} has no change ${id} any more`;
    return refusal("not_found", `Nothing to ${verb}: ${message}.`);
  }
  const touchesText = proposal.kind === "delete" && verb === "accept";
  if ((proposal.kind === "text" && proposal.status === "streaming") || (touchesText && writer(state))) {
    return beingWritten(state);
  }
  return { proposal };
}

function remove(state: BlockState, origin: Origin): Decision {
  if (writer(state)) return beingWritten(state);
  const { block, proposals } = state;
  return done(
    ...keepCurrent(block, "deleted", origin),
    ...proposals.flatMap((each) => (each.kind === "text" ? [keepText(block, each, "deleted", origin)] : [])),
    { type: "block_drop", block_id: block.id },
  );
}

/** An author's newer text takes the place of its own older one; that of somebody else stays beside it. */
function supersede({ block, proposals }: BlockState, origin: Origin): readonly Change[] {
  const own = proposals
    .filter((each) => each.kind === "text")
    .filter(({ author }) => isSameAuthor(author, origin.author));
  return own.flatMap((each) => [keepText(block, each, "superseded", origin), drop(each)]);
}

function proposeDelete({ block, proposals }: BlockState, base: number, origin: Origin): readonly Change[] {
  if (proposals.some((each) => each.kind === "delete" && each.base === base)) return [];
  return [
    {
      type: "proposal_add",
      proposal: { ...newProposal(block, base, origin.newId("proposal"), origin), kind: "delete" },
    },
  ];
}

function addText(block: Block, base: number, { proposal_id, content, status }: NewText, origin: Origin): Change {
  return {
    type: "proposal_add",
    proposal: { ...newProposal(block, base, proposal_id, origin), kind: "text", content, status },
  };
}

function newProposal(block: Block, base: number, id: string, { author, now }: Origin) {
  return { id, block_id: block.id, base, author, created_at: now };
}

function newBlock(blocks: readonly BlockState[], { id, type, meta, place }: NewBlock, origin: Origin): Block {
  const { owner, author, now } = origin;
  const position = positionAt(blocks, place);
  return { id, owner, type, meta, position, version: 0, current: null, author, created_at: now };
}

function move(
  blocks: readonly BlockState[],
  block: Block,
  after: string | null,
): Extract<Change, { type: "block_put" }> {
  const others = blocks.filter((each) => each.block.id !== block.id);
  return put(block, { position: positionAt(others, { after }) });
}

function keepCurrent(block: Block, reason: Revision["reason"], origin: Origin): readonly Change[] {
  if (block.current === null) return [];
  const { version, current: content, author } = block;
  return [revision(block, { version, content, author, reason }, origin)];
}

function keepText(block: Block, { content, author }: TextProposal, reason: Revision["reason"], origin: Origin): Change {
  return revision(block, { version: null, content, author, reason }, origin);
}

function revision(
  block: Block,
  text: Pick<Revision, "version" | "content" | "author" | "reason">,
  { newId, now }: Origin,
): Change {
  const { id: block_id, owner } = block;
  return { type: "revision_add", revision: { id: newId("revision"), block_id, owner, ...text, created_at: now } };
}

function put(block: Block, fields: Partial<Block>): Extract<Change, { type: "block_put" }> {
  return { type: "block_put", block: { ...block, ...fields } };
}

function done(...changes: readonly Change[]): Decision {
  return { changes };
}

export function isSameAuthor(one: Author, other: Author): boolean {
  if (one.type === "user" || other.type === "user") return one.type === other.type && nameOf(one) === nameOf(other);
  return one.model === other.model && one.name === other.name;
}

function nameOf(author: Author): string {
  return author.type === "user" ? author.id : (author.name ?? author.model);
}

function stale(block: Block, base: number, proposed: string): Decision {
  const { id, version, current } = block;
  return refusal(
    "stale_base",
    `${id} was changed meanwhile: this is for version ${base}, and it has version ${version} now. Read how they differ, then accept it over version ${version}, or revert it.`,
    { difference: difference(current ?? "", proposed), version, current },
  );
}

function beingWritten({ block }: BlockState): { readonly refusal: Refusal } {
  return refusal("being_written", `${block.id} is being written just now; wait for its end, or pause the chat.`);
}

function taken({ id }: NewBlock): Decision {
  return refusal("invalid", `There is a block ${id} already; leave block_id out and one is made.`);
}

function tooLarge(): Decision {
  return refusal("too_large", `A block holds at most ${LIMITS.block} characters; split it.`);
}
