/** Characters as people count them (Unicode grapheme clusters): an emoji sequence is one and is never cut. */

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
/** Plain ASCII without CR: every code unit is one character, no need to segment. */
const PLAIN = /^[\0-\x0c\x0e-\x7f]*$/;

export function countCharacters(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let count = 0;
  for (const _ of segmenter.segment(text)) count++;
  return count;
}

/** The first `limit` characters; the text itself where it has no more. Reads no further than it must. */
export function firstCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A character is rarely longer than this; a text of longer ones is segmented whole.
  const head = text.slice(0, limit * 2 + 64);
  if (PLAIN.test(head)) return text.slice(0, limit);
  let count = 0;
  for (const { index } of segmenter.segment(text)) {
    if (count++ === limit) return text.slice(0, index);
  }
  return text;
}

/** The last `limit` characters. */
export function lastCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const tail = text.slice(-limit);
  if (PLAIN.test(tail)) return tail;
  // Segmenting from the middle of a character may misjudge the first ones: take far more than is needed.
  const enough = text.slice(-(limit * 8 + 256));
  const characters = [...segmenter.segment(enough)];
  if (characters.length > limit + 32) return enough.slice(characters.at(-limit)?.index);
  return text.slice([...segmenter.segment(text)].at(-limit)?.index ?? 0);
}
