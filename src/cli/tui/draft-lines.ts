/** The draft as it grows: what stands, what was undone (struck through, or named so without colour), what is coming. */
import { jointOf } from "../../chatroom/index.ts";
import { shownSegments } from "../../logging/draft-view.ts";
import type { Draft } from "../../logging/view-types.ts";
import { readable } from "./entry-lines.ts";
import { DIM, type Line, PLAIN, type Span, type Style, span } from "./line.ts";
import { wrapLine } from "./wrap-line.ts";

const UNDONE: Style = { struck: true, dim: true };

export interface DraftLook {
  readonly width: number;
  /** Nothing can be struck through: undone segments are put in words. */
  readonly plain: boolean;
  readonly writing: boolean;
  readonly accent: Style;
}

export function hasDraft(draft: Draft): boolean {
  return draft.segments.length > 0 || draft.growing !== "";
}

/** Its first line is a heading. */
export function draftLines(draft: Draft, look: DraftLook): Line[] {
  const parts: Span[] = [];
  const add = (text: string, style: Style, undone: boolean) => {
    const readableText = readable(text);
    if (readableText === "") return;
    const previous = parts.at(-1)?.text ?? "";
    if (previous !== "" && jointOf(previous, readableText) !== "") parts.push(span(" "));
    parts.push(span(undone && look.plain ? `[undone: ${readableText}]` : readableText, style));
  };
  for (const { text, undone } of shownSegments(draft)) add(text, undone ? UNDONE : PLAIN, undone);
  add(draft.growing, PLAIN, false);
  if (look.writing) parts.push(span("▌", look.accent));
  return [heading(draft, look), ...wrapLine(parts, look.width)];
}

function heading(draft: Draft, look: DraftLook): Line {
  const refused: Span[] =
    draft.refusals > 0 ? [span(` ✗ refused ${draft.refusals}×`, { color: "bad", bold: true })] : [];
  const title = " draft";
  const used = 1 + title.length + (refused[0]?.text.length ?? 0) + 1;
  return [
    span("╌", DIM),
    span(title, look.accent),
    ...refused,
    span(` ${"╌".repeat(Math.max(0, look.width - used))}`, DIM),
  ];
}
