/** Markdown as everything here reads it: CommonMark with GitHub's tables, lists, strikethrough, footnotes and addresses. */
import { parse, postprocess, preprocess } from "micromark";
import { gfm } from "micromark-extension-gfm";

type Event = ReturnType<typeof postprocess>[number];
type Token = Event[1];

export interface Piece {
  readonly type: Token["type"];
  /** Where it begins and ends in the text. */
  readonly start: number;
  readonly end: number;
  /** In how many others it is. */
  readonly depth: number;
}

/** What a text is made of, outer before inner, in order. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  for (const [kind, { type, start, end }] of postprocess(
    parse({ extensions: [gfm()] })
      .document()
      .write(preprocess()(text, undefined, true)),
  )) {
    if (kind === "exit") depth -= 1;
    else pieces.push({ type, start: start.offset, end: end.offset, depth: depth++ });
  }
  return pieces;
}
