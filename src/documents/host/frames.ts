/** What has become of blocks, as the page is told. */
import type { BlockState } from "../model.ts";
import type { PageFrame } from "../wire.ts";

/** `after` as `applyChanges` makes it: what has not changed is the same object. */
export function framesBetween(before: readonly BlockState[], after: readonly BlockState[]): readonly PageFrame[] {
  const old = new Map(before.map((state) => [state.block.id, state]));
  const changed = after.filter((state) => old.get(state.block.id) !== state);
  const left = new Set(after.map(({ block }) => block.id));
  return [
    ...changed.map((block): PageFrame => ({ type: "block", block })),
    ...before.flatMap(({ block }): PageFrame[] =>
      left.has(block.id) ? [] : [{ type: "block_gone", block_id: block.id }],
    ),
  ];
}
