/** The one line a person sees when something went wrong. The stack only for those who ask with --debug. */
import type { CliHost } from "./host.ts";
import { hideSecrets } from "./secrets.ts";
import { UsageError } from "./usage-error.ts";

export function reportError(error: unknown, host: CliHost, debug: boolean): void {
  const expected = error instanceof UsageError;
  const text = error instanceof Error ? error.message : String(error);
  const line = expected ? text : `unexpected failure: ${text}${debug ? "" : " (--debug shows more)"}`;
  host.stderr.write(`llm-chat: ${oneLine(hideSecrets(line, host.env))}\n`);
  if (debug && error instanceof Error && error.stack !== undefined) {
    const stack = hideSecrets(error.stack, host.env).split("\n").map(oneLine).join("\n");
    host.stderr.write(`${stack}\n`);
  }
}

/** File names and file contents come from others: no control, format or line separator character gets through. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
