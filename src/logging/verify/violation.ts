/** What a check of a log finds. Leaf. */

/** Each is a file of this folder, but for `format`: what the lines themselves are like. */
export type RuleName =
  | "format"
  | "session"
  | "sequence"
  | "duplicate"
  | "causality"
  | "stick"
  | "sender"
  | "name"
  | "call"
  | "turn"
  | "push"
  | "draft"
  | "append"
  | "refusal"
  | "limit"
  | "count";

export interface Violation {
  /** Of the file, from 1: where what is wrong stands, or where what is missing would be noticed first. */
  readonly line: number;
  readonly rule: RuleName;
  /** A sentence without a full stop. Names and ids in it are raw: the sink escapes them. */
  readonly message: string;
}
