/** The one line a person sees when something went wrong. The stack only for those who ask with --debug. */
import { createRedactor } from "../logging/redact.ts";
import { sanitizeForTerminal, sanitizeLine } from "../logging/sanitize.ts";
import { EXIT_UNEXPECTED, EXIT_USAGE } from "./exit-codes.ts";
import type { CliHost } from "./host.ts";
import { UsageError } from "./usage-error.ts";

/** Writes the line and returns the exit code. `host.env` says what must not be shown. */
export function reportError(error: unknown, host: Pick<CliHost, "env" | "stderr">, debug: boolean): number {
  const expected = error instanceof UsageError;
  const text = error instanceof Error ? error.message : String(error);
  const line = expected ? text : `unexpected failure: ${text}${debug ? "" : " (--debug shows more)"}`;
  const redactor = createRedactor({ env: host.env });
  host.stderr.write(`llm-chat: ${sanitizeLine(redactor.text(line))}\n`);
  if (debug && error instanceof Error && error.stack !== undefined) {
    host.stderr.write(`${sanitizeForTerminal(redactor.text(error.stack))}\n`);
  }
  return expected ? EXIT_USAGE : EXIT_UNEXPECTED;
}
