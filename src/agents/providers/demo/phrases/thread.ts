/** A thread is one thing people argue about (its price, its upkeep …): what can be said for, against and in reply. */

/**
 * What a sentence does in the argument. `ask` begins in lower case, since a name may come before it; `add` goes further
 * in the same direction; `settle` offers terms.
 */
export const THREAD_ROLES = ["for", "against", "ask", "answer", "doubt", "defend", "add", "settle"] as const;
export type ThreadRole = (typeof THREAD_ROLES)[number];

export interface ThreadHead {
  readonly key: string;
  /** Which side its `add` speaks for; 0: either. */
  readonly leans: 1 | 0 | -1;
  /** What it is called in passing: "On {handle} …". */
  readonly handle: string;
  /** Words by which it is recognised in the free text of people and other models. */
  readonly words: readonly string[];
  /** A noun phrase: the term of the compromise. */
  readonly deal: string;
}

/** `doubt` answers `for`, `defend` answers `against`. */
export type ThreadText = ThreadHead & Readonly<Record<ThreadRole, readonly string[]>>;
