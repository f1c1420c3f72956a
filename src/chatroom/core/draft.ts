/** A message being written: segments that are appended and undone, and sent as one. Pure. */
import { LIMITS } from "../protocol.ts";
import { countCharacters, firstCharacters, lastCharacters } from "./characters.ts";

export interface Segment {
  readonly text: string;
  /** What stands between it and the segment before. */
  readonly joint: "" | " ";
  /** Cut in the middle of a word: what follows belongs to the same word. */
  readonly cutInWord: boolean;
  /** How long the draft is with it, in characters; counted once, so that a long draft costs no more than a short one. */
  readonly draftLength: number;
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
  const left = LIMITS.draftCharacters - draftLength(draft) - jointBefore(draft, text).length;
  if (left <= 0) return { status: 0, reason: "draft_full", draft };
  const piece = cut(text, Math.min(limit, left));
  return { status: piece.text === text ? 1 : 2, draft: add(draft, piece), appended: piece.text };
}

/** The draft without its last segment; the same draft where there is none. */
export function undoSegment(draft: Draft): Draft {
  return draft.slice(0, -1);
}

/** What is left of the draft when `sent`, an earlier state of it, has been sent. */
export function dropSegments(draft: Draft, sent: Draft): Draft {
  return draft.filter((segment) => !sent.includes(segment)).reduce(add, EMPTY_DRAFT);
}

export function draftText(draft: Draft): string {
  return draft.map(({ joint, text }) => joint + text).join("");
}

/** The end of the draft: at most 100 characters, beginning at a word. */
export function draftSuffix(draft: Draft): string {
  const text = draftText(lastSegments(draft, LIMITS.suffixCharacters));
  const tail = lastCharacters(text, LIMITS.suffixCharacters);
  const before = text.charAt(text.length - tail.length - 1);
  if (before === "" || /\s/u.test(before) || UNSPACED.test(firstCharacters(tail, 1))) return tail;
  const word = /\s+(?=\S)/u.exec(tail);
  return word ? tail.slice(word.index + word[0].length) : tail;
}

/** As many of the last segments as certainly have more than `characters`: what is before them costs nothing to leave out. */
function lastSegments(draft: Draft, characters: number): Draft {
  const length = draftLength(draft);
  // A mark at the beginning of a segment may belong to the last character of the one before.
  const enough = 2 * characters;
  const from = draft.findLastIndex((_, index) => length - (draft[index - 1]?.draftLength ?? 0) > enough);
  return draft.slice(Math.max(0, from));
}

type Piece = Pick<Segment, "text" | "cutInWord">;

function add(draft: Draft, { text, cutInWord }: Piece): Draft {
  const before = jointBefore(draft, text);
  const length = draftLength(draft) + before.length + countCharacters(text);
  return [...draft, { text, cutInWord, joint: before, draftLength: length }];
}

function draftLength(draft: Draft): number {
  return draft.at(-1)?.draftLength ?? 0;
}

/**
 * The text up to the last word boundary within `limit`, or exactly `limit` where a word is too long for that. Always a
 * prefix of `text`: who goes on with the rest loses nothing.
 */
function cut(text: string, limit: number): Piece {
  const head = firstCharacters(text, limit);
  if (head === text) return { text, cutInWord: false };
  if (/^\s/u.test(text.charAt(head.length))) return { text: head.trimEnd() || head, cutInWord: false };
  // The space before a word of `cutBackCharacters` still counts.
  const beginnings = lastCharacters(head, LIMITS.cutBackCharacters + 1);
  const word = /\s\S*$/u.exec(beginnings);
  const upToWord = word ? head.slice(0, head.length - word[0].length).trimEnd() : "";
  return upToWord === "" ? { text: head, cutInWord: true } : { text: upToWord, cutInWord: false };
}

/** Scripts that put no space between words: nothing may be put between their segments either. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}\p{sc=Javanese}\p{sc=Balinese}\u3000-\u303f\uff00-\uff60]/u;

/** Punctuation that ends what stands before it; `.gitignore` and `!important` do not. */
const CLOSING = /^[,.;:!?…)\]}»”’]+(?:\s|$)/u;

/** Nothing after a cut inside a word, else what belongs between the two texts. */
function jointBefore(draft: Draft, right: string): "" | " " {
  const last = draft.at(-1);
  return !last || last.cutInWord ? "" : jointOf(last.text, right);
}

/** One space where neither side has white space and both sides belong to a script that writes spaces. */
export function jointOf(left: string, right: string): "" | " " {
  if (/\s$/u.test(left) || /^\s/u.test(right) || CLOSING.test(right)) return "";
  return UNSPACED.test(lastCharacters(left, 1)) || UNSPACED.test(firstCharacters(right, 1)) ? "" : " ";
}
