/** How two texts differ, word by word; where they have little in common, line by line. */
import { diffLines, diffWordsWithSpace } from "diff";

export interface Piece {
  readonly text: string;
  readonly kind: "same" | "added" | "removed";
}

/** Beyond this a comparison takes long, and shows nothing. */
const LIMITS = { words: { maxEditLength: 1_500, timeout: 250 }, lines: { maxEditLength: 4_000, timeout: 250 } };

/** null: too far apart to show how. */
export function wordDifference(current: string, proposed: string): readonly Piece[] | null {
  const changes = diffWordsWithSpace(current, proposed, LIMITS.words) ?? diffLines(current, proposed, LIMITS.lines);
  if (changes === undefined) return null;
  return joined(
    changes.map(({ value, added, removed }) => ({ text: value, kind: added ? "added" : removed ? "removed" : "same" })),
  );
}

/** A space or a short word between two changes is part of them: two phrases read better than a word here and there. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = [];
  let [removed, added] = ["", ""];
  const flush = () => {
    if (removed !== "") result.push({ text: removed, kind: "removed" });
    if (added !== "") result.push({ text: added, kind: "added" });
    [removed, added] = ["", ""];
  };
  for (const [index, { text, kind }] of pieces.entries()) {
    if (kind === "removed") removed += text;
    else if (kind === "added") added += text;
    else if (removed !== "" && added !== "" && isShort(text) && index < pieces.length - 1) {
      removed += text;
      added += text;
    } else {
      flush();
      result.push({ text, kind });
    }
  }
  flush();
  return result;
}

function isShort(text: string): boolean {
  return text.trim().length <= 3 && !text.includes("\n");
}

/** Characters of unchanged text that are shown around a change. */
const CONTEXT = 160;

export interface ShownPiece extends Piece {
  /** Characters that are left out in the middle of it. */
  readonly folded?: { readonly begin: string; readonly end: string; readonly characters: number };
}

/** What is the same over long stretches is folded. */
export function foldSame(pieces: readonly Piece[]): readonly ShownPiece[] {
  return pieces.map((piece, index) => {
    const [isFirst, isLast] = [index === 0, index === pieces.length - 1];
    if (piece.kind !== "same" || piece.text.length < CONTEXT * 4) return piece;
    const begin = isFirst ? "" : piece.text.slice(0, CONTEXT);
    const end = isLast ? "" : piece.text.slice(-CONTEXT);
    return { ...piece, folded: { begin, end, characters: piece.text.length - begin.length - end.length } };
  });
}
