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
  // One more than is needed: what follows a character may belong to it.
  if (PLAIN.test(text.slice(0, limit + 1))) return text.slice(0, limit);
  let count = 0;
  for (const { index } of segmenter.segment(text)) {
    if (count++ === limit) return text.slice(0, index);
  }
  return text;
}

/** The last `limit` characters; the text itself where it has no more. Reads no further than it must. */
export function lastCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // One more than is needed: what goes before a character may belong to it.
  if (PLAIN.test(text.slice(-limit - 1))) return text.slice(text.length - limit);
  const characters = segmenter.segment(text);
  let start = text.length;
  for (let count = 0; count < limit && start > 0; count++) start = characters.containing(start - 1)?.index ?? 0;
  return text.slice(start);
}
