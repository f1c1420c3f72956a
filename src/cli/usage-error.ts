/** Something the person can put right: shown as one line, `message` says what is wrong and the fix. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
