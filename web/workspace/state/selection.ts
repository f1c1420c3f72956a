/** The chosen block, when it goes: its neighbour takes its place, so that who works by keys stays where they are. */
import type { Shown } from "./shown.ts";

export function selectedAfter(before: Shown, after: Shown, selected: string | null): string | null {
  if (selected === null || before.document === null || after.document === null) return selected;
  if (before.document === after.document || before.document.document.id !== after.document.document.id) return selected;
  const index = before.document.blocks.findIndex(({ block }) => block.id === selected);
  const left = new Set(after.document.blocks.map(({ block }) => block.id));
  if (index === -1 || left.has(selected)) return selected;
  const { blocks } = before.document;
  const isLeft = ({ block }: { readonly block: { readonly id: string } }) => left.has(block.id);
  return (blocks.slice(index).find(isLeft) ?? blocks.slice(0, index).findLast(isLeft))?.block.id ?? null;
}
