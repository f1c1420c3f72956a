/**
 * What a command does to the blocks of a chat or document: the changes, or why not. Pure. No text is ever lost but by the
 * person who reverts it: what is replaced, superseded or deleted becomes a revision.
 */
import type { BlockState } from "../model.ts";
import { LIMITS } from "../wire.ts";
import { addText, newBlock, put } from "./changes.ts";
import type { Command, Origin } from "./command.ts";
import { type Decision, done } from "./decision.ts";
import { edit, move, remove } from "./edit.ts";
import { deletion, finish, proposeDelete, proposeMove, proposeText, writeOn } from "./propose.ts";
import { noBlock, takenId, tooLarge } from "./refusals.ts";
import { accept, acceptAll, revert } from "./settle.ts";

export { isSameAuthor, newestText, writer } from "./block-state.ts";

/** `blocks`: all of the owner, in order. */
export function decide(blocks: readonly BlockState[], command: Command, origin: Origin): Decision {
  if ("content" in command && command.content.length > LIMITS.block) return tooLarge();
  if ("text" in command && command.text.content.length > LIMITS.block) return tooLarge();
  switch (command.type) {
    case "add": {
      if (hasBlock(blocks, command.block.id)) return takenId(command.block.id);
      return done(put(newBlock(blocks, command.block, origin), { version: 1, current: command.content }));
    }
    case "propose_block": {
      if (hasBlock(blocks, command.block.id)) return takenId(command.block.id);
      const block = newBlock(blocks, command.block, origin);
      return done(put(block), addText(block, 0, command.text, origin));
    }
    case "accept_all":
      return acceptAll(blocks, origin);
    case "propose_delete_all":
      return done(...blocks.flatMap((state) => deletion(state, state.block.version, origin)));
    default: {
      const state = blocks.find(({ block }) => block.id === command.block_id);
      return state ? decideFor(state, blocks, command, origin) : noBlock(command.block_id);
    }
  }
}

type BlockCommand = Extract<Command, { readonly block_id: string }>;

function decideFor(state: BlockState, blocks: readonly BlockState[], command: BlockCommand, origin: Origin): Decision {
  switch (command.type) {
    case "edit":
      return edit(state, command, origin);
    case "accept":
      return accept(blocks, state, command, origin);
    case "revert":
      return revert(state, command);
    case "move":
      return move(blocks, state, command.after);
    case "remove":
      return remove(state, command, origin);
    case "describe":
      return done(put(state.block, { meta: { ...state.block.meta, ...command.meta } }));
    case "propose_text":
      return proposeText(state, command, origin);
    case "propose_delete":
      return proposeDelete(state, command.base, origin);
    case "propose_move":
      return proposeMove(blocks, state, command, origin);
    case "write_on":
      return writeOn(state, command.proposal_id, origin);
    case "finish":
      return finish(state, command);
  }
}

function hasBlock(blocks: readonly BlockState[], id: string): boolean {
  return blocks.some(({ block }) => block.id === id);
}
