/** Why a command is not carried out: one sentence each, with what to do instead. */
import type { Block, BlockState } from "../model.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { LIMITS } from "../wire.ts";
import { difference } from "./difference.ts";

type Refused = { readonly refusal: Refusal };

export function noBlock(id: string): Refused {
  return refusal("not_found", `There is no block ${id} here.`);
}

export function takenId(id: string): Refused {
  return refusal("invalid", `There is a block ${id} already; leave block_id out and one is made.`);
}

export function tooLarge(): Refused {
  return refusal("too_large", `A block holds at most ${LIMITS.block} characters; split it.`);
}

export function beingWritten({ block }: BlockState): Refused {
  return refusal("being_written", `${block.id} is being written just now; wait for its end, or pause the chat.`);
}

export function afterItself(): Refused {
  return refusal("invalid", "A block cannot go after itself; name another one.");
}

/** `after` is not there. */
export function nothingToGoAfter({ id }: Block, after: string): Refused {
  return refusal("not_found", `${id} cannot go after ${after}: there is no such block here; name another one.`);
}

export function unknownVersion({ id, version }: Block, base: number): Refused {
  return refusal("invalid", `${id} has no version ${base} yet; read it again, it has version ${version}.`);
}

export function nothingToSettle({ id }: Block, proposalId: string | undefined, verb: "accept" | "revert"): Refused {
  const why = proposalId === undefined ? `there is nothing new in ${id}` : `${id} has no change ${proposalId} any more`;
  return refusal("not_found", `Nothing to ${verb}: ${why}.`);
}

const STALE_FIX = {
  accept: (now: number) => `Read how they differ, then accept it over version ${now}, or revert it.`,
  edit: (now: number) => `Read how they differ, then save it again as an edit of version ${now}.`,
  remove: (now: number) => `Read it, then delete version ${now}.`,
} as const;

/** `proposed`: what the block would have said; "" where it would have gone. */
export function stale(block: Block, base: number, proposed: string, verb: keyof typeof STALE_FIX): Refused {
  const { id, version, current } = block;
  return refusal(
    "stale_base",
    `${id} was changed meanwhile: this is for version ${base}, and it has version ${version} now. ${STALE_FIX[verb](version)}`,
    { difference: isText(block) ? difference(current ?? "", proposed) : "The images differ.", version, current },
  );
}

function isText({ type }: Block): boolean {
  return type !== "image/jpg" && type !== "image/png";
}
