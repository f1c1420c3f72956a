/** How many words a text has; in scripts that put no space between them, as a dictionary finds them. Browser-safe. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’\-.][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}\p{sc=Javanese}\p{sc=Balinese}]/u;
const segmenter = new Intl.Segmenter("und", { granularity: "word" });

export function countWords(text: string): number {
  let count = 0;
  if (UNSPACED.test(text)) {
    for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) count++;
  } else {
    for (const _ of text.matchAll(WORD)) count++;
  }
  return count;
}
