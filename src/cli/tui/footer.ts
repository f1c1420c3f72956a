/** The last line: the keys, or what a person is writing. And the page that explains the keys. */
import { cellWidth, graphemesOf } from "./cell-width.ts";
import { BOLD, DIM, EMPTY_LINE, type Line, lineWidth, type Span, span, spread } from "./line.ts";
import type { Editor } from "./line-editor.ts";
import type { Composer, HelpRow, Hint } from "./tui-mode.ts";

/** As many keys as fit, the most needed ones first to stay. */
export function footerLine(hints: readonly Hint[], width: number): Line {
  for (let kept = hints.length; kept > 0; kept--) {
    const line = hints.filter(([, , rank]) => rank < kept).flatMap(([key, does], index) => hint(key, does, index > 0));
    if (lineWidth(line) <= width) return line;
  }
  return EMPTY_LINE;
}

function hint(key: string, does: string, separated: boolean): Span[] {
  return [span(separated ? "  " : " "), span(key, BOLD), span(` ${does}`, DIM)];
}

/** The part of the message around the cursor that fits. Newlines (of a paste) are shown, not obeyed. */
export function composerLine(
  editor: Editor,
  { label, does }: Pick<Composer, "label" | "does">,
  width: number,
  plain: boolean,
): Line {
  const prompt: Line = [span(` ${label} `, { inverse: true, bold: true }), span(" › ", BOLD)];
  const help: Line =
    width >= 60 ? [span("enter", BOLD), span(` ${does}  `, DIM), span("esc", BOLD), span(" cancels ", DIM)] : [];
  const room = width - lineWidth(prompt) - lineWidth(help) - 2;
  const [first = " ", ...after] = [...graphemesOf(shown(editor.after))];
  const before = tail(
    shown(editor.before),
    Math.max(0, room - Math.min(cellWidth(after.join("")), Math.floor(room / 3)) - 2),
  );
  const rest = head(after, room - cellWidth(before) - cellWidth(first));
  const cursor: Line = plain ? [span("█"), span(first)] : [span(first, { inverse: true })];
  return spread([...prompt, span(before), ...cursor, span(rest)], help, width);
}

function shown(text: string): string {
  return text.replaceAll("\n", "⏎").replaceAll("\t", " ");
}

function head(graphemes: readonly string[], width: number): string {
  let text = "";
  let used = 0;
  for (const grapheme of graphemes) {
    used += cellWidth(grapheme);
    if (used > width) break;
    text += grapheme;
  }
  return text;
}

function tail(text: string, width: number): string {
  let kept = "";
  let used = 0;
  for (const grapheme of [...graphemesOf(text.slice(-width * 16))].reverse()) {
    used += cellWidth(grapheme);
    if (used > width) break;
    kept = grapheme + kept;
  }
  return kept;
}

const SIGNS: readonly HelpRow[] = [
  ["·", "thinking"],
  ["→", "an action"],
  ["✓", "it was done"],
  ["~", "it was cut"],
  ["✗", "refused: somebody spoke first"],
  ["!", "an error"],
  ["╌ draft", "what it is about to say, undone parts struck"],
  ["◆", "holds the floor or the stick"],
];

export function helpLines(keys: readonly HelpRow[], width: number, rows: number): Line[] {
  const keyWidth = 16;
  const row = ([key, does]: HelpRow): Line => {
    return spread([span("  "), span(key.padEnd(keyWidth), BOLD), span(does)], [], width);
  };
  const signs = SIGNS.map(row);
  const lines: Line[] = [EMPTY_LINE, [span("  Keys", DIM)], ...keys.map(row)];
  if (rows >= keys.length + SIGNS.length + 4) lines.push(EMPTY_LINE, [span("  Signs", DIM)], ...signs);
  return lines.slice(0, rows);
}
