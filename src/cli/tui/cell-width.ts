/** How many terminal cells a text takes. Plain ASCII, nearly everything, is answered without segmenting. */
import stringWidth from "string-width";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7e) return false;
  return true;
}

export function cellWidth(text: string): number {
  return isAscii(text) ? text.length : stringWidth(text);
}

export function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** The beginning of `text` that fits `width` cells, with `…` in its last cell where something was left out. */
export function truncate(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  if (width <= 0) return "";
  if (isAscii(text)) return `${text.slice(0, width - 1)}…`;
  let kept = "";
  let used = 0;
  for (const grapheme of graphemesOf(text)) {
    const cells = cellWidth(grapheme);
    if (used + cells > width - 1) break;
    kept += grapheme;
    used += cells;
  }
  return `${kept}…`;
}
