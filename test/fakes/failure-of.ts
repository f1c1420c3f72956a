/** What `work` fails with, to be looked at later: nothing is unhandled meanwhile. */
export function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => new Error("it did not fail"),
    (error: unknown) => error,
  );
}
