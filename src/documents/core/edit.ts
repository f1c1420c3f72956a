/** What a person does to a block by hand: it is so at once. */
import type { BlockState } from "../model.ts";
import { writer } from "./block-state.ts";
import { keepCurrent, put, putCurrent, removal } from "./changes.ts";
import type { Command, Origin } from "./command.ts";
import { type Decision, done } from "./decision.ts";
import { positionAt } from "./positions.ts";
import { afterItself, beingWritten, nothingToGoAfter, stale } from "./refusals.ts";

type Of<T extends Command["type"]> = Extract<Command, { readonly type: T }>;

export function edit({ block }: BlockState, { base, content }: Of<"edit">, origin: Origin): Decision {
  if (base !== block.version) return stale(block, base, content, "edit");
  return done(...keepCurrent(block, "replaced", origin), putCurrent(block, { content, author: origin.author }));
}

export function remove(state: BlockState, { base }: Pick<Of<"remove">, "base">, origin: Origin): Decision {
  const { block } = state;
  if (base !== undefined && base !== block.version) return stale(block, base, "", "remove");
  if (writer(state)) return beingWritten(state);
  return done(...removal(state, origin));
}

/** `after` is a block that is there, and another one. */
export function move(blocks: readonly BlockState[], { block }: BlockState, after: string | null): Decision {
  const others = blocks.filter((each) => each.block.id !== block.id);
  if (after === block.id) return afterItself();
  if (after !== null && !others.some((each) => each.block.id === after)) {
    return nothingToGoAfter(block, after);
  }
  return done(put(block, { position: positionAt(others, { after }) }));
}
