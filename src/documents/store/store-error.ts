/** The one error of the store that says what is wrong with the database itself, and the fix. */

export type StoreErrorCode =
  /** There is no such database, or nobody answers there. */
  | "unreachable"
  /** It is no database, or a broken one. */
  | "corrupt"
  /** It is a database of something else. */
  | "foreign"
  /** A newer llm-chat has made it. */
  | "newer"
  /** It cannot be written: permissions, space, another that does not let go. */
  | "failed";

/** Thrown where a database is opened or used. `message` is one sentence for people, without a password. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
