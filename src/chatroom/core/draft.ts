/** A message being written: segments that are appended and undone, and sent as one. Pure. */
import { LIMITS } from "../protocol.ts";
import { countCharacters, firstCharacters, lastCharacters } from "./characters.ts";

export interface Segment {
  readonly text: string;
  /** Cut in the middle of a word: what follows belongs to the same word. */
  readonly cutInWord: boolean;
}

/** Segments in order; the draft's text is a fold over them, so undo is exact. */
export type Draft = readonly Segment[];

export const EMPTY_DRAFT: Draft = [];

export type AppendOutcome =
  | { readonly status: 1 | 2; readonly draft: Draft; readonly appended: string }
  | { readonly status: 0; readonly reason: "empty_text" | "draft_full"; readonly draft: Draft };

/** Adds one segment of at most `limit` characters; status 2 where the text had to be cut. */
export function appendSegment(draft: Draft, text: string, limit: number = LIMITS.appendCharacters): AppendOutcome {
  if (text.trim() === "") return { status: 0, reason: "empty_text", draft };
  const room = LIMITS.draftCharacters - countCharacters(draftText(draft)) - 1;
  if (room <= 0) return { status: 0, reason: "draft_full", draft };
  const segment = cut(text, Math.min(limit, room));
  const status = segment.text === text ? 1 : 2;
  return { status, draft: [...draft, segment], appended: segment.text };
}

/** The draft without its last segment; the same draft where there is none. */
export function undoSegment(draft: Draft): Draft {
  return draft.slice(0, -1);
}

export function draftText(draft: Draft): string {
  let text = "";
  let cutInWord = true;
  for (const segment of draft) {
    text += (cutInWord ? "" : joint(text, segment.text)) + segment.text;
    cutInWord = segment.cutInWord;
  }
  return text;
}

/** The end of the draft: at most 100 characters, beginning at a word. */
export function draftSuffix(draft: Draft): string {
  const text = draftText(draft);
  const tail = lastCharacters(text, LIMITS.suffixCharacters);
  if (tail === text || /\s$/u.test(text.slice(0, text.length - tail.length))) return tail;
  const word = /\s+(?=\S)/u.exec(tail);
  return word ? tail.slice(word.index + word[0].length) : tail;
}

/** The text up to the last word boundary within `limit`, or exactly `limit` where a word is too long for that. */
function cut(text: string, limit: number): Segment {
  const head = firstCharacters(text, limit);
  if (head === text) return { text, cutInWord: false };
  if (/^\s/u.test(text.slice(head.length))) return { text: head.trimEnd() || head, cutInWord: false };
  const boundary = lastBoundary(head);
  const tooFar = countCharacters(head.slice(boundary)) > LIMITS.cutBackCharacters;
  if (boundary <= 0 || tooFar) return { text: head, cutInWord: true };
  return { text: head.slice(0, boundary).trimEnd(), cutInWord: false };
}

/** Where the last run of white space of `head` ends; 0 where there is none after the first word. */
function lastBoundary(head: string): number {
  const trimmed = head.trimStart();
  const offset = head.length - trimmed.length;
  for (let index = trimmed.length; index > 0; index--) {
    if (/\s/u.test(trimmed.charAt(index - 1))) return offset + index;
  }
  return 0;
}

/** Scripts that put no space between words: nothing may be put between their segments either. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}\p{sc=Javanese}\p{sc=Balinese}\u3000-\u303f\uff00-\uff60]/u;

/** Punctuation that belongs to the word before it, in every script that writes spaces. */
const CLOSING = /^[,.!?…)\]}»”’]/u;

/** One space where neither side has white space and both sides belong to a script that writes spaces. */
function joint(left: string, right: string): "" | " " {
  const end = lastCharacters(left, 1);
  const start = firstCharacters(right, 1);
  if (/\s$/u.test(end) || /^\s/u.test(start)) return "";
  if (UNSPACED.test(end) || UNSPACED.test(start)) return "";
  return CLOSING.test(start) ? "" : " ";
}
