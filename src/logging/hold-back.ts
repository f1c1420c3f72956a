/**
 * How much of a growing text is shown at once. Redaction has to see a key whole: a key has no space in it, so the
 * last, unfinished word waits for its end. (Only for live pieces: the record that follows has all of it.)
 */
export type HoldBack = (text: string) => { readonly shown: string; readonly held: string };

/** No key is longer; an endless word is shown. */
const LONGEST_WORD = 512;

export const holdWord: HoldBack = (text) => {
  let start = text.length;
  while (start > 0 && isWordCode(text.charCodeAt(start - 1))) start--;
  if (text.length - start > LONGEST_WORD) start = text.length;
  return { shown: text.slice(0, start), held: text.slice(start) };
};

export const showAll: HoldBack = (text) => ({ shown: text, held: "" });

/** Visible ASCII: what keys are made of. Scripts without spaces are not held back. */
function isWordCode(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}
