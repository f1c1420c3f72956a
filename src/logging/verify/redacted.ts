/** Whether a secret was taken out of a text: what is left is longer or shorter than what was said. */
import { REDACTED } from "../redact.ts";

export function isRedacted(text: string): boolean {
  return text.includes(REDACTED);
}
