/** One line of input, by graphemes: what a person types, pastes and mends before sending it. */
import { graphemesOf } from "./cell-width.ts";

export interface Editor {
  readonly before: string;
  readonly after: string;
}

export type Edit =
  | { readonly type: "insert"; readonly text: string }
  | { readonly type: "left" | "right" | "home" | "end" | "word_left" | "word_right" }
  | { readonly type: "backspace" | "delete" | "delete_word" | "delete_before" | "delete_after" };

export const EMPTY_EDITOR: Editor = { before: "", after: "" };

export function textOf({ before, after }: Editor): string {
  return before + after;
}

export function edit(editor: Editor, change: Edit): Editor {
  const { before, after } = editor;
  switch (change.type) {
    case "insert":
      return { before: before + change.text, after };
    case "left":
      return split(editor, before.length - lastGrapheme(before).length);
    case "right":
      return split(editor, before.length + firstGrapheme(after).length);
    case "home":
      return split(editor, 0);
    case "end":
      return split(editor, before.length + after.length);
    case "word_left":
      return split(editor, wordStart(before));
    case "word_right":
      return split(editor, before.length + (/^\s*\S*/.exec(after)?.[0].length ?? 0));
    case "backspace":
      return { before: before.slice(0, before.length - lastGrapheme(before).length), after };
    case "delete":
      return { before, after: after.slice(firstGrapheme(after).length) };
    case "delete_word":
      return { before: before.slice(0, wordStart(before)), after };
    case "delete_before":
      return { before: "", after };
    case "delete_after":
      return { before, after: "" };
  }
}

function split(editor: Editor, at: number): Editor {
  const text = textOf(editor);
  return { before: text.slice(0, at), after: text.slice(at) };
}

function wordStart(text: string): number {
  return text.length - (/\S*\s*$/.exec(text)?.[0].length ?? 0);
}

function firstGrapheme(text: string): string {
  for (const grapheme of graphemesOf(text.slice(0, 64))) return grapheme;
  return "";
}

function lastGrapheme(text: string): string {
  let last = "";
  for (const grapheme of graphemesOf(text.slice(-64))) last = grapheme;
  return last;
}
